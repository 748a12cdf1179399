"""What happens at a conference: rooms, sessions with their people, and the Marktplatz."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from conferences.actions import sessions
from conferences.models import Conference, Island, Room, Session, SessionContribution, Stand
from demo.loading import accounts
from demo.loading.people import organisation
from demo.loading.publications import topics
from demo.loading.sources import Facts
from people.models import Person
from portal.text import slug


def load(conference: Conference, plan: dict[str, list[Facts]], now: datetime) -> None:
    """`plan` has lists of rooms, sessions, islands and stands; days are counted from one."""
    rooms = {row["name"]: row for row in plan["rooms"]}
    made = {
        name: Room.objects.create(conference=conference, position=position, **row)
        for position, (name, row) in enumerate(rooms.items(), start=1)
    }
    known: dict[str, Session] = {}
    for position, entry in enumerate(_once_and_again(plan["sessions"]), start=1):
        session = _load_session(entry, position, conference, made, known, now)
        known[session.slug] = session
    _load_market(conference, plan["islands"], plan["stands"])


def _once_and_again(entries: list[Facts]) -> Iterator[Facts]:
    """An entry with `again` stands for two: the second has other times and repeats the first."""
    later = []
    for entry in entries:
        again = entry.pop("again", None)
        entry.setdefault("slug", slug(entry["title"]))
        if again:
            first, second = entry["slug"], entry["slug"] + "-2"
            later.append({**entry, "repeats": first, "slug": second, **again})
        yield entry
    yield from later


def _load_session(
    entry: Facts,
    position: int,
    conference: Conference,
    rooms: dict[str, Room],
    known: dict[str, Session],
    now: datetime,
) -> Session:
    entry = dict(entry)
    contributions = entry.pop("contributions", [])
    subjects = topics(entry.pop("topics", []))
    reason = entry.pop("cancelled_because", "")
    number = entry.pop("day", None)
    room, repeats = entry.pop("room", ""), entry.pop("repeats", "")
    session = Session.objects.create(
        conference=conference,
        position=position,
        day=conference.days[0] + timedelta(days=number - 1) if number else None,
        room=rooms[room] if room else None,
        repeats=known[repeats] if repeats else None,
        is_demo=conference.is_demo,
        **entry,
    )
    session.topics.set(subjects)
    for place, row in enumerate(contributions, start=1):
        _load_contribution(row, place, session)
    if reason:
        admin, _coordinator = accounts.office()
        session = sessions.cancel(session=session, reason=reason, by=admin, at=now)
    return session


def _load_contribution(row: Facts, position: int, session: Session) -> None:
    row = dict(row)
    person = Person.objects.filter(slug=row.pop("person")).first()
    if person is not None:
        SessionContribution.objects.create(session=session, person=person, position=position, **row)


def _load_market(conference: Conference, islands: list[Facts], stands: list[Facts]) -> None:
    made = {}
    for position, island in enumerate(islands, start=1):
        found = topics([island.pop("topic")]) if "topic" in island else []
        made[island["title"]] = Island.objects.create(
            conference=conference, position=position, topic=next(iter(found), None), **island
        )
    for position, stand in enumerate(stands, start=1):
        Stand.objects.create(
            conference=conference,
            position=position,
            island=made.get(stand.pop("island", "")),
            organisation=organisation(stand.pop("organisation", "")),
            is_demo=conference.is_demo,
            **stand,
        )
