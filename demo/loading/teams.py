"""The teams of a round: members, milestones, what moved, what they let be published.

That a Kommune took part may be real; whatever is written here about its team is invented.
"""

from datetime import date, datetime, time
from decimal import Decimal

from demo.loading import accounts, sources
from demo.loading.moments import moment, period
from demo.loading.register import by_key
from demo.loading.sources import Facts
from people.models import User
from portal.dates import BERLIN, berlin_day
from portal.models import OutgoingMail, subject_of
from publications.models import Topic
from workshops.actions import members, milestones, progress, statements, teams
from workshops.models import (
    Comment,
    Meeting,
    Member,
    Milestone,
    Part,
    Round,
    RoundMilestone,
    Statement,
    Team,
)

MORNING = time(9)


def load(round: Round, agreed: dict[str, RoundMilestone], now: datetime) -> None:
    """The teams whose files name this round; `agreed` are its common milestones by key."""
    place = (round.workshop.slug, round.number)
    for entry in sources.folder("teams"):
        if (entry["workshop"], entry["round"]) == place:
            _load_team(entry, round, agreed, now)


def _load_team(
    entry: Facts, round: Round, agreed: dict[str, RoundMilestone], now: datetime
) -> None:
    _admin, coordinator = accounts.office()
    joined = _joined(entry["joined"], now)
    team = teams.admit(
        round=round, municipality=by_key(entry["municipality"]), by=coordinator, at=joined
    )
    team.is_demo = entry.get("is_demo", False)
    team.is_named_in_public = entry.get("is_named_in_public", True)
    team.save(update_fields=["is_demo", "is_named_in_public"])
    team = teams.accept(team=team, by=coordinator, at=joined)
    people = {row["account"]: _member(row, team, coordinator, joined) for row in entry["members"]}
    by_title = {}
    for position, row in enumerate(entry["milestones"], start=1):
        milestone = _load_milestone(row, position, team, people, agreed, now)
        by_title[milestone.title] = milestone
    for row in entry["members"]:
        if "until" in row:
            _go(people[row["account"]], _morning(row["until"]))
    for row in entry.get("statements", []):
        _load_statement(row, by_title[row["milestone"]], now)
    for row in entry.get("comments", []):
        _load_comment(row, by_title[row["milestone"]], now)


def _joined(when: date | str, now: datetime) -> datetime:
    return _morning(period(when, now).first if isinstance(when, str) else when)


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, BERLIN)


def _member(row: Facts, team: Team, coordinator: User, at: datetime) -> Member:
    return members.add(
        team=team,
        user=_account(row["account"]),
        by=coordinator,
        at=at,
        role=row.get("role", Member.Role.MEMBER),
        function=row["function"],
    )


def _go(member: Member, at: datetime) -> None:
    """By their own hand: whoever is let go by others gets a letter."""
    members.end(member=member, by=member.user, at=at)


def _load_milestone(
    row: Facts,
    position: int,
    team: Team,
    people: dict[str, Member],
    agreed: dict[str, RoundMilestone],
    now: datetime,
) -> Milestone:
    milestone = Milestone(
        team=team,
        common=agreed[row["common"]] if "common" in row else None,
        title=row["title"],
        difference=row.get("difference", ""),
        responsible=people[row["responsible"]],
        visibility=row.get("visibility", Milestone.Visibility.TEAM),
        agreed_on=_kick_off(team) or berlin_day(now),
        position=position,
        is_demo=True,
        **_themes(row),
        **_figures(row),
    )
    milestone.when = period(row["due"], now)
    if milestone.is_shared:
        milestone.shared_at = _shared(row, now)
    milestone.save()
    for entry in row.get("entries", []):
        _log(entry, milestone, now)
    for entry in row.get("split", []):
        _split(entry, milestone, now)
    return milestone


def _shared(row: Facts, now: datetime) -> datetime:
    """With its first entry, as far as nobody says otherwise."""
    entries = row.get("entries", [])
    return moment(entries[0]["at"], now) if entries else now


def _themes(row: Facts) -> Facts:
    """A topic may be a core theme; where both are named each has its own line."""
    topics = [Topic.objects.get(name=row[name]) for name in ("topic", "core_theme") if name in row]
    core = Topic.Kind.CORE_THEME
    return {"core_theme" if topic.kind == core else "topic": topic for topic in topics}


def _figures(row: Facts) -> Facts:
    words = {name: row.get(name, "") for name in ("indicator", "unit", "source")}
    ends = {name: _figure(row.get(name)) for name in ("baseline", "target")}
    return {**words, **ends, "baseline_on": row.get("baseline_on")}


def _figure(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _split(entry: Facts, milestone: Milestone, now: datetime) -> None:
    parts = [Part(part["title"], period(part["due"], now)) for part in entry["parts"]]
    milestone.refresh_from_db()
    milestones.split(
        milestone=milestone,
        parts=parts,
        give_up=False,
        by=_account(entry["by"]),
        at=moment(entry["at"], now),
    )


def _kick_off(team: Team) -> date | None:
    """When the round first met: what the teams have in mind was agreed there."""
    first = Meeting.objects.filter(round=team.round).in_order().first()
    return first.first_day if first else None


def _log(entry: Facts, milestone: Milestone, now: datetime) -> None:
    milestone.refresh_from_db(fields=["status"])
    progress.log(
        milestone=milestone,
        by=_account(entry["by"]),
        at=moment(entry["at"], now),
        status=entry.get("status", milestone.status),
        status_seen=milestone.status,
        note=entry.get("note", ""),
        hurdle=entry.get("hurdle", ""),
        next_step=entry.get("next_step", ""),
        value=_figure(entry.get("value")),
    )


def _load_statement(row: Facts, milestone: Milestone, now: datetime) -> None:
    statement = statements.propose(
        team=milestone.team,
        milestone=milestone,
        text=row["proposed_text"],
        names_municipality=row["names_municipality"],
        by=_account(row["proposed_by"]),
        at=moment(row["proposed_at"], now),
    )
    if row["state"] == Statement.State.CLEARED:
        statement = statements.clear(
            statement=statement,
            text=row["text"],
            names_municipality=row["names_municipality"],
            by=_account(row["cleared_by"]),
            at=moment(row["cleared_at"], now),
        )
    statement.is_demo = True
    statement.save(update_fields=["is_demo"])
    OutgoingMail.objects.filter(about=subject_of(statement)).delete()  # no news to anybody


def _load_comment(row: Facts, milestone: Milestone, now: datetime) -> None:
    Comment.objects.create(
        milestone=milestone,
        author=_account(row["by"]),
        at=moment(row["at"], now),
        text=row["text"],
        is_demo=True,
    )


def _account(email: str) -> User:
    return User.objects.get(email=email)
