from datetime import date

import pytest

from portal.dates import Period
from tests.factories import (
    AgreementFactory,
    MeetingFactory,
    MunicipalityFactory,
    PublishedReportFactory,
    PublishedRoundFactory,
    ReportFactory,
    RoundFactory,
    TeamFactory,
)
from workshops.models import Round

pytestmark = pytest.mark.django_db

FUTURE = Period.day(date(2090, 5, 5))


def kommune(name, n=0):
    return MunicipalityFactory(short_name=name, latitude=51 + n / 5, longitude=7 + n / 3, area=400)


@pytest.mark.parametrize("count", [1, 3])
def test_the_start_page_asks_eight_questions_whatever_its_size(
    client, django_assert_num_queries, count
):
    for n in range(count):
        team = TeamFactory(municipality=kommune(f"Ort {n}", n))
        AgreementFactory(municipality=team.municipality)
        MeetingFactory(round=team.round, when=FUTURE)
        MeetingFactory(round=team.round, when=Period.day(date(2025, 1, 1)))
        PublishedReportFactory()

    with django_assert_num_queries(8):
        response = client.get("/")

    assert (response.status_code, response.cookies) == (200, {})


def test_it_leads_to_the_running_round_its_kommunen_and_its_days(client):
    team = TeamFactory(municipality=kommune("Lippe"))
    meeting = MeetingFactory(round=team.round, title="Werkstatttag 2", when=FUTURE)
    report = PublishedReportFactory()

    text = client.get("/").text

    things = [team.round, team.municipality, meeting, report]
    assert [thing for thing in things if f'href="{thing.get_absolute_url()}"' not in text] == []
    assert "Kreis Lippe" in text


def test_a_round_that_names_its_kommunen_stands_before_a_newer_one_that_does_not(client):
    named = TeamFactory(municipality=kommune("Lippe"))
    newer = TeamFactory(is_named_in_public=False).round

    page = client.get("/")

    assert page.context["running"] == named.round
    assert page.context["also_running"] == [newer]


def test_an_empty_portal_says_everywhere_what_comes_next(client):
    text = client.get("/").text

    said = [
        "Zurzeit ist kein Termin angekündigt.",
        "Zurzeit läuft kein Durchgang.",
        "Noch kein Bericht",
    ]
    assert [words for words in said if words not in text] == []


def test_without_a_date_to_come_the_latest_ones_are_shown(client):
    past = MeetingFactory(when=Period.day(date(2025, 2, 6)))

    text = client.get("/").text

    assert ("Zuletzt" in text, past.get_absolute_url() in text) == (True, True)


def test_neither_drafts_nor_finished_rounds_nor_cancelled_days_have_a_place_here(client):
    draft = RoundFactory(phase=Round.Phase.RUNNING)
    finished = PublishedRoundFactory(phase=Round.Phase.FINISHED)
    cancelled = MeetingFactory(
        round=finished, when=FUTURE, status="cancelled", status_reason="Bahnstreik"
    )
    report = ReportFactory()

    text = client.get("/").text

    absent = [draft, finished, cancelled, report]
    assert [thing for thing in absent if thing.get_absolute_url() in text] == []


def test_the_call_for_interest_leads_to_its_form(client):
    assert 'href="/werkstaetten/interesse/"' in client.get("/").text
