from datetime import date

import pytest

from tests.conferences.programme.papers import at, page, read
from tests.factories import (
    PersonFactory,
    RoomFactory,
    SessionContributionFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


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
