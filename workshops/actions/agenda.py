"""The agenda of a day: taken up, ordered, copied, and what came of it."""

from collections.abc import Iterable
from datetime import datetime

from django.core import serializers
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Conflict, Refusal
from workshops.models import AgendaItem, Meeting, Milestone, Question, Statement
from workshops.models.agenda import Told

Thing = Milestone | Question | Statement
Kind = AgendaItem.Kind


@transaction.atomic
def take_up(
    *, meeting: Meeting, thing: Thing, by: User, at: datetime, hurdle: bool = False
) -> AgendaItem:
    """Put a candidate at the end of the agenda; asked twice, it stands there once.

    The public title is a neutral one: what the item is about is nobody's business but the team's.
    """
    meeting = _locked(meeting)
    link = thing._meta.model_name or ""
    found = meeting.agenda.filter(**{link: thing}).first()
    if found is not None:
        return found
    title, kind, minutes = _opening(thing, hurdle)
    item = AgendaItem(meeting=meeting, title=title, kind=kind, minutes=minutes, **{link: thing})
    return _append(item, by, at)


@transaction.atomic
def add(
    *,
    meeting: Meeting,
    title: str,
    kind: str,
    minutes: int,
    description: str,
    by: User,
    at: datetime,
) -> AgendaItem:
    """Put a free item at the end. What stands there already with the same words came twice."""
    meeting = _locked(meeting)
    last = meeting.agenda.order_by("-position", "-pk").first()
    typed = {"title": title, "kind": kind, "minutes": minutes, "description": description}
    if last and all(getattr(last, name) == value for name, value in typed.items()):
        return last
    return _append(AgendaItem(meeting=meeting, **typed), by, at)


@transaction.atomic
def change(
    *,
    item: AgendaItem,
    version: int,
    title: str,
    kind: str,
    minutes: int,
    description: str,
    by: User,
    at: datetime,
) -> AgendaItem:
    """Change an item that somebody saw in this version. Raises Conflict if it changed meanwhile."""
    _locked(item.meeting)
    item = _current(item, version)
    typed = {"title": title, "kind": kind, "minutes": minutes, "description": description}
    changed = [name for name, value in typed.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, typed[name])
    if changed:
        _save(item, "agenda.changed", by, at, *changed)
    return item


@transaction.atomic
def move(*, item: AgendaItem, up: bool, by: User, at: datetime) -> None:
    """One place up or down; at the end nothing happens. The others are counted anew."""
    meeting = _locked(item.meeting)
    order = list(meeting.agenda.order_by("position", "pk"))
    here = order.index(item)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for position, one in enumerate(order, start=1):
        one.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    _record("agenda.moved", item, by, at, "position")


@transaction.atomic
def remove(*, item: AgendaItem, by: User, at: datetime) -> str:
    """Take the item out, with the people in it; what is returned, `restore` puts back."""
    _locked(item.meeting)
    words: str = serializers.serialize("json", [item, *item.contributions.all()])
    _record("agenda.removed", item, by, at)
    item.delete()
    return words


@transaction.atomic
def restore(*, meeting: Meeting, removed: str, by: User, at: datetime) -> AgendaItem | None:
    """Put back what `remove` took out of this day; None if it is there already."""
    meeting = _locked(meeting)
    item, *people = [row.object for row in serializers.deserialize("json", removed)]
    if not isinstance(item, AgendaItem) or item.meeting_id != meeting.pk:
        raise Refusal(_("This item belongs to another day."))
    if AgendaItem.objects.filter(pk=item.pk).exists():
        return None
    item.full_clean()
    item.save(force_insert=True)
    for person in people:
        person.full_clean()
        person.save(force_insert=True)
    _record("agenda.restored", item, by, at)
    return item


@transaction.atomic
def copy(*, meeting: Meeting, earlier: Meeting, by: User, at: datetime) -> int:
    """Append the agenda of an earlier day: titles, kinds and minutes, not what it was about."""
    meeting = _locked(meeting)
    items = list(earlier.agenda.order_by("position", "pk"))
    if not items:
        raise Refusal(_("That day has no agenda."))
    start = _last_position(meeting)
    if start:
        raise Refusal(_("Only an empty agenda is filled from another day."))
    for position, old in enumerate(items, start=1):
        AgendaItem(
            meeting=meeting,
            position=position,
            title=old.title,
            kind=old.kind,
            minutes=old.minutes,
            description=old.description,
            is_demo=old.is_demo,
        ).save(force_insert=True)
    audit.record("agenda.copied", meeting, by=by, at=at, scope=meeting.round.scope)
    return len(items)


@transaction.atomic
def tell(*, meeting: Meeting, outcomes: Iterable[Told], by: User, at: datetime) -> int:
    """Note what came of the items; of a question it is its answer. Returns how many changed.

    All or nothing: raises Conflict if one of those that change was changed by somebody else.
    """
    meeting = _locked(meeting)
    items = {item.pk: item for item in meeting.agenda.select_related("question", "meeting__round")}
    changed = 0
    for said in outcomes:
        item = items.get(said.item)
        if item is None:
            raise Conflict(_("An item was removed meanwhile. What you typed is still here."))
        if said.text == item.result:
            continue
        if said.version != item.version:
            raise Conflict(_("Somebody else wrote about “%(item)s” meanwhile.") % {"item": item})
        _tell(item, said.text, by, at)
        changed += 1
    return changed


def _tell(item: AgendaItem, text: str, by: User, at: datetime) -> None:
    if item.question is None:
        item.outcome = text
        _save(item, "agenda.told", by, at, "outcome")
        return
    question = Question.objects.select_for_update(of=("self",)).get(pk=item.question.pk)
    question.answer = text
    question.note_answer(at)
    question.save(update_fields=["answer", "answered_at"])
    scope = item.meeting.round.scope
    audit.record("question.answered", question, by=by, at=at, fields=["answer"], scope=scope)
    _save(item, "agenda.told", by, at)


def _opening(thing: Thing, hurdle: bool) -> tuple[str, str, int]:
    """Title, kind and minutes with which something comes on the agenda."""
    if isinstance(thing, Question):
        return _("Open question"), Kind.EXCHANGE, 20
    if isinstance(thing, Statement):
        return _("Sentences to be cleared"), Kind.EXCHANGE, 10
    if hurdle:
        return str(Kind.PEER.label), Kind.PEER, 45
    return _("How the milestones stand"), Kind.EXCHANGE, 20


def _append(item: AgendaItem, by: User, at: datetime) -> AgendaItem:
    item.position = _last_position(item.meeting) + 1
    item.full_clean()
    item.save()
    _record("agenda.taken_up", item, by, at)
    return item


def _save(item: AgendaItem, what: str, by: User, at: datetime, *fields: str) -> None:
    item.version += 1
    item.full_clean()
    item.save()
    _record(what, item, by, at, *fields)


def _record(what: str, item: AgendaItem, by: User, at: datetime, *fields: str) -> None:
    scope = item.meeting.round.scope
    audit.record(what, item, by=by, at=at, fields=fields, scope=scope)


def _current(item: AgendaItem, version: int) -> AgendaItem:
    item = AgendaItem.objects.select_related("meeting__round").get(pk=item.pk)
    if item.version != version:
        raise Conflict(_("Somebody else changed this item meanwhile."))
    return item


def _last_position(meeting: Meeting) -> int:
    return meeting.agenda.aggregate(last=Max("position"))["last"] or 0


def _locked(meeting: Meeting) -> Meeting:
    """The day, held until the transaction ends: its agenda changes one step at a time."""
    return (
        Meeting.objects.select_for_update(of=("self",)).select_related("round").get(pk=meeting.pk)
    )
