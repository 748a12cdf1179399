"""A team with any number of milestones: in every status, with entries, hurdles and figures."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from people.models import User
from workshops.models import Milestone, ProgressEntry, Round, Team

TEAM = UUID(int=100)
MEMBER = "pruefling@example.org"
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)


def build(milestones: int) -> Team:
    """In the running round of the demonstration, with one member who may enter things."""
    round_ = Round.objects.get(workshop__slug="fachkraefte", number=2)
    municipality = Team.objects.exclude(round=round_).first()
    if municipality is None:
        raise SystemExit("The demonstration has no other team.")
    team = Team.objects.create(
        public_id=TEAM, round=round_, municipality=municipality.municipality, state="accepted"
    )
    user = User.objects.create(email=MEMBER, first_name="Kim", last_name="Prüfling")
    member = team.members.create(user=user, role="lead")
    made = Milestone.objects.bulk_create(
        _milestone(team, number, responsible=member) for number in range(milestones)
    )
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            milestone=one,
            author=user,
            at=FIRST + timedelta(days=3 * number + again),
            note="Drei Schulen sind dazugekommen.",
            hurdle="Zwei Ämter sind zuständig." if number % 3 == 0 else "",
            status_from=one.status,
            status_to=one.status,
        )
        for number, one in enumerate(made)
        for again in range(4)
    )
    return team


def _milestone(team: Team, number: int, **facts: object) -> Milestone:
    status = Milestone.Status.values[number % len(Milestone.Status)]
    due = date(2025, 6, 1) + timedelta(days=9 * number)
    return Milestone(
        team=team,
        title=f"Prüfstein {number}",
        difference="Wer fragt, bekommt eine Antwort.",
        status=status,
        reached_on=due if status == "reached" else None,
        first_day=due,
        last_day=due,
        position=number,
        indicator="Schulen mit Fahrplan",
        unit="Schulen" if number % 2 else "",
        is_demo=True,
        **facts,
    )
