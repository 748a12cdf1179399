"""How the tests lay out and read a programme."""

from datetime import date, time

from conferences.models.grid import grid
from conferences.models.programme import listed, named, programme, rows, with_people
from conferences.models.session import Session, SessionContribution
from tests.factories import (
    SessionFactory,
)

DAY = date(2024, 9, 10)


def at(conference, title, start=None, end=None, **facts):
    """A session of the day; "9:30" is a time."""
    clock = [time(*map(int, t.split(":"))) if t else None for t in (start, end)]
    facts = {"day": DAY, "starts_at": clock[0], "ends_at": clock[1]} | facts
    return SessionFactory(conference=conference, title=title, **facts)


def page(client, query=""):
    response = client.get(f"/konferenzen/buko/programm/{query}")
    assert response.status_code == 200
    return response


def read(conference):
    sessions = Session.objects.filter(conference=conference)
    people = SessionContribution.objects.of_conference(conference)
    return programme(with_people(rows(conference, listed(sessions)), named(people)))


def layout(conference):
    """What each session of the first day is laid out as, by title, and the grid."""
    day = read(conference).days[0]
    drawn = grid(day)
    return {e.title: e.layout for slot in day.slots for e in slot.entries}, drawn
