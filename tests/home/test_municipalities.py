from datetime import date

import pytest

from municipalities.models import Kind
from tests.factories import (
    AgreementFactory,
    ClearedStatementFactory,
    MeetingFactory,
    MunicipalityFactory,
    PublishedReportFactory,
    PublishedRoundFactory,
    RoundFactory,
    SessionContributionFactory,
    StatementFactory,
    TeamFactory,
)
from workshops.models import Round, Team

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    page = client.get(f"/kommunen/{query}")
    return [row.name for row in page.context["rows"]]


@pytest.fixture
def four():
    """Four Kommunen that differ in kind, region, agreement and rounds."""
    lippe = MunicipalityFactory(short_name="Lippe", name="Kreis Lippe", ags="05766")
    koeln = MunicipalityFactory(short_name="Köln", name="Stadt Köln", kind=Kind.CITY, ags="05315")
    MunicipalityFactory(short_name="Öhringen", name="Stadt Öhringen", kind=Kind.CITY, ags="05999")
    MunicipalityFactory(
        name="Städteregion Aachen", short_name="Aachen", kind=Kind.REGION, ags="05334"
    )
    AgreementFactory(municipality=lippe)
    AgreementFactory(municipality=koeln, valid_until=date(2020, 1, 1))
    TeamFactory(municipality=lippe)
    TeamFactory(municipality=koeln, round__phase=Round.Phase.FINISHED)
    SessionContributionFactory(
        affiliation="Städteregion Aachen", session__conference__is_published=True
    )
    SessionContributionFactory(
        affiliation="Stadt Öhringen", session__conference__is_published=False
    )


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_profile_ask_the_same_few_questions_whatever_their_size(
    client, django_assert_num_queries, count
):
    places = {"latitude": 51, "longitude": 7, "area": 400}
    shown = MunicipalityFactory(slug="lippe", parent=MunicipalityFactory(), **places)
    for n in range(count):
        round = PublishedRoundFactory()
        for municipality in (shown, MunicipalityFactory(latitude=52, longitude=8 + n, area=300)):
            AgreementFactory(municipality=municipality)
            team = TeamFactory(round=round, municipality=municipality)
            ClearedStatementFactory(team=team, names_municipality=True)
        MunicipalityFactory(successor=shown, valid_until=date(2000, 1, 1))
        MeetingFactory(round=round).reports.add(PublishedReportFactory())

    for address, number in [("/kommunen/", 4), ("/kommunen/lippe/", 7)]:
        with django_assert_num_queries(number):
            response = client.get(address)
        assert (response.status_code, response.cookies) == (200, {})


def test_all_kommunen_of_today_stand_in_german_order(client, four):
    MunicipalityFactory(short_name="Altgemeinde", valid_until=date(1974, 12, 31))

    assert listed(client) == ["Aachen", "Köln", "Lippe", "Öhringen"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?name=öHR", ["Öhringen"]),
        ("?name=kreis+li", ["Lippe"]),
        ("?art=city", ["Köln", "Öhringen"]),
        ("?bezirk=Detmold", ["Lippe"]),
        ("?bezirk=Köln&art=region", ["Aachen"]),
        ("?stand=vereinbarung", ["Lippe"]),
        ("?stand=durchgang", ["Lippe"]),
        ("?stand=durchgang&art=city", []),
        ("?stand=teilgenommen", ["Aachen", "Köln", "Lippe"]),
    ],
)
def test_the_list_can_be_narrowed_down(client, four, query, names):
    assert listed(client, query) == names


def test_an_empty_choice_says_how_to_go_on(client, four):
    text = client.get("/kommunen/?name=Atlantis").text

    assert ("Keine Kommune zu dieser Auswahl" in text, "0 von 4 Kommunen" in text) == (True, True)


@pytest.mark.parametrize("query", ["?art=planet", "?bezirk=Mars", "?stand=x&art=y"])
def test_a_choice_that_does_not_exist_is_said_and_not_filtered_by(client, four, query):
    response = client.get(f"/kommunen/{query}")

    assert "Diese Auswahl gibt es nicht." in response.text
    assert len(response.context["rows"]) == 4


@pytest.mark.parametrize(
    "query", [f"?name={'x' * 10_000}", "?seite=99999999999999999999999", "?seite=-1", "?name=%00"]
)
def test_wild_input_is_no_error_of_ours(client, four, query):
    assert client.get(f"/kommunen/{query}").status_code < 500


def test_a_long_list_comes_page_by_page_and_keeps_its_filter(client):
    MunicipalityFactory.create_batch(61)

    response = client.get("/kommunen/?art=district")

    assert len(response.context["rows"]) == 60
    assert "?art=district&amp;seite=2" in response.text
    assert len(listed(client, "?art=district&seite=2")) == 1


def test_a_row_names_the_running_round(client):
    team = TeamFactory()

    assert f'href="{team.round.get_absolute_url()}"' in client.get("/kommunen/").text


def test_the_profile_tells_facts_rounds_sentences_and_reports(client):
    team = TeamFactory(
        municipality=MunicipalityFactory(
            slug="lippe", inhabitants=348_391, inhabitants_on=date(2018, 12, 31)
        )
    )
    sentence = ClearedStatementFactory(team=team, names_municipality=True)
    report = PublishedReportFactory()
    MeetingFactory(round=team.round).reports.add(report)

    text = client.get("/kommunen/lippe/").text

    told = ["348.391", team.round.workshop.title, sentence.text, report.title]
    assert [words for words in told if words not in text] == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"round__is_published": False},
        {"is_named_in_public": False},
        {"state": Team.State.INVITED},
        {"state": Team.State.LEFT, "left_reason": "Personalwechsel"},
    ],
)
def test_rounds_that_must_not_be_told_are_not_told(client, hidden):
    team = TeamFactory(municipality=MunicipalityFactory(slug="lippe"), **hidden)

    text = client.get("/kommunen/lippe/").text

    assert (team.round.workshop.title in text, "Noch in keinem" in text) == (False, True)


def test_a_sentence_that_does_not_name_the_kommune_is_not_on_its_page(client):
    team = TeamFactory(municipality=MunicipalityFactory(slug="lippe"))
    secret = ClearedStatementFactory(team=team, names_municipality=False)
    proposed = StatementFactory(team=team, names_municipality=True)

    text = client.get("/kommunen/lippe/").text

    assert (secret.text in text, proposed.proposed_text in text) == (False, False)


def test_of_a_draft_round_no_sentence_is_told(client):
    team = TeamFactory(round=RoundFactory(), municipality=MunicipalityFactory(slug="lippe"))
    sentence = ClearedStatementFactory(team=team, names_municipality=True)

    assert sentence.text not in client.get("/kommunen/lippe/").text


def test_predecessors_and_successor_lead_to_each_other(client):
    new = MunicipalityFactory(slug="staedteregion-aachen", short_name="Städteregion Aachen")
    old = MunicipalityFactory(
        slug="kreis-aachen", short_name="Aachen", successor=new, valid_until=date(2009, 10, 20)
    )

    before, after = (
        client.get("/kommunen/kreis-aachen/").text,
        client.get(new.get_absolute_url()).text,
    )

    assert "bestand bis zum 20. Oktober 2009" in before
    assert new.get_absolute_url() in before
    assert old.get_absolute_url() in after


def test_an_unknown_kommune_is_not_found_in_german(client):
    response = client.get("/kommunen/atlantis/")

    assert (response.status_code, "gibt es nicht" in response.text) == (404, True)


def test_the_selection_can_be_taken_along_as_a_table(client, four):
    response = client.get("/kommunen.csv?art=district")

    assert response.headers["Content-Disposition"] == 'attachment; filename="kommunen.csv"'
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Kommune";"Art";')
    assert lines[1].startswith('"Kreis Lippe";"Kreis";"05766";"Detmold";')
    assert len(lines) == 2


def test_the_table_is_whole_and_safe_for_spreadsheets(client):
    MunicipalityFactory.create_batch(61)
    MunicipalityFactory(short_name="=1+1", name="=1+1")

    text = client.get("/kommunen.csv").content.decode("utf-8-sig")

    assert (len(text.splitlines()), '"\'=1+1"' in text) == (63, True)


def test_the_list_leads_to_its_table_with_the_same_selection(client, four):
    assert "/kommunen.csv?art=district" in client.get("/kommunen/?art=district&seite=1").text


@pytest.mark.parametrize(("state", "told"), [("actual", True), ("absent", False)])
def test_what_its_people_did_at_conferences_is_on_its_page(client, state, told):
    MunicipalityFactory(slug="lippe", name="Kreis Lippe")
    talk = SessionContributionFactory(
        affiliation="Kreis Lippe", state=state, session__conference__is_published=True
    )
    draft = SessionContributionFactory(
        affiliation="Kreis Lippe", session__conference__is_published=False
    )

    text = client.get("/kommunen/lippe/").text

    shown = [one.session.get_absolute_url() in text for one in (talk, draft)]
    assert shown == [told, False]
