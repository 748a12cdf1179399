"""The pages of a Werkstatt, its rounds and days, as everybody reads them."""

from datetime import date, time

import pytest

from portal.dates import Period, Season
from tests.factories import (
    AgendaContributionFactory,
    AgendaItemFactory,
    AgreementFactory,
    ClearedStatementFactory,
    CoordinatorFactory,
    DocumentFactory,
    MeetingFactory,
    MemberFactory,
    MilestoneFactory,
    MunicipalityFactory,
    PersonFactory,
    PublishedReportFactory,
    PublishedRoundFactory,
    QuestionFactory,
    RoundFactory,
    RoundMilestoneFactory,
    StatementFactory,
    TeamFactory,
    TopicFactory,
    VenueFactory,
    WorkshopFactory,
)
from workshops.models import Milestone, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return WorkshopFactory(title="Fachkräfte sichern", slug="fachkraefte", is_published=True)


@pytest.fixture
def round(series):
    return PublishedRoundFactory(workshop=series, number=2)


@pytest.fixture
def kick_off(round):
    return MeetingFactory(
        round=round,
        title="Auftakt",
        slug="auftakt",
        when=Period.day(date(2025, 2, 6)),
        starts_at=time(9, 30),
        status="confirmed",
    )


def furnish(round, count):
    """The round with so many of everything that its pages show."""
    for n in range(count):
        place = {"latitude": 51 + n / 10, "longitude": 7, "area": 400}
        team = TeamFactory(round=round, municipality=MunicipalityFactory(**place))
        AgreementFactory(municipality=team.municipality)
        ClearedStatementFactory(
            team=team, milestone=MilestoneFactory(team=team), names_municipality=True
        )
        meeting = MeetingFactory(
            round=round, when=Period.day(date(2025, 1, 1 + n)), venue=VenueFactory()
        )
        for _ in range(count):
            AgendaContributionFactory(item=AgendaItemFactory(meeting=meeting))
            QuestionFactory(round=round, meeting=meeting, is_public=True)
            meeting.reports.add(PublishedReportFactory())
            meeting.documents.add(DocumentFactory())
        RoundMilestoneFactory(round=round)
        PublishedRoundFactory(workshop=round.workshop, number=100 + n)
    return meeting


@pytest.mark.parametrize("count", [1, 3])
def test_every_page_asks_the_same_few_questions_whatever_its_size(
    client, django_assert_num_queries, series, round, count
):
    person = PersonFactory()
    series.contact = series.deputy = person
    series.save()
    series.topics.set([TopicFactory() for _ in range(count)])
    meeting = furnish(round, count)
    for _ in range(count - 1):
        PublishedRoundFactory(workshop=WorkshopFactory(is_published=True))
    asked = {
        "/werkstaetten/": 5,
        "/werkstaetten/fachkraefte/": 5,
        "/werkstaetten/fachkraefte/2/": 8,
        "/werkstaetten/fachkraefte/2.ics": 2,
        meeting.get_absolute_url(): 6,
    }

    for address, number in asked.items():
        with django_assert_num_queries(number):
            response = client.get(address)
        assert (response.status_code, response.cookies) == (200, {})


def test_the_list_shows_each_werkstatt_with_its_rounds_and_kommunen(client, round):
    TeamFactory(round=round, municipality__short_name="Lippe")

    text = client.get("/werkstaetten/").text

    told = ["Fachkräfte sichern", "Durchgang 2", "läuft", "Kreis Lippe"]
    assert [words for words in told if words not in text] == []


def test_an_empty_list_says_what_comes_next(client):
    assert "Noch keine Werkstatt" in client.get("/werkstaetten/").text


def test_where_no_name_is_known_the_number_of_kommunen_stands(client, round):
    round.known_municipalities = 6
    round.save()

    assert (
        "6 Kommunen; ihre Namen sind nicht veröffentlicht."
        in client.get(round.get_absolute_url()).text
    )


def test_a_kommune_that_must_not_be_named_is_not_named(client, round):
    team = TeamFactory(
        round=round, municipality__short_name="Verschwiegen", is_named_in_public=False
    )
    ClearedStatementFactory(team=team, names_municipality=True, text="Wir treffen uns.")

    pages = [client.get(a).text for a in ("/werkstaetten/", round.get_absolute_url())]

    assert ["Verschwiegen" in text for text in pages] == [False, False]
    assert "ein Team des Durchgangs" in pages[1]


def test_only_the_cleared_sentence_is_public_and_never_the_milestone(client, round):
    milestone = MilestoneFactory(
        team__round=round,
        title="Interner Titel",
        status=Milestone.Status.REACHED,
        reached_on=date(2025, 7, 1),
    )
    cleared = ClearedStatementFactory(
        team=milestone.team, milestone=milestone, text="Der Bedarf ist beziffert."
    )
    proposed = StatementFactory(team=milestone.team, proposed_text="Noch nicht freigegeben.")

    text = client.get(round.get_absolute_url()).text

    assert (cleared.text in text, "erreicht im Juli 2025" in text) == (True, True)
    assert (proposed.proposed_text in text, milestone.title in text) == (False, False)


def test_questions_that_were_not_released_stay_inside(client, round, kick_off):
    released = QuestionFactory(round=round, meeting=kick_off, is_public=True)
    inside = QuestionFactory(round=round, meeting=kick_off)

    for address in (round.get_absolute_url(), kick_off.get_absolute_url()):
        text = client.get(address).text
        assert (released.text in text, inside.text in text) == (True, False)


def test_reports_and_documents_show_only_once_published(client, round, kick_off):
    report, document = PublishedReportFactory(), DocumentFactory()
    draft, unpublished = PublishedReportFactory(state="draft"), DocumentFactory(published_at=None)
    kick_off.reports.set([report, draft])
    kick_off.documents.set([document, unpublished])

    text = client.get(round.get_absolute_url()).text

    assert [thing.title in text for thing in (report, document)] == [True, True]
    assert [thing.title in text for thing in (draft, unpublished)] == [False, False]


def test_the_agenda_stands_with_clock_times_on_round_and_day(client, round, kick_off):
    AgendaItemFactory(meeting=kick_off, position=1, minutes=45, title="Ankommen")
    AgendaItemFactory(meeting=kick_off, position=2, minutes=60, title="Ausgangslage")

    for address in (round.get_absolute_url(), kick_off.get_absolute_url()):
        text = client.get(address).text
        times = ["<time>09:30</time>", "<time>10:15</time>", "<time>11:15</time>"]
        assert [time for time in times if time not in text] == []


def test_a_day_known_to_the_season_says_so_and_offers_no_calendar(client, round):
    meeting = MeetingFactory(round=round, when=Period.season(2090, Season.AUTUMN))

    text = client.get(meeting.get_absolute_url()).text

    assert ("Herbst 2090" in text, "/2.ics" in text) == (True, False)


def test_a_round_without_an_agreed_day_offers_no_calendar(client, round):
    MeetingFactory(round=round, when=Period.season(2090, Season.AUTUMN))

    assert "/2.ics" not in client.get(round.get_absolute_url()).text


def test_a_finished_round_promises_nothing_any_more(client, round):
    round.phase = Round.Phase.FINISHED
    round.save()

    text = client.get(round.get_absolute_url()).text

    promises = ["Nach dem nächsten Werkstatttag", "Bisher ist kein Satz freigegeben"]
    assert [words for words in promises if words in text] == []
    assert "Zu diesem Durchgang gibt es keinen Bericht" in text


def test_a_cancelled_day_gives_its_reason(client, round, kick_off):
    kick_off.status, kick_off.status_reason = "cancelled", "Die Bahn streikt."
    kick_off.save()

    text = client.get(kick_off.get_absolute_url()).text

    assert "Dieser Termin ist abgesagt: Die Bahn streikt." in text


def test_a_round_without_days_says_what_comes_next(client, round):
    text = client.get(round.get_absolute_url()).text

    assert ("Noch kein Termin" in text, "Nach dem nächsten Werkstatttag" in text) == (True, True)


def test_contact_data_are_shown_only_by_consent(client, settings, series):
    series.contact = PersonFactory(last_name="Ohne", email="geheim@example.org")
    series.deputy = PersonFactory(
        last_name="Mit", email="offen@example.org", contact_consent_on=date(2025, 1, 1)
    )
    series.save()

    text = client.get(series.get_absolute_url()).text

    assert [mail in text for mail in ("geheim@example.org", "offen@example.org")] == [False, True]
    assert settings.OPERATOR["email"] in text


def test_what_is_invented_is_marked(client, round, kick_off):
    ClearedStatementFactory(team__round=round, is_demo=True)

    assert client.get(round.get_absolute_url()).text.count("Demonstrationsdaten") == 1


def test_a_draft_is_seen_by_those_who_take_part_and_kept_in_no_cache(client):
    draft = RoundFactory(workshop=WorkshopFactory(is_published=True))
    meeting = MeetingFactory(round=draft)
    addresses = [draft.get_absolute_url(), meeting.get_absolute_url()]
    assert [client.get(address).status_code for address in addresses] == [404, 404]

    client.force_login(MemberFactory(team__round=draft).user)

    for address in addresses:
        response = client.get(address)
        assert (response.status_code, "Entwurf." in response.text) == (200, True)
        assert "no-store" in response["Cache-Control"]


def test_a_draft_werkstatt_is_seen_by_the_office_only(client):
    draft = WorkshopFactory()
    assert client.get(draft.get_absolute_url()).status_code == 404

    client.force_login(CoordinatorFactory())

    assert "Entwurf." in client.get(draft.get_absolute_url()).text


@pytest.mark.parametrize(
    "address",
    [
        "/werkstaetten/gibt-es-nicht/",
        "/werkstaetten/fachkraefte/7/",
        "/werkstaetten/fachkraefte/99999999999999999999999/",
        "/werkstaetten/fachkraefte/7.ics",
        "/werkstaetten/fachkraefte/2/gibt-es-nicht/",
    ],
)
def test_what_does_not_exist_is_not_found_in_german(client, round, address):
    response = client.get(address)

    assert (response.status_code, "gibt es nicht" in response.text) == (404, True)


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999999", "drei", "%00"])
def test_a_wild_page_number_is_no_error_of_ours(client, round, page):
    assert client.get(f"/werkstaetten/?seite={page}").status_code < 500


@pytest.mark.parametrize(
    "address",
    ["/werkstaetten/fachkraefte/2/auftakt/", "/werkstaetten/fachkraefte/2/", "/termine/"],
)
def test_a_moved_day_says_when_it_was_to_be(client, kick_off, address):
    kick_off.status, kick_off.status_reason = "moved", "Der Saal ist belegt."
    kick_off.moved_from = Period.day(date(2025, 1, 30))
    kick_off.save()

    text = client.get(address).text

    said = "Verlegt, ursprünglich 30. Januar 2025: Der Saal ist belegt."
    if address.endswith("auftakt/"):
        said = "ursprünglich <del>30. Januar 2025</del>"
    assert text.count(said) == 1


@pytest.mark.parametrize(
    "address",
    ["/werkstaetten/fachkraefte/2/auftakt/", "/werkstaetten/fachkraefte/2/", "/termine/"],
)
def test_a_moved_day_says_why(client, kick_off, address):
    kick_off.status, kick_off.status_reason = "moved", "Der Saal ist belegt."
    kick_off.save()

    assert client.get(address).text.count("Verlegt: Der Saal ist belegt.") == 1
