"""New rounds: of what Kommunen want, or after the model of an earlier one."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from people.models import User
from portal import audit
from portal.dates import Period, moved
from portal.refusals import Refusal
from portal.text import slug
from publications.models import Topic
from workshops.actions import interests as wishes
from workshops.actions import teams
from workshops.models import AgendaItem, Interest, Meeting, Round, RoundMilestone, Workshop
from workshops.models.workshop import RESERVED

_TAKEN_ALONG = ("kind", "title", "slug", "starts_at", "ends_at", "what_to_bring")


@transaction.atomic
def open_for(
    *,
    interests: Iterable[Interest],
    workshop: Workshop | None,
    title: str,
    topic: Topic | None,
    when: Period,
    capacity: int | None,
    municipalities: Iterable[Municipality],
    reason: str,
    by: User,
    at: datetime,
) -> Round:
    """Make a round of what Kommunen want, and invite them.

    Without a `workshop` a new one of this title is made. The interests of whoever is invited are
    used up; all others stay. Raises Refusal.
    """
    kommunen = list(municipalities)
    if workshop is None:
        workshop = _new_workshop(title, topic, by, at)
    round = _next(workshop, when, capacity)
    _begin(round, [by], by, at)
    _invite(round, kommunen, reason, by, at)
    for interest in interests:
        if interest.municipality in kommunen:
            wishes.use(interest=interest, round=round, by=by, at=at)
    return round


@transaction.atomic
def repeat(
    *,
    round: Round,
    when: Period,
    capacity: int | None,
    municipalities: Iterable[Municipality],
    reason: str,
    by: User,
    at: datetime,
) -> Round:
    """The next round of the same Werkstatt, set up like this one, from the beginning of `when` on.

    Days come with their agendas and move along with the beginning; venues, people, outcomes and
    what was cancelled stay behind. Common milestones, sizes of teams and coordinators are kept.
    Raises Refusal.
    """
    earlier = Round.objects.select_related("workshop").get(pk=round.pk)
    days = list(earlier.meetings.taking_place().in_order().prefetch_related("agenda"))
    start = _start(earlier, days)
    made = _next(earlier.workshop, when, capacity)
    if earlier.when and start:
        made.when = moved(earlier.when, start=start, to=when)
    _refuse_the_same(made)
    for name in ("team_min", "team_max", "is_closed_group", "silent_after_weeks"):
        setattr(made, name, getattr(earlier, name))
    still = earlier.coordinators.coordinators()
    _begin(made, {by, *still}, by, at)
    for day in days:
        _copy(day, made, start, when)
    _agree(earlier.common_milestones.all(), made)
    _invite(made, municipalities, reason, by, at)
    return made


def _next(workshop: Workshop, when: Period, capacity: int | None) -> Round:
    """Not saved yet; the Werkstatt is held so that two do not take the same number."""
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    last = workshop.rounds.aggregate(last=Max("number"))["last"] or 0
    round = Round(workshop=workshop, number=last + 1, capacity=capacity)
    round.when = when
    return round


def _refuse_the_same(made: Round) -> None:
    """A button pressed twice sets up one round."""
    others = Round.objects.filter(workshop=made.workshop).select_related("workshop")
    if same := next((other for other in others if other.when == made.when), None):
        raise Refusal(_("%(round)s takes place in this time already.") % {"round": same})


def _begin(round: Round, coordinators: Iterable[User], by: User, at: datetime) -> None:
    round.full_clean()
    round.save()
    round.coordinators.add(*(user for user in coordinators if user.is_coordinator))
    audit.record("round.made", round, by=by, at=at, scope=round.scope)


def _new_workshop(title: str, topic: Topic | None, by: User, at: datetime) -> Workshop:
    workshop = Workshop(title=title, short_title=title[:80], slug=_free_slug(title), summary=title)
    workshop.full_clean()
    workshop.save()
    if topic:
        workshop.topics.add(topic)
    audit.record("workshop.made", workshop, by=by, at=at)
    return workshop


def _free_slug(title: str) -> str:
    wanted = slug(title, 70) or "werkstatt"
    taken = set(Workshop.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, 1000))
    return next(one for one in (wanted, *numbered) if one not in taken | RESERVED)


def _invite(
    round: Round, municipalities: Iterable[Municipality], reason: str, by: User, at: datetime
) -> None:
    """One team each; a refusal says whom it is about, and all of them at once."""
    refused = []
    for municipality in municipalities:
        try:
            teams.admit(round=round, municipality=municipality, by=by, at=at, reason=reason)
        except ValidationError as refusal:
            refused += [f"{municipality.known_as}: {words}" for words in refusal.messages]
    if refused:
        raise Refusal(refused)


def _start(round: Round, days: list[Meeting]) -> date | None:
    """The first day, or else the beginning of the period."""
    return next((day.first_day for day in days if day.first_day), round.first_day)


def _copy(day: Meeting, into: Round, start: date | None, when: Period) -> None:
    copy = Meeting(round=into, **{name: getattr(day, name) for name in _TAKEN_ALONG})
    if day.when and start:
        copy.when = moved(day.when, start=start, to=when)
    copy.save()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=copy,
            position=item.position,
            minutes=item.minutes,
            kind=item.kind,
            title=item.title,
            description=item.description,
        )
        for item in day.agenda.all()
    )


def _agree(milestones: Iterable[RoundMilestone], into: Round) -> None:
    RoundMilestone.objects.bulk_create(
        RoundMilestone(
            round=into,
            title=one.title,
            description=one.description,
            topic=one.topic,
            position=one.position,
        )
        for one in milestones
    )
