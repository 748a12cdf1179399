from datetime import date, datetime, time

import pytest
from icalendar import Calendar

from portal.dates import BERLIN, Period, Season
from tests.factories import MeetingFactory, PublishedRoundFactory, RoundFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return MeetingFactory(
        title="Auftakt",
        when=Period.day(date(2025, 2, 6)),
        starts_at=time(9, 30),
        ends_at=time(16),
        venue=VenueFactory(name="Haus der Vielfalt", street="Musterweg 1", city="Dortmund"),
        status="confirmed",
    )


def events(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content).walk("VEVENT")


@pytest.fixture(params=["round", "whole"])
def address(request, meeting):
    series, number = meeting.round.workshop.slug, meeting.round.number
    return f"/werkstaetten/{series}/{number}.ics" if request.param == "round" else "/termine.ics"


def test_a_day_is_an_entry_with_time_place_and_page(client, settings, meeting, address):
    settings.BASE_URL = "https://portal.example.org"

    (event,) = events(client, address)

    assert event["summary"] == f"Auftakt: {meeting.round.workshop.short_title}"
    assert event["dtstart"].dt == datetime(2025, 2, 6, 9, 30, tzinfo=BERLIN)
    assert event["dtend"].dt == datetime(2025, 2, 6, 16, 0, tzinfo=BERLIN)
    assert event["location"] == "Haus der Vielfalt, Musterweg 1, Dortmund"
    assert event["url"] == f"https://portal.example.org{meeting.get_absolute_url()}"
    assert event["status"] == "CONFIRMED"


def test_a_moved_day_keeps_its_uid_and_counts_on(client, meeting, address):
    (before,) = events(client, address)
    meeting.when, meeting.status = Period.day(date(2025, 3, 6)), "moved"
    meeting.calendar_sequence = 1
    meeting.save()

    (after,) = events(client, address)

    assert (before["uid"], before["sequence"]) == (meeting.calendar_uid, 0)
    assert (after["uid"], after["sequence"]) == (meeting.calendar_uid, 1)
    assert after["dtstart"].dt.date() == date(2025, 3, 6)


def test_a_cancelled_day_stays_as_cancelled_with_its_reason(client, meeting, address):
    meeting.status, meeting.status_reason = "cancelled", "Die Bahn streikt."
    meeting.save()

    (event,) = events(client, address)

    assert (event["status"], event["description"]) == ("CANCELLED", "Abgesagt: Die Bahn streikt.")


def test_a_moved_day_tells_why_before_what_happens(client, meeting, address):
    meeting.status, meeting.status_reason = "moved", "Der Saal ist belegt."
    meeting.moved_from = Period.day(date(2025, 1, 30))
    meeting.summary = "Alle Teams stellen sich vor."
    meeting.save()

    (event,) = events(client, address)

    why = "Verlegt, ursprünglich 30. Januar 2025: Der Saal ist belegt."
    assert event["description"] == f"{why}\nAlle Teams stellen sich vor."


def test_a_planned_day_is_tentative(client, meeting, address):
    meeting.status = "planned"
    meeting.save()

    assert [event["status"] for event in events(client, address)] == ["TENTATIVE"]


def test_what_is_known_less_precisely_than_a_day_is_left_out(client, meeting, address):
    MeetingFactory(round=meeting.round, when=Period.season(2025, Season.AUTUMN))
    MeetingFactory(round=meeting.round, when=None)

    assert len(events(client, address)) == 1


def test_the_calendar_of_all_holds_every_published_round_and_no_draft(client, meeting):
    day = Period.day(date(2025, 5, 5))
    other = MeetingFactory(round=PublishedRoundFactory(), when=day)
    MeetingFactory(round=RoundFactory(), when=day)

    uids = {event["uid"] for event in events(client, "/termine.ics")}

    assert uids == {meeting.calendar_uid, other.calendar_uid}


def test_a_day_has_a_calendar_file_of_its_own(client, meeting):
    MeetingFactory(round=meeting.round, when=Period.day(date(2025, 5, 5)))
    page = meeting.get_absolute_url()
    address = f"{page.removesuffix('/')}.ics"

    (event,) = events(client, address)

    assert event["uid"] == meeting.calendar_uid
    assert f'href="{address}"' in client.get(page).text


def test_a_day_that_is_not_known_exactly_has_no_calendar_file(client, meeting):
    season = MeetingFactory(round=meeting.round, when=Period.season(2025, Season.AUTUMN))

    page = season.get_absolute_url()
    address = f"{page.removesuffix('/')}.ics"

    assert client.get(address).status_code == 404
    assert address not in client.get(page).text
