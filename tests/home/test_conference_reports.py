from datetime import date, time

import pytest

from portal.dates import Period
from publications.models import ReportBlock
from tests.factories import (
    ConferenceFactory,
    DocumentFactory,
    EditorFactory,
    OrganisationFactory,
    ParticipantCountFactory,
    PersonFactory,
    PictureFactory,
    PublishedReportFactory,
    ReportBlockFactory,
    TopicFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report():
    return PublishedReportFactory(title="Rückblick", slug="rueckblick")


@pytest.fixture
def conference(report):
    found = ConferenceFactory(
        short_title="Bundeskonferenz 2024",
        slug="bundeskonferenz-2024",
        when=Period.day(date(2024, 9, 10), date(2024, 9, 11)),
        starts_at=time(11),
        venue=VenueFactory(name="Kongresshaus", city="Essen"),
        organiser=OrganisationFactory(name="Bundesstelle A"),
    )
    found.reports.add(report)
    return found


def text_of(client, report):
    response = client.get(report.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_the_facts_of_a_conference_come_from_its_records(client, report, conference):
    ParticipantCountFactory(conference=conference, number=1420, qualifier="about", position=1)
    ParticipantCountFactory(
        conference=conference, number=280, qualifier="over", whom="on_site", position=2
    )

    text = text_of(client, report)

    assert '<a href="/konferenzen/bundeskonferenz-2024/">Bundeskonferenz 2024</a>' in text
    assert "<dt>Datum</dt><dd> 10.–11. September 2024<br>ab 11:00 Uhr" in text
    assert "<dt>Ort</dt><dd>Kongresshaus, Essen<br>vor Ort</dd>" in text
    assert "<li>rund 1.420 Personen</li><li>über 280 Personen vor Ort</li>" in text
    assert "<dd>Bundesstelle A</dd>" in text


def test_sources_that_differ_stand_side_by_side(client, report, conference):
    ParticipantCountFactory(conference=conference, number=300, source="Dokumentation")
    ParticipantCountFactory(conference=conference, number=9, qualifier="exactly", source="Liste")

    text = text_of(client, report)

    assert "Die Quellen" in text
    assert '300 Personen <span class="meta">(Dokumentation)</span>' in text
    assert text.index("Dokumentation") < text.index("Liste")


def test_what_is_not_known_of_it_is_left_out(client, report):
    ConferenceFactory(year=2016).reports.add(report)

    text = text_of(client, report)

    assert "2016" in text
    assert [f"<dt>{word}</dt>" in text for word in ("Teilgenommen", "Veranstalter")] == [False] * 2


def test_a_conference_in_draft_is_not_named(client, report, conference):
    conference.is_published = False
    conference.save()

    before = text_of(client, report)
    client.force_login(EditorFactory())
    after = text_of(client, report)

    assert ("Bundeskonferenz 2024" in before, "Bundeskonferenz 2024" in after) == (False, True)


def test_persons_in_a_picture_are_named_below_it(client, report):
    public = PersonFactory(
        academic_title="Dr.", first_name="Sonja", last_name="Muster", slug="sonja-muster"
    )
    other = PersonFactory(first_name="Ayla", last_name="Öz", slug="ayla-oez")
    silent = PersonFactory(first_name="Robin", last_name="Still", is_public=False)
    picture = PictureFactory(caption="Auf dem Podium.")
    picture.persons.add(public, other, silent)
    ReportBlockFactory(report=report, kind=ReportBlock.Kind.PICTURE, text="", picture=picture)
    lone = PictureFactory()
    report.picture = lone
    report.save()

    text = text_of(client, report)

    assert (
        '<span>Auf dem Podium.</span><span>Zu sehen: <a href="/personen/sonja-muster/">Dr. Sonja'
        ' Muster</a>, <a href="/personen/ayla-oez/">Ayla Öz</a></span>' in text
    )
    assert "Robin Still" not in text
    assert text.count("Zu sehen:") == 1


def test_nobody_is_named_below_a_picture_that_is_hidden(client, report):
    picture = PictureFactory(consent="withdrawn")
    picture.persons.add(PersonFactory(first_name="Ayla", last_name="Öz"))
    ReportBlockFactory(report=report, kind=ReportBlock.Kind.PICTURE, text="", picture=picture)

    assert "Ayla Öz" not in text_of(client, report)


@pytest.mark.parametrize("count", [1, 3])
def test_a_full_report_of_a_conference_asks_as_much_for_three_as_for_one(
    client, django_assert_num_queries, report, conference, count
):
    report.picture, report.contact = PictureFactory(), PersonFactory()
    report.save()
    for _number in range(count):
        report.topics.add(TopicFactory())
        ReportBlockFactory(report=report)
        gallery = ReportBlockFactory(report=report, kind=ReportBlock.Kind.GALLERY, text="")
        picture = PictureFactory()
        picture.persons.add(PersonFactory())
        gallery.pictures.add(picture)
        shelf = ReportBlockFactory(report=report, kind=ReportBlock.Kind.DOWNLOADS, text="")
        shelf.documents.add(DocumentFactory())
        ParticipantCountFactory(conference=conference)

    with django_assert_num_queries(7):
        response = client.get(report.get_absolute_url())

    assert len(response.context["mentions"].participants) == count
    assert len(response.context["mentions"].shown) == count
