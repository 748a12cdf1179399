"""Workshop days: agreed, moved, cancelled, and what is told about them."""

from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.dates import Period, Precision, berlin_day
from portal.refusals import Refusal
from registrations.actions import offers
from workshops.models import Meeting

Status = Meeting.Status
ANNOUNCED = frozenset({"title", "slug", "starts_at", "ends_at", "venue", "offer"})


@transaction.atomic
def confirm(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """The day stands. A season is no day: it must be known exactly."""
    meeting = _locked(meeting)
    if meeting.status == Status.CONFIRMED:
        raise Refusal(_("This day is already confirmed."))
    if meeting.status == Status.CANCELLED:
        raise Refusal(_("A cancelled day cannot be confirmed; please move it to a new date."))
    if meeting.first_day is None or meeting.precision != Precision.DAY:
        raise Refusal(_("Please set the exact day first."))
    meeting.status, meeting.status_reason = Status.CONFIRMED, ""
    return _tell(meeting, "meeting.confirmed", by, at, "status")


@transaction.atomic
def move(
    *,
    meeting: Meeting,
    to: Period,
    by: User,
    at: datetime,
    reason: str = "",
    starts_at: time | None = None,
    ends_at: time | None = None,
    knowingly: bool = False,
) -> Meeting:
    """Give the day another date, or a more exact one; whoever has it in the calendar is told.

    A date within what was said before ("autumn 2025" becomes 6 November 2025) makes it more exact
    and is no move; every other date is one, needs a reason and keeps in mind the date before.
    Brings a cancelled day back.
    A date in the past or before the kick-off of the round is a slip unless it is meant `knowingly`.
    Raises Refusal, or ValidationError when the times contradict each other.
    """
    meeting = _locked(meeting)
    before, cancelled = meeting.when, meeting.status == Status.CANCELLED
    if (before, meeting.starts_at, meeting.ends_at) == (to, starts_at, ends_at) and not cancelled:
        raise Refusal(_("This is the date that the day already has."))
    if not knowingly:
        _refuse_slips(meeting, to, at)
    moved = cancelled or (before is not None and not _within(to, before))
    if moved and not reason.strip():
        raise Refusal(_("Please say why the day is moved."))
    if moved:
        meeting.status, meeting.status_reason = Status.MOVED, reason
        meeting.moved_from = before if before != to else meeting.moved_from
    meeting.when, meeting.starts_at, meeting.ends_at = to, starts_at, ends_at
    what = "meeting.moved" if moved else "meeting.dated"
    told = ("status", "status_reason", "moved_from") if moved else ("status",)
    return _tell(meeting, what, by, at, "when", "starts_at", "ends_at", *told)


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """The day does not take place. It stays on the pages, crossed out, with the reason."""
    meeting = _locked(meeting)
    if meeting.status == Status.CANCELLED:
        raise Refusal(_("This day is already cancelled."))
    if not reason.strip():
        raise Refusal(_("Please say why the day is cancelled."))
    meeting.status, meeting.status_reason = Status.CANCELLED, reason
    return _tell(meeting, "meeting.cancelled", by, at, "status", "status_reason")


@transaction.atomic
def announce_changes(*, meeting: Meeting, fields: set[str], by: User, at: datetime) -> Meeting:
    """Tell calendars and registrants, after such fields of the day were edited (`ANNOUNCED`)."""
    meeting = _locked(meeting)
    return _tell(meeting, "meeting.announced", by, at, *fields)


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _within(new: Period, old: Period) -> bool:
    return old.precision != Precision.DAY and old.first <= new.first and new.last <= old.last


def _refuse_slips(meeting: Meeting, to: Period, at: datetime) -> None:
    slips = []
    if to.last < berlin_day(at):
        slips.append(_("This date lies in the past."))
    if meeting.kind != Meeting.Kind.KICK_OFF:
        days = meeting.round.meetings.taking_place().exclude(pk=meeting.pk)
        kick_off = days.filter(kind=Meeting.Kind.KICK_OFF).exclude(first_day=None)
        if kick_off.filter(first_day__gt=to.last).exists():
            slips.append(_("This date lies before the kick-off of the round."))
    if slips:
        raise Refusal([*slips, _("If that is right, please say so by the tick below.")])


def _tell(meeting: Meeting, what: str, by: User, at: datetime, *fields: str) -> Meeting:
    meeting.calendar_sequence += 1
    meeting.full_clean()
    meeting.save()
    scope = meeting.round.scope
    audit.record(what, meeting, by=by, at=at, fields=fields, scope=scope)
    if meeting.offer:
        facts = _announcement(meeting)
        offers.announce(offer=meeting.offer, announcement=facts, by=by, at=at, scope=scope)
    return meeting


def _announcement(meeting: Meeting) -> offers.Announcement:
    return offers.Announcement(
        title=meeting.title,
        when=meeting.when,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.venue.address if meeting.venue else "",
        page=meeting.get_absolute_url(),
        calendar_uid=meeting.calendar_uid,
        calendar_sequence=meeting.calendar_sequence,
        is_cancelled=meeting.status == Status.CANCELLED,
        announced_reason=meeting.status_reason,
    )
