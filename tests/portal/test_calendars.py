from dataclasses import replace
from datetime import UTC, date, datetime, time

from icalendar import Calendar

from portal import calendars
from portal.dates import Period, Precision

ENTRY = calendars.Entry(
    uid="1@werkstattportal",
    title="Übergänge; Schule, Beruf \\ " + "ä" * 90,
    period=Period.day(date(2026, 9, 8)),
    start_time=time(9),
    end_time=time(10),
    description="eins\nzwei",
)
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def read(*entries, at=AT):
    content = calendars.calendar(entries, name="Termine", at=at)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    return Calendar.from_ical(content)


def test_what_has_a_meaning_in_the_format_comes_back_as_it_was():
    (event,) = read(ENTRY).events

    assert (event["summary"], event["description"]) == (ENTRY.title, ENTRY.description)


def test_the_same_entry_bears_the_time_of_each_file():
    later = AT.replace(year=2027)

    stamps = [read(ENTRY, at=at).events[0]["dtstamp"].dt for at in (AT, later)]

    assert stamps == [AT, later]


def test_an_entry_that_changed_is_written_anew():
    moved = replace(ENTRY, start_time=time(9, 30), sequence=1)

    first, second = read(ENTRY, moved).events

    assert [event["sequence"] for event in (first, second)] == [0, 1]
    assert [event["dtstart"].dt.time() for event in (first, second)] == [time(9), time(9, 30)]


def test_only_a_file_with_times_has_a_zone():
    all_day = replace(ENTRY, start_time=None, end_time=None)

    assert [len(read(entry).timezones) for entry in (ENTRY, all_day)] == [1, 0]


def test_what_is_known_by_season_only_waits():
    month = Period(date(2026, 9, 1), date(2026, 9, 30), Precision.MONTH)

    assert read(replace(ENTRY, period=month)).events == []
