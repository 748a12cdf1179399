from datetime import UTC, date, datetime

import pytest

from municipalities.models import Kind as Kommune
from people.models import Contribution
from portal.dates import Period, Season
from publications.models import Picture, Report, ReportBlock
from tests.factories import (
    AgendaContributionFactory,
    AgendaItemFactory,
    ClearedStatementFactory,
    CoordinatorFactory,
    DocumentFactory,
    EditorFactory,
    MeetingFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PictureFactory,
    PublishedReportFactory,
    PublishedRoundFactory,
    QuestionFactory,
    ReportBlockFactory,
    ReportFactory,
    RoundFactory,
    StatementFactory,
    TeamFactory,
    TopicFactory,
    UserFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

Kind = ReportBlock.Kind


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kick_off():
    """A day with a report, in a round with a further day known to the season."""
    round = PublishedRoundFactory(number=2)
    meeting = MeetingFactory(
        round=round,
        title="Auftakt",
        slug="auftakt",
        when=Period.day(date(2025, 2, 6)),
        venue=VenueFactory(name="Haus der Vielfalt", city="Dortmund"),
        status="confirmed",
    )
    MeetingFactory(round=round, title="Werkstatttag 2", when=Period.season(2090, Season.AUTUMN))
    return meeting


@pytest.fixture
def report(kick_off):
    report = PublishedReportFactory(title="Fünf Teams", slug="fuenf-teams")
    kick_off.reports.add(report)
    return report


def text_of(client, report):
    response = client.get(report.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_a_report_shows_its_words(client):
    report = PublishedReportFactory(
        kicker="Entwicklungswerkstatt · Auftakt",
        title="Fünf Teams suchen Wege",
        subtitle="Wer übernimmt morgen die Arbeit?",
        published_at=datetime(2025, 2, 20, 8, tzinfo=UTC),
        corrected_at=datetime(2025, 2, 22, 8, tzinfo=UTC),
        correction_note="Der Ort war falsch angegeben.",
    )

    text = text_of(client, report)

    assert "<h1>Fünf Teams suchen Wege</h1>" in text
    assert '<p class="kicker">Entwicklungswerkstatt · Auftakt</p>' in text
    assert '<p class="lead">Wer übernimmt morgen die Arbeit?</p>' in text
    assert "20. Februar 2025</time> · Lesezeit 1 Minute" in text
    assert "Korrigiert am 22. Februar 2025</h2><p>Der Ort war falsch angegeben.</p>" in text


def test_blocks_of_every_kind_are_shown(client):
    report = PublishedReportFactory()
    ReportBlockFactory(report=report, heading="Zuerst die Lage", text="<p>Ein <em>Wort</em>.</p>")
    picture = PictureFactory(alt_text="Fünf Tische.", caption="Der Auftakt.", credit="Eigene")
    ReportBlockFactory(report=report, kind=Kind.PICTURE, text="", picture=picture)
    gallery = ReportBlockFactory(report=report, kind=Kind.GALLERY, text="", heading="Eindrücke")
    gallery.pictures.add(PictureFactory(alt_text="Eine Tafel."))
    ReportBlockFactory(
        report=report, kind=Kind.QUOTATION, text="", quotation="Ein Satz.", source="Aus dem Plan"
    )
    shelf = ReportBlockFactory(report=report, kind=Kind.DOWNLOADS, text="")
    shelf.documents.add(DocumentFactory(title="Arbeitsblatt"))
    ReportBlockFactory(
        report=report, kind=Kind.LINKS, text="", links="Zur Agentur | https://www.example.org/a"
    )

    text = text_of(client, report)

    assert "<h2>Zuerst die Lage</h2> <p>Ein <em>Wort</em>.</p>" in text
    assert 'alt="Fünf Tische."' in text
    assert "<span>Der Auftakt.</span><span>Bild: Eigene</span>" in text
    assert 'alt="Eine Tafel."' in text
    assert "<blockquote><p>Ein Satz.</p></blockquote>" in text
    assert ">Arbeitsblatt</a>" in text
    assert (
        '<a href="https://www.example.org/a" rel="noopener noreferrer">Zur Agentur&nbsp;<svg'
        in text
    )


def test_rich_text_is_cleaned_again_on_the_way_out(client):
    report = PublishedReportFactory()
    block = ReportBlockFactory(report=report)
    ReportBlock.objects.filter(pk=block.pk).update(text="<p>Da</p><script>boese()</script>")

    assert "boese" not in text_of(client, report)


@pytest.mark.parametrize("consent", [Picture.Consent.MISSING, Picture.Consent.WITHDRAWN])
def test_pictures_without_consent_leave_no_trace(client, consent):
    picture = PictureFactory(alt_text="Nicht zeigen.", caption="Nicht zeigen.", consent=consent)
    report = PublishedReportFactory(picture=picture)
    ReportBlockFactory(report=report, kind=Kind.PICTURE, text="", picture=picture)
    gallery = ReportBlockFactory(
        report=report, kind=Kind.GALLERY, text="", heading="Eindrücke ohne Bild"
    )
    gallery.pictures.add(picture)

    text = text_of(client, report)

    assert "Nicht zeigen." not in text
    assert "Eindrücke ohne Bild" not in text
    assert str(picture.public_id) not in text


def test_documents_in_draft_are_not_offered(client):
    shelf = ReportBlockFactory(kind=Kind.DOWNLOADS, text="")
    shelf.documents.add(DocumentFactory(title="Entwurf", published_at=None))

    assert "Entwurf" not in text_of(client, shelf.report)


@pytest.mark.parametrize("state", [Report.State.DRAFT, Report.State.REVIEW, Report.State.WITHDRAWN])
def test_what_is_not_published_is_not_found(client, state):
    report = ReportFactory(state=state, published_at=datetime(2025, 2, 20, tzinfo=UTC))

    assert client.get(report.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(report.get_absolute_url()).status_code == 404


def test_a_report_of_tomorrow_is_not_found_today(client):
    report = PublishedReportFactory(published_at=datetime(2999, 1, 1, tzinfo=UTC))

    assert client.get(report.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (Report.State.DRAFT, "Entwurf"),
        (Report.State.REVIEW, "In Prüfung"),
        (Report.State.WITHDRAWN, "Zurückgezogen"),
    ],
)
@pytest.mark.parametrize("factory", [CoordinatorFactory, EditorFactory])
def test_the_office_sees_it_under_a_banner_that_names_the_state(client, factory, state, word):
    report, user = ReportFactory(state=state), factory()
    report.stewards.add(user)
    client.force_login(user)

    response = client.get(report.get_absolute_url())

    assert f"Stand: {word}. Nur die Geschäftsstelle sieht diese Seite." in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert response["Cache-Control"] == "private, no-store"


def test_the_address_of_a_withdrawn_report_says_so(client):
    report = PublishedReportFactory(state=Report.State.WITHDRAWN)
    answer = client.get(f"/berichte/{report.slug}/")
    assert answer.status_code == 404
    assert "Dieser Bericht wurde zurückgezogen." in answer.content.decode()


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "a" * 3000, "-", "feed"])
def test_unknown_slugs_are_not_found(client, slug):
    assert client.get(f"/berichte/{slug}/").status_code == 404


def test_the_head_says_what_others_show_of_it(client, settings):
    settings.BASE_URL = "https://portal.example.org"
    report = PublishedReportFactory(
        slug="fuenf-teams", teaser='Wer „morgen" <kommt>?', picture=PictureFactory()
    )

    text = text_of(client, report)

    assert '<link rel="canonical" href="https://portal.example.org/berichte/fuenf-teams/">' in text
    assert '<meta name="description" content="Wer „morgen&quot; &lt;kommt&gt;?">' in text
    assert (
        '<meta property="og:image" content="https://portal.example.org/bilder/'
        f'{report.picture.public_id}/480.webp">' in text
    )


def test_the_facts_come_from_the_records(client, report, kick_off):
    lippe = MunicipalityFactory(short_name="Lippe", slug="kreis-lippe")
    TeamFactory(round=kick_off.round, municipality=lippe)
    item = AgendaItemFactory(meeting=kick_off)
    AgendaContributionFactory(
        item=item,
        person=PersonFactory(first_name="Sonja", last_name="Muster", slug="sonja-muster"),
        affiliation="Fachstelle A",
    )

    text = text_of(client, report)

    assert "<dt>Datum</dt><dd>Donnerstag, 6. Februar 2025</dd>" in text
    assert "<dt>Ort</dt><dd>Haus der Vielfalt, Dortmund</dd>" in text
    assert '<a href="/kommunen/kreis-lippe/">Kreis Lippe</a>' in text
    assert (
        '<dt>Impuls</dt><dd><a href="/personen/sonja-muster/">Sonja Muster</a>, Fachstelle A</dd>'
        in text
    )


def test_what_is_not_known_is_left_out(client, report, kick_off):
    kick_off.venue = None
    kick_off.when = None
    kick_off.save()

    text = text_of(client, report)

    assert "<dt>Ort</dt>" not in text
    assert "<dt>Datum</dt>" not in text


def test_kommunen_without_known_names_are_counted(client, report, kick_off):
    kick_off.round.known_municipalities = 8
    kick_off.round.save()

    assert "<dt>Kommunen</dt><dd>8</dd>" in text_of(client, report)


def test_a_kommune_that_will_not_be_named_is_not_named(client, report, kick_off):
    secret = TeamFactory(
        round=kick_off.round,
        municipality=MunicipalityFactory(short_name="Kreis Verborgen"),
        is_named_in_public=False,
    )
    ClearedStatementFactory(team=secret, text="Der Plan steht.", names_municipality=True)

    text = text_of(client, report)

    assert "Kreis Verborgen" not in text
    assert '<p>Der Plan steht.</p><p class="meta">ein Team des Durchgangs</p>' in text


def test_the_way_goes_on_with_the_next_meetings(client, report):
    text = text_of(client, report)

    assert '<li class="is-done"><h3><a href="/werkstaetten/' in text
    assert (
        '<li class="is-now" aria-current="step"><h3>Arbeitsphase 1</h3>'
        '<p class="meta">bis Herbst 2090 · läuft</p></li>' in text
    )
    assert "Wie geht es weiter?" in text
    assert '<p class="meta">Herbst 2090 · geplant</p>' in text
    assert "Zum Durchgang 2" in text


def test_a_finished_round_is_told_as_past(client, report, kick_off):
    kick_off.round.phase = "finished"
    kick_off.round.save()

    text = text_of(client, report)

    assert "Wie geht es weiter?" not in text
    assert "So verlief der Durchgang" in text


def test_only_released_questions_of_the_day_are_shown(client, report, kick_off):
    round = kick_off.round
    QuestionFactory(round=round, meeting=kick_off, text="Was zählt?", is_public=True)
    QuestionFactory(round=round, meeting=kick_off, text="Intern?")
    QuestionFactory(round=round, text="Von einem anderen Tag?", is_public=True)

    questions = client.get(report.get_absolute_url()).context["mentions"].questions

    assert [question.words for question in questions] == ["Was zählt?"]


def test_only_cleared_sentences_are_shown_and_named_if_they_say_so(client, report, kick_off):
    team = TeamFactory(round=kick_off.round, municipality=MunicipalityFactory(short_name="Lippe"))
    ClearedStatementFactory(team=team, text="A steht.", names_municipality=True)
    ClearedStatementFactory(team=team, text="B steht.")
    StatementFactory(team=team, proposed_text="C vielleicht.")
    ClearedStatementFactory(text="Aus einem anderen Durchgang.")

    statements = client.get(report.get_absolute_url()).context["mentions"].statements

    assert [(said.words, said.note) for said in statements] == [
        ("A steht.", "Kreis Lippe"),
        ("B steht.", ""),
    ]


def test_topics_and_kommunen_stand_in_german_order(client, report, kick_off):
    for name in ["Öhringen", "Zülpich", "Aachen", "Ätna"]:
        TeamFactory(
            round=kick_off.round,
            municipality=MunicipalityFactory(short_name=name, kind=Kommune.CITY),
        )
        report.topics.add(TopicFactory(name=name))

    mentions = client.get(report.get_absolute_url()).context["mentions"]

    order = ["Aachen", "Ätna", "Öhringen", "Zülpich"]
    assert [mention.words for mention in mentions.municipalities] == order
    assert [mention.words for mention in mentions.topics] == order


def test_nothing_of_a_round_that_is_not_published_shows(client):
    hidden = MeetingFactory(round=RoundFactory(), title="Geheimer Auftakt")
    report = PublishedReportFactory()
    hidden.reports.add(report)
    TeamFactory(round=hidden.round)

    response = client.get(report.get_absolute_url())

    assert "meeting" not in response.context
    assert "Geheimer Auftakt" not in response.text


def test_contact_data_are_shown_by_consent_only(client):
    person = PersonFactory(
        email="privat@example.org", phone="0231 1", organisation=OrganisationFactory()
    )
    report = PublishedReportFactory(contact=person)

    before = text_of(client, report)
    person.contact_consent_on = date(2025, 1, 1)
    person.save()
    after = text_of(client, report)

    assert ("privat@example.org" in before, "0231 1" in before) == (False, False)
    assert ("privat@example.org" in after, "0231 1" in after) == (True, True)


def test_a_person_without_a_public_page_is_named_but_not_linked(client):
    person = PersonFactory(first_name="Robin", last_name="Still", slug="still", is_public=False)

    text = text_of(client, PublishedReportFactory(contact=person))

    assert "<p>Robin Still</p>" in text
    assert "/personen/still/" not in text


def furnished(kick_off, report, count):
    """Everything a report can hold, so many times."""
    for _number in range(count):
        report.topics.add(TopicFactory())
        ReportBlockFactory(report=report)
        gallery = ReportBlockFactory(report=report, kind=Kind.GALLERY, text="")
        gallery.pictures.add(PictureFactory())
        shelf = ReportBlockFactory(report=report, kind=Kind.DOWNLOADS, text="")
        shelf.documents.add(DocumentFactory())
        team = TeamFactory(round=kick_off.round)
        ClearedStatementFactory(team=team)
        QuestionFactory(round=kick_off.round, meeting=kick_off, is_public=True)
        item = AgendaItemFactory(meeting=kick_off)
        AgendaContributionFactory(item=item, role=Contribution.Role.INPUT)
        MeetingFactory(round=kick_off.round)


@pytest.mark.parametrize("count", [1, 3])
def test_a_full_report_asks_as_much_for_three_as_for_one(
    client, django_assert_num_queries, kick_off, report, count
):
    report.picture, report.contact = PictureFactory(), PersonFactory()
    report.save()
    furnished(kick_off, report, count)

    with django_assert_num_queries(7):
        response = client.get(report.get_absolute_url())

    assert len(response.context["mentions"].statements) == count
    assert response.cookies == {}
