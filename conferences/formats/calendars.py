"""Conferences and their sessions as calendar entries."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from conferences.models import Conference, Session
from conferences.models.programme import addresses
from portal import calendars
from portal.dates import Period
from portal.outbox import absolute

MEDIA_TYPE = calendars.MEDIA_TYPE

_STATUS: dict[str, str] = {
    Conference.Status.PLANNED: "TENTATIVE",
    Conference.Status.CONFIRMED: "CONFIRMED",
    Conference.Status.POSTPONED: "CANCELLED",
    Conference.Status.CANCELLED: "CANCELLED",
}

# What `session_entries` reads of a session besides its conference.
NEEDED = (
    *("conference", "title", "slug", "kind", "day", "starts_at", "ends_at", "room__name"),
    *("cancelled_because", "calendar_uid", "calendar_sequence"),
)


def conference_entries(conferences: Iterable[Conference]) -> Iterator[calendars.Entry]:
    """Those that have days; expects `Conference.objects.with_changes()` and their venues."""
    for conference in conferences:
        if conference.when is None:
            continue
        is_one_day = conference.first_day == conference.last_day
        yield calendars.Entry(
            uid=f"conference-{conference.pk}@werkstattportal",
            title=conference.title,
            period=conference.when,
            sequence=vars(conference)["changes"],
            start_time=conference.starts_at if is_one_day or conference.ends_at else None,
            end_time=conference.ends_at,
            place=conference.venue.address if conference.venue else "",
            url=absolute(conference.get_absolute_url()),
            description=_said(conference.status_reason, conference.summary),
            status=_STATUS[conference.status],
        )


def session_entries(sessions: Iterable[Session]) -> Iterator[calendars.Entry]:
    """Those that have a day; without a known time they take the whole of it.

    Expects their conference with its venue, and their room.
    """
    around: dict[str, tuple[str, str]] = {}
    words = {kind.value: str(kind.label) for kind in Session.Kind}
    for session in sessions:
        if session.day is None:
            continue
        conference = session.conference
        if conference.slug not in around:
            before, after = addresses("conferences:session", conference.slug)
            around[conference.slug] = absolute(before), after
        before, after = around[conference.slug]
        reason = session.cancelled_because or conference.status_reason
        yield calendars.Entry(
            uid=session.calendar_uid,
            title=f"{session.title} ({conference.short_title})",
            period=Period.day(session.day),
            sequence=session.calendar_sequence,
            start_time=session.starts_at,
            end_time=session.ends_at,
            place=_place(session),
            url=f"{before}{session.slug}{after}",
            description=_said(reason, words.get(session.kind, session.kind)),
            status="CANCELLED" if session.is_cancelled else _STATUS[conference.status],
        )


def _place(session: Session) -> str:
    venue = session.conference.venue
    parts = (session.room.name if session.room else "", venue.address if venue else "")
    return ", ".join(filter(None, parts))


def _said(reason: str, words: str) -> str:
    """The words; before them why it does not take place, if so."""
    if not reason:
        return words
    return f"{_('Cancelled: %(reason)s') % {'reason': reason}}\n{words}".strip()


def calendar(entries: Iterable[calendars.Entry], name: str, at: datetime) -> bytes:
    """A calendar file with the zone of its times."""
    return calendars.calendar(entries, name=name, at=at)
