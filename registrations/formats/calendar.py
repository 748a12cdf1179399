"""The calendar entry of a registration: the event as it was announced, and the chosen sessions."""

from collections.abc import Iterable
from datetime import datetime

from portal import outbox
from portal.calendars import Entry
from portal.calendars import calendar as file_of
from portal.dates import BERLIN, Period, berlin_day
from registrations.models import Offer, Place, Quota, Registration

FILE_NAME = "termin.ics"
MEDIA_TYPE = "text/calendar"


def entry(registration: Registration, *, at: datetime) -> bytes:
    """What somebody takes part in. Same UID for ever, the announced SEQUENCE."""
    offer = registration.offer
    taken = registration.places.filter(status=Place.Status.CONFIRMED, quota__is_main=False)
    sessions = [place.quota for place in taken.select_related("quota")]
    return _file(offer, sessions, at=at, is_off=offer.is_cancelled)


def withdrawal(registration: Registration, *, at: datetime) -> bytes:
    """Takes the entry out of the calendar again."""
    return _file(registration.offer, [], at=at, is_off=True)


def _file(offer: Offer, sessions: Iterable[Quota], *, at: datetime, is_off: bool) -> bytes:
    status, method = ("CANCELLED", "CANCEL") if is_off else ("CONFIRMED", "PUBLISH")
    entries = [_of_event(offer, offer.when, status)] if offer.when else []
    timed = ((session, session.starts_at) for session in sessions)
    entries += [_of_session(offer, session, start) for session, start in timed if start]
    return file_of(entries, name=offer.title, at=at, method=method)


def _of_event(offer: Offer, when: Period, status: str) -> Entry:
    return Entry(
        uid=offer.calendar_uid,
        sequence=offer.calendar_sequence,
        title=offer.title,
        period=when,
        start_time=offer.starts_at,
        end_time=offer.ends_at,
        place=offer.place,
        url=outbox.absolute(offer.page) if offer.page else "",
        status=status,
    )


def _of_session(offer: Offer, session: Quota, start: datetime) -> Entry:
    end = session.ends_at
    return Entry(
        uid=f"q{session.pk}-{offer.calendar_uid}",
        sequence=offer.calendar_sequence,
        title=session.title,
        period=Period.day(berlin_day(start)),
        start_time=start.astimezone(BERLIN).time(),
        end_time=end.astimezone(BERLIN).time() if end else None,
        place=session.note or offer.place,
    )
