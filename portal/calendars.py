"""Calendar files (RFC 5545): every line is written by a library, which folds and escapes it.

A file is its components one after another, so each is written once and kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache, lru_cache

from icalendar import Calendar, Component, Event, Timezone

from portal.dates import BERLIN, Period, Precision

MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event. The UID stays for ever, the sequence grows with every change that matters.

    Without a time it takes all the days of its period. `status` is CONFIRMED, TENTATIVE or
    CANCELLED.
    """

    uid: str
    title: str
    period: Period
    sequence: int = 0
    start_time: time | None = None
    end_time: time | None = None
    place: str = ""
    url: str = ""
    description: str = ""
    status: str = "CONFIRMED"


def calendar(
    entries: Iterable[Entry], *, name: str, at: datetime, method: str = "PUBLISH"
) -> bytes:
    """The entries as one file. What is known only by month, season or year has no day: left out.

    The method CANCEL takes entries that were sent before out of a calendar again.
    """
    file = Calendar()
    file.add("prodid", "-//Werkstattportal//DE")
    file.add("version", "2.0")
    file.add("method", method)
    file.add("x-wr-calname", name)
    known = [entry for entry in entries if entry.period.precision == Precision.DAY]
    zone = _zone() if any(entry.start_time for entry in known) else b""
    made = _made(at)
    events = [made + _event(entry).removeprefix(_BEGIN) for entry in known]
    return b"".join([_written(file).removesuffix(_END), zone, *events, _END])


_BEGIN, _END_EVENT, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"


def _written(component: Component) -> bytes:
    return bytes(component.to_ical())


def _made(at: datetime) -> bytes:
    """How every event of a file begins: with the time at which the file was made."""
    event = Event()
    event.add("dtstamp", at)
    return _written(event).removesuffix(_END_EVENT)


@cache
def _zone() -> bytes:
    """The rules of our zone, with every change of the clock that a calendar may need."""
    return _written(Timezone.from_tzid(BERLIN.key))


@lru_cache(maxsize=4096)
def _event(entry: Entry) -> bytes:
    """The lines of an entry but for the time of the file: once as long as nothing in it changes."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("status", entry.status)
    _add_times(event, entry)
    for key, value in [
        ("location", entry.place),
        ("description", entry.description),
        ("url", entry.url),
    ]:
        if value:
            event.add(key, value)
    return _written(event)


def _add_times(event: Event, entry: Entry) -> None:
    first, last = entry.period.first, entry.period.last
    if entry.start_time is None:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        return
    event.add("dtstart", datetime.combine(first, entry.start_time, tzinfo=BERLIN))
    if entry.end_time is not None:
        event.add("dtend", datetime.combine(last, entry.end_time, tzinfo=BERLIN))
