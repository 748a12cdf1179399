"""Rounds with teams, milestones and entries in any number, and somebody who looks after them."""

from datetime import UTC, date, datetime, timedelta

from municipalities.models import Municipality
from people.models import User
from people.models.user import OfficeRole
from workshops.models import (
    Member,
    Milestone,
    ProgressEntry,
    Round,
    RoundMilestone,
    Team,
    Workshop,
)

COMMON, PER_ROUND = 15, 30
SIZES = (5, 30, 100)
ENTRIES = 2
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)


FIRST_PK = 9_000  # of the rounds, so that their addresses are known before they are built
GRID = f"/cockpit/{FIRST_PK + 30}/"


def coordinator(teams: int) -> str:
    """Who looks after so many teams."""
    return f"cockpit-{teams}@example.org"


def build() -> None:
    """Rounds of up to thirty teams for each size, each size with a coordinator of its own."""
    for size in SIZES:
        user = _account(coordinator(size), OfficeRole.COORDINATOR)
        for number in range(-(-size // PER_ROUND)):
            _round(user, size, number, min(PER_ROUND, size - number * PER_ROUND))


def _round(user: User, size: int, number: int, teams: int) -> None:
    workshop = Workshop.objects.create(
        title=f"Prüfwerkstatt {size}-{number}",
        short_title=f"Prüfwerkstatt {size}-{number}",
        slug=f"pruefwerkstatt-{size}-{number}",
        summary="Zum Messen.",
    )
    round = Round.objects.create(
        pk=FIRST_PK + size + number,
        workshop=workshop, number=1, phase=Round.Phase.RUNNING, first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31), precision="year",
    )  # fmt: skip
    round.coordinators.add(user)
    common = [
        RoundMilestone.objects.create(round=round, title=f"Gemeinsam {n}", position=n)
        for n in range(COMMON)
    ]
    places = Municipality.objects.order_by("pk")[:teams]
    made = [
        Team.objects.create(round=round, municipality=place, state=Team.State.ACCEPTED)
        for place in places
    ]
    for team in made:
        _lead(team)
    _milestones(made, common, user)


def _milestones(teams: list[Team], common: list[RoundMilestone], author: User) -> None:
    statuses = [Milestone.Status.PROGRESS, Milestone.Status.RISK, Milestone.Status.PLANNED]
    milestones = Milestone.objects.bulk_create(
        Milestone(
            team=team,
            common=one,
            title=f"Meilenstein {n}",
            status=statuses[n % 3],
            first_day=(day := date(2026, 6, 1) + timedelta(days=20 * n)),
            last_day=day,
        )
        for team in teams
        for n, one in enumerate(common)
    )
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            milestone=milestone,
            author=author,
            at=BEGIN + timedelta(days=30 * n),
            note="Es geht voran.",
            hurdle="Die Zuständigkeit ist offen." if n and milestone.pk % 4 == 0 else "",
            status_from=milestone.status,
            status_to=milestone.status,
        )
        for milestone in milestones
        for n in range(ENTRIES)
    )


def _lead(team: Team) -> User:
    user = _account(f"leitung-{team.pk}@example.org", OfficeRole.NONE)
    Member.objects.get_or_create(team=team, user=user, defaults={"role": Member.Role.LEAD})
    return user


def _account(email: str, role: str) -> User:
    facts = {"first_name": "Kim", "last_name": "Muster", "office_role": role}
    return User.objects.get_or_create(email=email, defaults=facts)[0]
