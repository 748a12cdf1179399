from datetime import date, datetime, time

import pytest
from icalendar import Calendar

from portal.dates import BERLIN, Period
from tests.factories import (
    AgendaContributionFactory,
    ConferenceFactory,
    MeetingFactory,
    PersonFactory,
    PublishedRoundFactory,
    RoomFactory,
    SessionContributionFactory,
    SessionFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 9, 10)


@pytest.fixture
def session():
    conference = ConferenceFactory(
        slug="buko",
        short_title="BuKo 2024",
        status="confirmed",
        venue=VenueFactory(name="EUREF-Campus", city="Berlin"),
    )
    return SessionFactory(
        conference=conference,
        title="Ganztag im Sozialraum",
        slug="ganztag",
        day=DAY,
        starts_at=time(9, 30),
        ends_at=time(11),
        room=RoomFactory(conference=conference, name="Schmiede"),
    )


PATHS = {
    "whole": "/konferenzen/buko/programm.ics",
    "session": "/konferenzen/buko/programm/ganztag.ics",
    "person": "/personen/robin/termine.ics",
}


@pytest.fixture(params=PATHS)
def address(request, session):
    person = PersonFactory(slug="robin")
    SessionContributionFactory(session=session, person=person)
    return PATHS[request.param]


def calendar(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content)


def events(client, address):
    return calendar(client, address).walk("VEVENT")


def test_a_session_is_an_entry_with_time_room_and_page(client, settings, session, address):
    settings.BASE_URL = "https://portal.example.org"

    (event,) = events(client, address)

    assert event["summary"] == "Ganztag im Sozialraum (BuKo 2024)"
    assert event["dtstart"].dt == datetime(2024, 9, 10, 9, 30, tzinfo=BERLIN)
    assert event["dtend"].dt == datetime(2024, 9, 10, 11, 0, tzinfo=BERLIN)
    assert event["location"] == "Schmiede, EUREF-Campus, Berlin"
    assert event["url"] == f"https://portal.example.org{session.get_absolute_url()}"
    assert event["status"] == "CONFIRMED"


def test_the_zone_of_its_times_is_in_the_file(client, address):
    (zone,) = calendar(client, address).walk("VTIMEZONE")

    assert zone["tzid"] == "Europe/Berlin"


def test_a_moved_session_keeps_its_uid_and_counts_on(client, session, address):
    (before,) = events(client, address)
    session.starts_at, session.calendar_sequence = time(10), 1
    session.save()

    (after,) = events(client, address)

    assert before["uid"] == after["uid"] == session.calendar_uid
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_a_cancelled_session_stays_as_cancelled_with_its_reason(client, session, address):
    session.cancelled_because = "Krankheit."
    session.save()

    (event,) = events(client, address)

    assert event["status"] == "CANCELLED"
    assert event["description"].startswith("Abgesagt: Krankheit.")


@pytest.mark.parametrize(
    ("status", "word"),
    [("planned", "TENTATIVE"), ("postponed", "CANCELLED"), ("cancelled", "CANCELLED")],
)
def test_a_session_stands_and_falls_with_its_conference(client, session, address, status, word):
    session.conference.status, session.conference.status_reason = status, "Darum."
    session.conference.save()

    assert [event["status"] for event in events(client, address)] == [word]


def test_without_a_time_it_takes_the_day_and_invents_none(client, session, address):
    session.starts_at = session.ends_at = None
    session.save()

    (event,) = events(client, address)

    assert (event["dtstart"].dt, event["dtend"].dt) == (DAY, date(2024, 9, 11))


def test_without_a_day_it_has_no_place_in_a_calendar(client, session):
    session.day = session.starts_at = session.ends_at = None
    session.save()

    assert list(events(client, PATHS["whole"])) == []
    assert client.get(PATHS["session"]).status_code == 404


def test_a_persons_calendar_holds_sessions_and_workshop_days(client, session):
    person = PersonFactory(slug="robin")
    SessionContributionFactory(session=session, person=person)
    meeting = MeetingFactory(round=PublishedRoundFactory(), when=Period.day(DAY))
    AgendaContributionFactory(item__meeting=meeting, person=person)

    uids = {event["uid"] for event in events(client, PATHS["person"])}

    assert uids == {session.calendar_uid, meeting.calendar_uid}


def test_a_persons_calendar_leaves_out_drafts_and_where_they_were_absent(client, session):
    person = PersonFactory(slug="robin")
    SessionContributionFactory(session=session, person=person, state="absent")
    draft = SessionFactory(conference__is_published=False, day=DAY)
    SessionContributionFactory(session=draft, person=person)

    assert list(events(client, PATHS["person"])) == []


def test_the_calendar_of_all_dates_holds_published_conferences(client):
    shown = ConferenceFactory(title="BuKo", when=Period.day(DAY, date(2024, 9, 11)))
    ConferenceFactory(title="Entwurf", when=Period.day(DAY), is_published=False)
    ConferenceFactory(title="Nur das Jahr", when=Period.year(2015))

    (event,) = events(client, "/termine.ics")

    assert event["summary"] == "BuKo"
    assert event["uid"] == f"conference-{shown.pk}@werkstattportal"
    assert (event["dtstart"].dt, event["dtend"].dt) == (DAY, date(2024, 9, 12))


def test_the_entry_of_a_conference_counts_its_changes(client):
    conference = ConferenceFactory(when=Period.day(DAY))
    (before,) = events(client, "/termine.ics")
    conference.when = Period.day(date(2024, 10, 1))
    conference.save()

    (after,) = events(client, "/termine.ics")

    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1


def test_a_calendar_program_that_has_it_all_is_told_so(client, session):
    tag = client.get(PATHS["whole"])["ETag"]
    again = client.get(PATHS["whole"], headers={"If-None-Match": tag})
    session.calendar_sequence = 1
    session.save()
    changed = client.get(PATHS["whole"], headers={"If-None-Match": tag})

    assert (again.status_code, changed.status_code) == (304, 200)


def test_a_conference_is_one_entry_of_its_own_calendar_file(client, session):
    conference = session.conference
    assert client.get("/konferenzen/buko.ics").status_code == 404
    conference.when = Period.day(date(2024, 9, 10), date(2024, 9, 11))
    conference.save()

    (event,) = calendar(client, "/konferenzen/buko.ics").walk("VEVENT")

    assert (event["summary"], event["dtstart"].dt) == (conference.title, date(2024, 9, 10))
    assert 'href="/konferenzen/buko.ics"' in client.get("/konferenzen/buko/").text
