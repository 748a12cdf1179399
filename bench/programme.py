"""A programme of any size: two days, ten rooms, plenary sessions, a Marktplatz all day long."""

from datetime import date, datetime, time, timedelta

from conferences.models import Conference, Room, Session, SessionContribution
from municipalities.models import Venue
from people.models import Person
from publications.models import Topic

DAYS = (date(2026, 9, 8), date(2026, 9, 9))
ROOMS = (
    "Galerie",
    "Werkhalle",
    "Studio",
    "Foyer",
    "Kuppel",
    "Hof",
    "Kontor",
    "Salon",
    "Atelier",
    "Remise",
)
SUBJECTS = ("Ganztag", "Fachkräfte", "Teilhabe", "Daten", "Sprache", "Inklusion", "Demokratie")
PLENARY = [
    ("check_in", "Ankommen", 9, 0, 9, 30),
    ("welcome", "Begrüßung", 9, 30, 9, 45),
    ("keynote", "Bildung im Wandel", 9, 45, 10, 30),
    ("break", "Mittagspause", 12, 30, 13, 30),
    ("closing", "Rückschau", 17, 0, 17, 30),
]
STARTS = [(10, 35), (11, 35), (13, 30), (14, 20), (15, 10), (16, 0)]


def build(slug: str, sessions: int = 120) -> Conference:
    """A published conference with that many sessions and two people in each."""
    venue, _made = Venue.objects.get_or_create(name="Prüfhalle", city="Musterstadt")
    conference = Conference.objects.create(
        title="Große Prüfkonferenz",
        short_title="Prüfkonferenz",
        slug=slug,
        year=2026,
        first_day=DAYS[0],
        last_day=DAYS[1],
        venue=venue,
        is_published=True,
        is_demo=True,
        status="confirmed",
    )
    rooms = [
        Room.objects.create(conference=conference, name=name, position=place, capacity=40)
        for place, name in enumerate(ROOMS)
    ]
    made = Session.objects.bulk_create(
        [_session(conference, rooms, number) for number in range(sessions)]
    )
    _fill(made, _people(slug), _topics(slug))
    return conference


def _session(conference: Conference, rooms: list[Room], number: int) -> Session:
    plenary = 2 * len(PLENARY)
    day = DAYS[number % 2]
    if number < plenary:
        kind, title, h, m, until_h, until_m = PLENARY[number // 2]
        facts = {"is_for_all": True, "starts_at": time(h, m), "ends_at": time(until_h, until_m)}
    else:
        place = (number - plenary) // 2
        room = place % len(rooms)
        hour, minute = STARTS[place // len(rooms) % len(STARTS)]
        starts = datetime.combine(day, time(hour, minute)) + timedelta(minutes=5 * (room % 2))
        kind, title = "workshop", f"Werkstatt {number}: {SUBJECTS[number % 7]} vor Ort gestalten"
        facts = {
            "room": rooms[room],
            "starts_at": starts.time(),
            "ends_at": (starts + timedelta(minutes=35 + 5 * (place % 3))).time(),
        }
    return Session(
        conference=conference,
        kind=kind,
        title=title,
        slug=f"beitrag-{number}",
        day=day,
        position=number,
        **facts,
    )


def _people(slug: str) -> list[Person]:
    return Person.objects.bulk_create(
        Person(
            academic_title="Dr." if number % 3 else "",
            first_name="Kim",
            last_name=f"Prüfling {number}",
            slug=f"{slug}-{number}",
            is_demo=True,
        )
        for number in range(60)
    )


def _topics(slug: str) -> list[Topic]:
    return [
        Topic.objects.create(name=f"{subject} ({slug})", slug=f"{slug}-{number}")
        for number, subject in enumerate(SUBJECTS)
    ]


def _fill(sessions: list[Session], people: list[Person], topics: list[Topic]) -> None:
    SessionContribution.objects.bulk_create(
        SessionContribution(
            session=session,
            person=people[(number * 2 + offset) % len(people)],
            role="moderation" if offset else "talk",
            affiliation=f"Fachstelle {number % 12}",
            position=offset,
        )
        for number, session in enumerate(sessions)
        for offset in range(2)
    )
    link = Session.topics.through
    link.objects.bulk_create(
        link(session=session, topic=topics[number % len(topics)])
        for number, session in enumerate(sessions)
    )
