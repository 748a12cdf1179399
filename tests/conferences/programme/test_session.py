from datetime import date

import pytest

from portal.dates import Period
from tests.conferences.programme.papers import DAY, at
from tests.factories import (
    ConferenceFactory,
    DocumentFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


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
