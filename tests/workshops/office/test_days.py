from datetime import date, time

import pytest

from portal.dates import Period, Season
from portal.models import AuditEntry
from tests import factories as f
from tests.office import press, sign_in, window
from tests.workshops.office.desk import add, edit
from workshops.models import AgendaItem, Meeting

pytestmark = pytest.mark.django_db


def test_a_day_is_added_with_a_season_for_a_date(client, mine):
    add(
        client,
        "workshops.meeting",
        round=mine.pk,
        kind="workshop",
        title="Zweiter Tag",
        when="Herbst 2025",
    )

    day = Meeting.objects.get()
    assert (day.slug, day.when) == ("zweiter-tag", Period.season(2025, Season.AUTUMN))


def test_a_day_is_added_to_own_rounds_only(client, me):
    other = f.PublishedRoundFactory()

    answer = add(client, "workshops.meeting", round=other.pk, kind="workshop", title="Tag")

    assert (answer.status_code, Meeting.objects.count()) == (200, 0)


def test_an_address_is_taken_once_per_round(client, me):
    round_ = f.RoundFactory()
    round_.coordinators.add(me)
    f.MeetingFactory(round=round_, slug="auftakt")
    day = f.MeetingFactory(round=round_, slug="abschluss")

    answer = edit(client, "workshops.meeting", day, slug="auftakt")

    assert "schon vergeben" in answer.content.decode()


def test_the_date_of_a_day_changes_by_its_button_only(client, mine):
    day = f.MeetingFactory(
        round=mine, first_day=date(2046, 11, 6), last_day=date(2046, 11, 6), starts_at=time(9)
    )
    edit(client, "workshops.meeting", day, when="2030", starts_at="11:00", status="cancelled")
    day.refresh_from_db()
    assert (day.first_day, day.starts_at, day.status) == (date(2046, 11, 6), time(9), "planned")

    address = press("workshops.meeting", day, "move")
    assert 'value="6. November 2046"' in client.get(address).content.decode()
    refused = client.post(address, {"to": "7. November 2046", "starts_at": "09:30"})
    assert (refused.status_code, "warum der Termin verlegt" in refused.content.decode()) == (
        422,
        True,
    )
    client.post(address, {"to": "7. November 2046", "starts_at": "09:30", "reason": "Saal belegt"})
    day.refresh_from_db()
    assert (day.first_day, day.starts_at, day.status) == (date(2046, 11, 7), time(9, 30), "moved")


@pytest.mark.parametrize(
    "sent", [{"to": ""}, {"to": "bald"}, {"to": "2026", "starts_at": "16:00", "ends_at": "09:00"}]
)
def test_a_wrong_date_in_the_button_is_said_in_the_form(client, mine, sent):
    day = f.MeetingFactory(round=mine)

    assert client.post(press("workshops.meeting", day, "move"), sent).status_code == 422


def test_confirming_a_season_is_refused_with_a_message(client, mine):
    day = f.MeetingFactory(round=mine)

    page = client.post(press("workshops.meeting", day, "confirm"), follow=True)

    assert "Bitte legen Sie zuerst den genauen Tag fest." in page.content.decode()


def test_cancelling_asks_for_the_reason(client, mine):
    day = f.MeetingFactory(round=mine)
    address = press("workshops.meeting", day, "cancel")

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "x" * 400}).status_code == 422
    client.post(address, {"reason": "zu wenige\r\nAnmeldungen"})

    day.refresh_from_db()
    assert (day.status, day.status_reason) == ("cancelled", "zu wenige Anmeldungen")


def test_a_new_title_reaches_the_calendars_and_the_registration(client, mine, me):
    offer = f.OfferFactory()
    offer.stewards.add(me)
    day = f.MeetingFactory(round=mine, offer=offer)

    edit(client, "workshops.meeting", day, title="Ein anderer Titel")

    day.refresh_from_db()
    offer.refresh_from_db()
    assert (day.calendar_sequence, offer.title) == (1, "Ein anderer Titel")
    whats = set(AuditEntry.objects.filter(scope=mine.scope).values_list("what", flat=True))
    assert whats == {"meeting.changed", "meeting.announced", "offer.announced"}


def test_a_new_summary_troubles_no_calendar(client, mine):
    day = f.MeetingFactory(round=mine)

    edit(client, "workshops.meeting", day, summary="Was geschah.")

    day.refresh_from_db()
    assert (day.summary, day.calendar_sequence) == ("Was geschah.", 0)


def test_the_agenda_shows_when_each_item_begins(client, mine):
    day = f.MeetingFactory(
        round=mine, first_day=date(2026, 11, 6), last_day=date(2026, 11, 6), starts_at=time(9, 30)
    )
    f.AgendaItemFactory(meeting=day, position=1, minutes=45)
    f.AgendaItemFactory(meeting=day, position=2, minutes=30)

    page = client.get(window("workshops.meeting", "change", day.pk)).content.decode()

    assert ("09:30–10:15" in page, "10:15–10:45" in page) == (True, True)


def test_an_editor_changes_the_words_of_an_agenda_and_not_its_minutes(client, mine):
    item = f.AgendaItemFactory(meeting__round=mine, minutes=45)
    sign_in(client, f.EditorFactory())

    edit(
        client,
        "workshops.meeting",
        item.meeting,
        **{"agenda-0-title": "Neuer Titel", "agenda-0-minutes": "5"},
    )
    edit(client, "workshops.agendaitem", item, outcome="Drei Ideen.", minutes="5")

    item.refresh_from_db()
    assert (item.title, item.outcome, item.minutes) == ("Neuer Titel", "Drei Ideen.", 45)


def test_an_item_is_added_to_days_of_own_rounds_only(client, mine):
    own, other = f.MeetingFactory(round=mine), f.MeetingFactory()
    for day in (own, other):
        add(client, "workshops.agendaitem", meeting=day.pk, title="Impuls", kind="input")

    assert [item.meeting for item in AgendaItem.objects.all()] == [own]
