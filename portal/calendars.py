"""Calendar files (RFC 5545): made by a library, never by joining strings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from icalendar import Calendar, Event

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


def calendar(entries: Iterable[Entry], *, name: str, at: datetime) -> bytes:
    """The entries as one file. What is known only by month, season or year has no day: left out."""
    file = Calendar()
    file.add("prodid", "-//Werkstattportal//DE")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", name)
    for entry in entries:
        if entry.period.precision == Precision.DAY:
            file.add_component(_event(entry, at))
    file.add_missing_timezones()
    return bytes(file.to_ical())


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
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
    return event


def _add_times(event: Event, entry: Entry) -> None:
    first, last = entry.period.first, entry.period.last
    if entry.start_time is None:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        return
    event.add("dtstart", datetime.combine(first, entry.start_time, tzinfo=BERLIN))
    if entry.end_time is not None:
        event.add("dtend", datetime.combine(last, entry.end_time, tzinfo=BERLIN))
