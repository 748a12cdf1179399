"""The days of rounds as calendar entries."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from portal import calendars
from portal.outbox import absolute
from workshops.models import Meeting, Round

MEDIA_TYPE = calendars.MEDIA_TYPE

_STATUS = {
    Meeting.Status.PLANNED: "TENTATIVE",
    Meeting.Status.CONFIRMED: "CONFIRMED",
    Meeting.Status.MOVED: "CONFIRMED",
    Meeting.Status.CANCELLED: "CANCELLED",
}


def entries(meetings: Iterable[Meeting]) -> Iterator[calendars.Entry]:
    """Those that have a day; expects `Meeting.objects.with_round()`."""
    for meeting in meetings:
        if meeting.when is None:
            continue
        yield calendars.Entry(
            uid=meeting.calendar_uid,
            title=f"{meeting.title}: {meeting.round.workshop.short_title}",
            period=meeting.when,
            sequence=meeting.calendar_sequence,
            start_time=meeting.starts_at,
            end_time=meeting.ends_at,
            place=meeting.venue.address if meeting.venue else "",
            url=absolute(meeting.get_absolute_url()),
            description=_description(meeting),
            status=_STATUS[Meeting.Status(meeting.status)],
        )


def _description(meeting: Meeting) -> str:
    """The summary; for a moved or cancelled day the reason before it."""
    return f"{meeting.change}\n{meeting.summary}".strip()


def round_calendar(round: Round, meetings: Iterable[Meeting], at: datetime) -> bytes:
    """The days of one round as a calendar file."""
    return calendars.calendar(entries(meetings), name=str(round), at=at)


def whole_calendar(meetings: Iterable[Meeting], at: datetime) -> bytes:
    """The days of all rounds as a calendar file."""
    name = _("Dates – %(portal)s") % {"portal": settings.OPERATOR["portal_name"]}
    return calendars.calendar(entries(meetings), name=name, at=at)
