from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.dates import Period, Season
from tests.factories import (
    MeetingFactory,
    OpenOfferFactory,
    PublishedRoundFactory,
    RoundFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

FUTURE = date(2090, 5, 5)


@pytest.mark.parametrize("count", [1, 3])
def test_the_dates_are_read_with_five_questions(client, django_assert_num_queries, count):
    for n in range(count):
        when = Period.day(FUTURE + timedelta(days=n))
        MeetingFactory(round=PublishedRoundFactory(), when=when, venue=VenueFactory())
        MeetingFactory(round=PublishedRoundFactory(), when=Period.day(date(2025, 1, 1 + n)))

    with django_assert_num_queries(5):
        response = client.get("/termine/")

    assert (response.status_code, response.cookies) == (200, {})


def test_what_is_to_come_stands_in_order_and_what_was_latest_first(client):
    round = PublishedRoundFactory()
    for title, when in [
        ("Später", Period.season(2091, Season.AUTUMN)),
        ("Bald", Period.day(FUTURE)),
        ("Offen", None),
        ("Älter", Period.year(2023)),
        ("Neuer", Period.day(date(2025, 2, 6))),
    ]:
        MeetingFactory(round=round, title=title, when=when)

    text = client.get("/termine/").text

    places = [text.index(f">{title}:") for title in ("Bald", "Später", "Offen", "Neuer", "Älter")]
    assert places == sorted(places)


def test_a_date_is_told_as_precisely_as_it_is_known(client):
    MeetingFactory(when=Period.season(2091, Season.AUTUMN))

    assert '<b class="is-word">Herbst</b>2091' in client.get("/termine/").text


def test_without_any_date_the_page_says_what_comes_next(client):
    text = client.get("/termine/").text

    assert ("Kein Termin angekündigt" in text, "Hier stehen später" in text) == (True, True)


def test_days_of_drafts_are_not_listed(client):
    draft = MeetingFactory(round=RoundFactory(), when=Period.day(FUTURE))

    assert draft.get_absolute_url() not in client.get("/termine/").text


def test_past_days_come_page_by_page(client):
    round = PublishedRoundFactory()
    for n in range(21):
        MeetingFactory(round=round, title=f"Tag {n:02}", when=Period.day(date(2025, 1, 1 + n)))

    first, second = client.get("/termine/").text, client.get("/termine/?seite=2").text

    assert ("Tag 20:" in first, "Tag 00:" in first) == (True, False)
    assert ("Tag 20:" in second, "Tag 00:" in second) == (False, True)


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999999", "drei", "%00"])
def test_a_wild_page_number_is_no_error_of_ours(client, page):
    assert client.get(f"/termine/?seite={page}").status_code < 500


def test_an_open_offer_that_no_event_leads_to_is_found_among_the_dates(client):
    OpenOfferFactory(title="Praxisgespräch")
    OpenOfferFactory(title="Mit eigener Seite", page="/konferenzen/eine/")
    OpenOfferFactory(title="Nur auf Einladung", audience="invited")
    OpenOfferFactory(title="Zu Ende", closes_at=timezone.now())

    content = client.get("/termine/").content.decode()

    shown = ["Praxisgespräch", "Mit eigener Seite", "Nur auf Einladung", "Zu Ende"]
    assert [title for title in shown if title in content] == ["Praxisgespräch"]
