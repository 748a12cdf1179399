from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import programme as bench
from conferences.models.grid import grid
from conferences.models.programme import programme, rows, with_people
from conferences.models.session import Session, SessionContribution
from portal.dates import Period
from tests.factories import (
    ConferenceFactory,
    DocumentFactory,
    EditorFactory,
    PersonFactory,
    RoomFactory,
    SessionContributionFactory,
    SessionFactory,
    TopicFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 9, 10)


@pytest.fixture
def conference():
    return ConferenceFactory(slug="buko", short_title="BuKo")


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
    return programme(with_people(rows(conference, sessions), people))


def layout(conference):
    """What each session of the first day is laid out as, by title, and the grid."""
    day = read(conference).days[0]
    drawn = grid(day)
    return {e.title: e.layout for slot in day.slots for e in slot.entries}, drawn


# --- speed ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("view", ["", "?ansicht=raster"])
def test_a_programme_of_120_asks_as_much_as_one_of_3(client, view):
    asked = []
    for number in (3, 120):
        conference = bench.build(f"gross-{number}", number)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{conference.get_absolute_url()}programm/{view}")
        asked.append(len(queries))
        assert response.text.count('<li class="session') == number

    assert asked == [6, 6]


def test_a_session_and_the_calendar_ask_as_much_among_120_as_among_3(client):
    asked = []
    for number in (3, 120):
        path = f"{bench.build(f'gross-{number}', number).get_absolute_url()}programm"
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{path}/beitrag-2/").status_code == 200
            assert client.get(f"{path}.ics").status_code == 200
        asked.append(len(queries))

    assert asked == [10, 10]


def test_a_reader_who_has_the_programme_is_told_so(client, conference, django_assert_num_queries):
    at(conference, "Eröffnung", "9:30")
    tag = page(client)["ETag"]

    with django_assert_num_queries(1):
        again = client.get("/konferenzen/buko/programm/", headers={"If-None-Match": tag})

    assert (again.status_code, again["ETag"], again["Cache-Control"]) == (304, tag, "no-cache")


def changes(conference):
    """Every kind of change that the page shows, also those that no date of change notices."""
    session = conference.sessions.get(slug="eroeffnung")
    person = session.contributions.get().person
    return {
        "title": lambda: Session.objects.filter(pk=session.pk).update(title="Anders"),
        "cancelled": lambda: Session.objects.filter(pk=session.pk).update(cancelled_because="Eis"),
        "room": lambda: type(session.room).objects.filter(pk=session.room_id).update(name="Neu"),
        "person": lambda: type(person).objects.filter(pk=person.pk).update(last_name="Neu"),
        "hidden person": lambda: type(person).objects.filter(pk=person.pk).update(is_public=False),
        "state": lambda: session.contributions.update(state="absent"),
        "topic": lambda: session.topics.add(TopicFactory()),
        "topic's name": lambda: session.topics.update(name="Neu"),
        "document": lambda: conference.documents.add(DocumentFactory(kind="programme")),
        "conference": lambda: type(conference).objects.filter(pk=conference.pk).update(motto="Neu"),
        "deleted": session.delete,
    }


@pytest.mark.parametrize(
    "what",
    [
        "title", "cancelled", "room", "person", "hidden person", "state", "topic", "topic's name",
        "document", "conference", "deleted",
    ],
)  # fmt: skip
def test_the_tag_changes_with_whatever_the_page_shows(client, conference, what):
    room = RoomFactory(conference=conference)
    session = at(conference, "Eröffnung", "9:30", slug="eroeffnung", room=room)
    session.topics.add(TopicFactory())
    SessionContributionFactory(session=session)
    tag = page(client)["ETag"]

    changes(conference)[what]()
    again = client.get("/konferenzen/buko/programm/", headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert again["ETag"] != tag


def test_who_is_signed_in_gets_a_page_of_their_own(client, conference):
    tag = page(client)["ETag"]
    client.force_login(EditorFactory(), backend="django.contrib.auth.backends.ModelBackend")

    response = client.get("/konferenzen/buko/programm/", headers={"If-None-Match": tag})

    assert (response.status_code, "ETag" in response) == (200, False)


def test_the_tag_gives_no_draft_away(client):
    ConferenceFactory(slug="entwurf", is_published=False)

    response = client.get("/konferenzen/entwurf/programm/", headers={"If-None-Match": "*"})

    assert response.status_code == 404


# --- the list ------------------------------------------------------------------------------------
def test_sessions_stand_by_day_and_time(client, conference):
    at(conference, "Zweiter Tag", "9:00", day=date(2024, 9, 11))
    at(conference, "Mittag", "12:00")
    at(conference, "Morgen", "9:30", "10:00")

    text = page(client).text

    words = ["Dienstag, 10. September 2024", "Morgen", "Mittag", "Mittwoch, 11.", "Zweiter Tag"]
    places = [text.rindex(word) for word in words]
    assert places == sorted(places)
    assert '<time datetime="2024-09-10T09:30">09:30</time><span>bis 10:00</span>' in text


def test_what_begins_together_and_ends_apart_says_each_end(conference):
    at(conference, "Kurz", "9:00", "9:30")
    at(conference, "Lang", "9:00", "11:00")

    (slot,) = read(conference).days[0].slots

    assert slot.ends == ""
    assert [entry.until for entry in slot.entries] == ["09:30", "11:00"]


def test_without_a_time_a_session_stands_in_its_day_without_an_invented_one(client, conference):
    at(conference, "Abendempfang")

    text = page(client).text

    assert "Dienstag, 10. September 2024" in text
    assert "Uhrzeit nicht bekannt" in text
    assert "<time" not in text[text.index('class="day-list"') :]


def test_without_a_day_a_session_stands_in_a_section_of_its_own(client, conference):
    at(conference, "Irgendwann", day=None)
    at(conference, "Eröffnung", "9:30")

    text = page(client).text

    assert text.index("Eröffnung") < text.index("Ohne festen Tag") < text.index("Irgendwann")


def test_announced_and_actual_people_are_told_apart_in_words(client, conference):
    session = at(conference, "Gespräch", "10:40")
    for name, state in [("Tegeler", "absent"), ("Rempe", "actual"), ("Jürgens", "planned")]:
        SessionContributionFactory(
            session=session, person=PersonFactory(last_name=name), state=state
        )

    for text in (page(client).text, client.get(session.get_absolute_url()).text):
        assert "angekündigt, nicht dabei" in text
        assert "tatsächlich dabei" in text
        assert "laut Programm" in text


def test_where_all_came_as_announced_nothing_is_said(client, conference):
    session = at(conference, "Gespräch", "10:40")
    SessionContributionFactory(session=session, state="actual")
    SessionContributionFactory(session=session, state="actual")

    assert "tatsächlich dabei" not in page(client).text


def test_a_person_without_a_public_page_is_named_and_not_linked(client, conference):
    hidden = PersonFactory(last_name="Scheu", is_public=False)
    SessionContributionFactory(session=at(conference, "Vortrag"), person=hidden)

    text = page(client).text

    assert (hidden.name in text, hidden.slug in text) == (True, False)


def test_the_affiliation_is_that_of_the_day(client, conference):
    session = at(conference, "Vortrag")
    SessionContributionFactory(session=session, function="Leitung", affiliation="TU Dortmund")

    assert ", Leitung, TU Dortmund" in page(client).text


def test_a_cancelled_session_stays_with_its_reason(client, conference):
    session = at(conference, "Workshop", "9:00", cancelled_because="Krankheit im Team.")

    assert "Abgesagt: Krankheit im Team." in page(client).text
    assert "fällt aus: Krankheit im Team." in client.get(session.get_absolute_url()).text


HOSTILE = '"><script>alert(1)</script>'


def test_nothing_that_was_typed_becomes_markup(client, conference):
    room = RoomFactory(conference=conference, name=HOSTILE)
    session = at(conference, HOSTILE, "9:00", room=room, cancelled_because=HOSTILE)
    SessionContributionFactory(
        session=session, person=PersonFactory(last_name=HOSTILE), affiliation=HOSTILE
    )
    session.topics.add(TopicFactory(name=HOSTILE))

    for query in ("", "?ansicht=raster", f"?thema={HOSTILE}"):
        assert "<script>alert" not in page(client, query).text


# --- narrowing down ------------------------------------------------------------------------------
@pytest.fixture
def choice(conference):
    """Three sessions; only the first has the topic, the kind and the person."""
    wanted = at(conference, "Gesucht", "9:00", kind="panel")
    wanted.topics.add(TopicFactory(slug="ganztag"))
    SessionContributionFactory(session=wanted, person=PersonFactory(slug="robin"))
    at(conference, "Anderes", "9:00")
    SessionContributionFactory(session=at(conference, "Drittes"))


@pytest.mark.parametrize("query", ["?thema=ganztag", "?art=panel", "?person=robin"])
@pytest.mark.parametrize("view", ["", "&ansicht=raster"])
def test_the_programme_can_be_narrowed_down(client, choice, query, view):
    text = page(client, query + view).text

    assert ("Gesucht" in text, "Anderes" in text, "Drittes" in text) == (True, False, False)
    assert "1 Beitrag in dieser Auswahl" in text


def test_a_selection_without_a_session_says_what_to_do(client, choice):
    TopicFactory(slug="leer")

    text = page(client, "?thema=ganztag&art=workshop").text

    assert "Kein Beitrag zu dieser Auswahl" in text


@pytest.mark.parametrize(
    "query",
    ["?thema=quatsch", "?art=%27%20OR%201=1", "?person=../../etc", "?thema=" + "x" * 5000],
)
def test_a_choice_that_does_not_exist_is_said_and_ignored(client, choice, query):
    text = page(client, query).text

    assert "Diese Auswahl gibt es nicht." in text
    assert ("Gesucht" in text, "Anderes" in text) == (True, True)


@pytest.mark.parametrize("query", ["?ansicht=quatsch", "?ansicht=", "?ansicht=druck&thema="])
def test_a_wild_view_is_the_list(client, choice, query):
    assert "Anderes" in page(client, query).text


def test_the_print_view_has_no_tools(client, choice):
    assert "<form" not in page(client, "?ansicht=druck").text


# --- the rooms side by side ----------------------------------------------------------------------
def test_overlapping_sessions_lie_between_their_own_minutes(conference):
    one, two = (RoomFactory(conference=conference, position=n) for n in range(2))
    at(conference, "Lang", "9:00", "10:30", room=one)
    at(conference, "Später", "9:20", "10:00", room=two)

    places, drawn = layout(conference)

    # rows: heads, 9:00, 9:20, 10:00, 10:30
    assert places == {"Lang": "r-2 c-2 s-3", "Später": "r-3 c-3"}
    assert [(head.name, head.layout) for head in drawn.heads] == [
        (one.name, "c-2"),
        (two.name, "c-3"),
    ]
    assert [(mark.words, mark.layout) for mark in drawn.marks] == [
        ("10:00", "r-4 d-30"),
        ("10:30", "r-5 d-5"),
    ]


def test_a_row_is_as_high_as_it_lasts(conference):
    at(conference, "Kurz", "9:00", "9:17")
    at(conference, "Lang", "10:00", "18:00")
    day = read(conference).days[0]

    grid(day)

    assert [slot.layout for slot in day.slots] == ["r-2 d-15", "r-4 d-180"]


def test_the_plenary_spans_the_rooms_and_the_market_stands_beside(conference):
    rooms = [RoomFactory(conference=conference, position=n) for n in range(2)]
    at(conference, "Markt", "9:00", "12:00", is_for_all=True)
    at(conference, "Plenum", "9:00", "10:00", is_for_all=True)
    for room in rooms:
        at(conference, f"In {room}", "10:00", "11:00", room=room)

    places, drawn = layout(conference)

    assert places["Plenum"] == "r-2 c-2 w-2"
    assert places["Markt"] == "r-2 c-4 s-3"
    assert (drawn.columns, drawn.heads[-1].name) == (3, "Für alle, nebenher")


def test_two_plenaries_at_once_and_no_room_stand_side_by_side(conference):
    at(conference, "Kurz", "9:00", "10:00", is_for_all=True)
    at(conference, "Lang", "9:00", "12:00", is_for_all=True)

    places, drawn = layout(conference)

    assert places == {"Kurz": "r-2 c-2", "Lang": "r-2 c-3 s-2"}
    assert drawn.columns == 2


def test_a_room_taken_twice_gets_two_lanes(conference):
    room = RoomFactory(conference=conference)
    times = [("A", "9:00", "10:00"), ("B", "9:30", "10:30"), ("C", "10:00", "11:00")]
    for title, start, end in times:
        at(conference, title, start, end, room=room)

    places, drawn = layout(conference)

    columns = {title: place.split()[1] for title, place in places.items()}
    assert columns == {"A": "c-2", "B": "c-3", "C": "c-2"}
    assert [head.layout for head in drawn.heads] == ["c-2 w-2"]


def test_what_has_no_room_stands_in_a_column_that_says_so(conference):
    at(conference, "Mit", "9:00", "10:00", room=RoomFactory(conference=conference, name="Saal"))
    at(conference, "Ohne", "9:00", "10:00")

    _places, drawn = layout(conference)

    assert [head.name for head in drawn.heads] == ["Saal", "Raum offen"]


def test_an_open_end_is_drawn_open(conference):
    at(conference, "Offen", "9:00")

    places, _drawn = layout(conference)

    assert places == {"Offen": "r-2 c-2 session--open"}


def test_a_day_without_times_has_no_grid_but_its_list(client, conference):
    at(conference, "Abendempfang")

    text = page(client, "?ansicht=raster").text

    assert ("room-grid" in text, "Abendempfang" in text) == (False, True)


@pytest.mark.parametrize("kind", ["rows", "columns"])
def test_a_day_too_full_to_be_drawn_is_a_list(client, conference, kind):
    for n in range(100):
        start = f"{8 + n // 60}:{n % 60}" if kind == "rows" else "9:00"
        at(conference, f"Nummer {n}", start, "18:00")

    text = page(client, "?ansicht=raster").text

    assert ("room-grid" in text, "Nummer 99" in text) == (False, True)


def test_every_place_of_the_grid_is_known_to_the_style_sheet(settings):
    sheet = (settings.BASE_DIR / "static" / "css" / "06-programme.css").read_text()

    classes = [f".r-{n} " for n in range(2, 98)] + [f".s-{n} " for n in range(2, 97)]
    classes += [f".c-{n} " for n in range(2, 25)] + [f".w-{n} " for n in range(2, 24)]
    classes += [f".d-{n} " for n in range(5, 185, 5)] + [f".cols-{n} " for n in range(1, 24)]
    assert [name for name in classes if name not in sheet] == []


def test_a_grid_can_be_reached_and_scrolled_by_keyboard(client, conference):
    at(conference, "Plenum", "9:00", "10:00", is_for_all=True)

    text = page(client, "?ansicht=raster").text

    label = "Räume nebeneinander, Dienstag, 10. September 2024; verschiebbar"
    assert f'role="region" aria-label="{label}" tabindex="0"' in text


# --- one session ---------------------------------------------------------------------------------
def test_a_session_shows_what_runs_beside_and_after_it(client, conference):
    found = at(conference, "Mitte", "10:00", "11:00")
    at(conference, "Vorher", "9:00", "10:00")
    at(conference, "Daneben", "10:30", "11:30")
    at(conference, "Danach", "11:00", "12:00")
    at(conference, "Viel später", "15:00")
    at(conference, "Ohne Zeit")
    at(conference, "Anderer Tag", "10:00", "11:00", day=date(2024, 9, 11))

    context = client.get(found.get_absolute_url()).context

    assert [entry.title for entry in context["parallel"]] == ["Daneben"]
    assert [entry.title for entry in context["following"]] == ["Danach"]


def test_a_repeated_session_leads_to_its_other_times(client, conference):
    first = at(conference, "Insel", "9:00", slug="eins")
    second = at(conference, "Insel", "14:00", slug="zwei", repeats=first)
    third = at(conference, "Insel", "16:00", slug="drei", repeats=first)

    others = {
        session.slug: [e.url for e in client.get(session.get_absolute_url()).context["repetitions"]]
        for session in (first, second, third)
    }

    urls = {session.slug: session.get_absolute_url() for session in (first, second, third)}
    assert others == {slug: [url for other, url in urls.items() if other != slug] for slug in urls}


def test_a_session_tells_how_to_get_in(client):
    conference = ConferenceFactory(venue=VenueFactory(access="Stufenlos über Tor 2."))
    room = RoomFactory(conference=conference, floor="1. Stock", access="Induktionsschleife.")
    session = SessionFactory(conference=conference, room=room)

    text = client.get(session.get_absolute_url()).text

    for words in ("Stufenlos über Tor 2.", "Induktionsschleife.", "1. Stock"):
        assert words in text


def test_a_session_of_another_conference_is_not_found_here(client, conference):
    other = SessionFactory(slug="fremd")

    assert client.get(f"/konferenzen/buko/programm/{other.slug}/").status_code == 404


def test_a_session_hands_out_published_materials_only(client, conference):
    session = at(conference, "Vortrag")
    session.documents.add(
        DocumentFactory(title="Die Folien"), DocumentFactory(title="Entwurf!", published_at=None)
    )

    text = client.get(session.get_absolute_url()).text

    assert ("Die Folien" in text, "Entwurf!" in text) == (True, False)


def test_the_day_of_a_conference_is_not_taken_for_that_of_a_session(client):
    conference = ConferenceFactory(when=Period.day(DAY))
    session = SessionFactory(conference=conference, day=None)

    text = client.get(session.get_absolute_url()).text

    assert "Tag und Uhrzeit nicht bekannt" in text
    assert "Kalenderdatei" not in text
