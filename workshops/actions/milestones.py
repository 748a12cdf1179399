"""Milestones: agreed, edited, put in order, shared, split, dropped and taken up again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.dates import berlin_day
from portal.refusals import Conflict, Refusal
from workshops.actions import progress
from workshops.models import Milestone, Part, ProgressEntry, RoundMilestone, Team

_DATES = ["first_day", "last_day", "precision"]
_COLUMNS = [name for name in Milestone.WORDS if name != "when"] + _DATES

Status = Milestone.Status


@transaction.atomic
def create(*, team: Team, by: User, at: datetime, **facts: Any) -> Milestone:
    """Agree a milestone; it comes last in the team's own order.

    `facts` are those of `Milestone.WORDS`. Raises ValidationError if they do not fit together.
    """
    team = Team.objects.locked(team.pk)
    milestone = Milestone(team=team, position=_end_of(team), agreed_on=berlin_day(at))
    _set(milestone, facts)
    if team.milestones.filter(title=milestone.title).exists():
        raise Refusal(_("Your team has a milestone of this title already."))
    _save_new(milestone)
    return _note("milestone.created", milestone, by, at, facts)


@transaction.atomic
def adopt(*, common: RoundMilestone, team: Team, by: User, at: datetime) -> Milestone:
    """Make a common milestone of the round the team's own, with its words and its topic."""
    return create(team=team, by=by, at=at, **common.words())


@transaction.atomic
def edit(*, milestone: Milestone, version: int, by: User, at: datetime, **facts: Any) -> Milestone:
    """Change what the milestone says; `version` is the one that was seen.

    Raises Conflict if somebody changed it meanwhile, ValidationError if the facts do not fit.
    """
    milestone = Milestone.objects.locked(milestone.pk)
    changed = [name for name, value in facts.items() if getattr(milestone, name) != value]
    if not changed:
        return milestone
    if milestone.version != version:
        raise Conflict(_("Somebody else changed this milestone meanwhile."))
    _set(milestone, facts)
    milestone.version += 1
    milestone.full_clean()
    milestone.save(update_fields=["version", *_COLUMNS])
    return _note("milestone.edited", milestone, by, at, changed)


@transaction.atomic
def move(*, milestone: Milestone, up: bool, by: User, at: datetime) -> Milestone:
    """One place up or down in the team's own order; at its end nothing happens."""
    team = Team.objects.locked(milestone.team_id)
    order = list(team.milestones.in_own_order())
    place = order.index(milestone)
    neighbour = place - 1 if up else place + 1
    if not 0 <= neighbour < len(order):
        return milestone
    order[place], order[neighbour] = order[neighbour], order[place]
    for position, one in enumerate(order, start=1):
        one.position = position
    Milestone.objects.bulk_update(order, ["position"])
    return _note("milestone.ordered", order[neighbour], by, at, ["position"])


@transaction.atomic
def share(*, milestone: Milestone, with_round: bool, by: User, at: datetime) -> Milestone:
    """Let the other teams of the round read it, without its hurdles; or take that back."""
    milestone = Milestone.objects.locked(milestone.pk)
    if milestone.is_shared == with_round:
        return milestone
    ladder = Milestone.Visibility
    milestone.visibility = ladder.ROUND if with_round else ladder.TEAM
    milestone.shared_at = at if with_round else None
    milestone.save(update_fields=["visibility", "shared_at"])
    what = "milestone.shared" if with_round else "milestone.unshared"
    return _note(what, milestone, by, at, ["visibility"])


def drop(*, milestone: Milestone, reason: str, by: User, at: datetime) -> ProgressEntry:
    """Give it up, with the reason as an entry. Raises Conflict if its status moved meanwhile."""
    dropped, seen = Status.DROPPED, milestone.status
    if seen == dropped:
        raise Refusal(_("This milestone has been dropped already."))
    return progress.log(
        milestone=milestone, by=by, at=at, status=dropped, status_seen=seen, note=reason
    )


@transaction.atomic
def resume(*, milestone: Milestone, by: User, at: datetime) -> ProgressEntry:
    """Take a dropped one up again, where it stood; one that was reached is in progress again."""
    milestone = Milestone.objects.locked(milestone.pk)
    if not milestone.is_dropped:
        raise Refusal(_("This milestone is not dropped."))
    moves = milestone.entries.moving_the_status().filter(status_to=Status.DROPPED)
    last = moves.newest_first().first()
    before = last.status_from if last else Status.PLANNED
    return progress.log(
        milestone=milestone,
        by=by,
        at=at,
        status=Status.PROGRESS if before == Status.REACHED else before,
        status_seen=milestone.status,
        note=_("Taken up again."),
    )


@transaction.atomic
def split(
    *, milestone: Milestone, parts: Sequence[Part], give_up: bool, by: User, at: datetime
) -> list[Milestone]:
    """Make two or more from one. They remember where they come from; the old one keeps its history.

    They are seen by whom the old one is seen by, and have its people and topics. The old one stays
    open, or is dropped where `give_up`; an entry names its parts.
    """
    if len(parts) < 2:
        raise Refusal(_("Please name at least two parts."))
    team = Team.objects.locked(milestone.team_id)
    milestone = Milestone.objects.locked(milestone.pk)
    if milestone.is_done:
        raise Refusal(_("What is reached or dropped can no longer be split."))
    if milestone.parts.filter(title__in=[part.title for part in parts]).exists():
        raise Refusal(_("It has been split like this already."))
    end = _end_of(team)
    new = [_part(part, milestone, end + number, at) for number, part in enumerate(parts)]
    names = ", ".join(_("“%(title)s”") % {"title": one.title} for one in new)
    progress.log(
        milestone=milestone,
        by=by,
        at=at,
        status=Status.DROPPED if give_up else milestone.status,
        status_seen=milestone.status,
        note=_("Split into %(names)s.") % {"names": names},
    )
    _note("milestone.split", milestone, by, at, [])
    return [_note("milestone.created", one, by, at, ["title", "split_from"]) for one in new]


def _part(part: Part, whole: Milestone, position: int, at: datetime) -> Milestone:
    one = Milestone(
        team=whole.team,
        title=part.title,
        split_from=whole,
        agreed_on=berlin_day(at),
        responsible=whole.responsible,
        topic=whole.topic,
        core_theme=whole.core_theme,
        visibility=whole.visibility,
        shared_at=whole.shared_at,
        position=position,
        is_demo=whole.is_demo,
    )
    one.when = part.when
    _save_new(one)
    return one


def _end_of(team: Team) -> int:
    last: int | None = team.milestones.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _set(milestone: Milestone, facts: dict[str, Any]) -> None:
    unknown = facts.keys() - set(Milestone.WORDS)
    if unknown:
        raise TypeError(f"no words of a milestone: {sorted(unknown)}")
    for name, value in facts.items():
        setattr(milestone, name, value)
    _refuse_strangers(milestone)


def _refuse_strangers(milestone: Milestone) -> None:
    """Whoever is responsible belongs to the team, and what is common to its round."""
    responsible, common = milestone.responsible, milestone.common
    if responsible and responsible.team_id != milestone.team_id:
        raise Refusal(_("Only members of the team can be responsible."))
    if common and common.round_id != milestone.team.round_id:
        raise Refusal(_("This milestone was agreed in another round."))


def _save_new(milestone: Milestone) -> None:
    milestone.full_clean()
    milestone.save()


def _note(what: str, milestone: Milestone, by: User, at: datetime, fields: Any) -> Milestone:
    scope = milestone.team.round.scope
    audit.record(what, milestone, by=by, at=at, fields=list(fields), scope=scope)
    return milestone
