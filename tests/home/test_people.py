from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from people.models import Contribution, Portrait
from portal.dates import Period
from tests.factories import (
    AgendaContributionFactory,
    AgendaItemFactory,
    EditorFactory,
    MeetingFactory,
    PersonFactory,
    PictureFactory,
    PublishedReportFactory,
    ReportFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def contribution(person, year=2025, **facts):
    meeting = MeetingFactory(when=Period.day(date(year, 2, 6)))
    return AgendaContributionFactory(
        item=AgendaItemFactory(meeting=meeting), person=person, **facts
    )


def test_a_person_is_shown_with_what_they_contributed_over_the_years(client):
    person = PersonFactory(academic_title="Dr.", first_name="Sonja", last_name="Muster")
    contribution(person, 2023, affiliation="Stelle A", state=Contribution.State.ACTUAL)
    contribution(person, 2025, affiliation="Stelle B", function="Leitung")

    response = client.get(person.get_absolute_url())
    text = " ".join(response.text.split())

    assert "<h1>Dr. Sonja Muster</h1>" in text
    assert [year for year, _group in response.context["years"]] == [2025, 2023]
    assert '<p class="meta">Damals: Leitung, Stelle B · geplant</p>' in text
    assert '<p class="meta">Damals: Stelle A</p>' in text


def test_whoever_did_not_come_is_not_shown_as_if_they_had(client):
    person = PersonFactory()
    contribution(person, state=Contribution.State.ABSENT)

    assert "hat nicht teilgenommen" in client.get(person.get_absolute_url()).text


def test_contributions_in_unpublished_rounds_stay_hidden(client):
    person = PersonFactory()
    hidden = MeetingFactory(round=RoundFactory(), title="Geheim")
    AgendaContributionFactory(item=AgendaItemFactory(meeting=hidden), person=person)
    report = PublishedReportFactory()
    hidden.reports.add(report)

    response = client.get(person.get_absolute_url())

    assert response.context["years"] == []
    assert list(response.context["reports"]) == []


def test_reports_of_their_days_and_with_them_as_contact_are_listed_once(client):
    person = PersonFactory()
    told = contribution(person)
    both, of_the_day = PublishedReportFactory(contact=person), PublishedReportFactory()
    told.item.meeting.reports.add(both, of_the_day, ReportFactory(contact=person))

    reports = client.get(person.get_absolute_url()).context["reports"]

    assert sorted(report.pk for report in reports) == sorted([both.pk, of_the_day.pk])


def test_a_person_without_a_public_page_is_not_found_by_readers(client):
    person = PersonFactory(is_public=False)

    assert client.get(person.get_absolute_url()).status_code == 404
    client.force_login(EditorFactory())
    assert "Ohne öffentliche Seite." in client.get(person.get_absolute_url()).text


def test_contact_data_need_consent(client):
    person = PersonFactory(email="privat@example.org", phone="0231 1")

    assert "privat@example.org" not in client.get(person.get_absolute_url()).text
    person.contact_consent_on = date(2025, 1, 1)
    person.save()
    assert "privat@example.org" in client.get(person.get_absolute_url()).text


def portrait_of(person, **facts):
    with PictureFactory().file.open() as picture:
        content = ContentFile(picture.read(), "portrait.webp")
    return Portrait.objects.create(person=person, file=content, credit="Eigene", **facts)


def test_a_portrait_is_shown_by_consent(client):
    person = PersonFactory(slug="sonja")
    portrait_of(person, consent_given_on=date(2025, 1, 1))

    image = client.get("/personen/sonja/bild.webp")

    assert 'src="/personen/sonja/bild.webp"' in client.get("/personen/sonja/").text
    assert (image.status_code, image["Content-Type"]) == (200, "image/webp")
    assert image["Cache-Control"] == "max-age=300"
    assert b"".join(image.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "consent",
    [{}, {"consent_given_on": date(2025, 1, 1), "consent_withdrawn_on": date(2025, 2, 1)}],
)
def test_without_consent_a_portrait_is_not_there(client, consent):
    portrait_of(PersonFactory(slug="sonja"), **consent)

    assert "bild.webp" not in client.get("/personen/sonja/").text
    assert client.get("/personen/sonja/bild.webp").status_code == 404


def test_a_portrait_missing_on_the_disk_is_not_found(client):
    portrait = portrait_of(PersonFactory(slug="sonja"), consent_given_on=date(2025, 1, 1))
    default_storage.delete(portrait.file.name)

    assert client.get("/personen/sonja/bild.webp").status_code == 404


@pytest.mark.parametrize("slug", ["niemand", "x" * 3000, "1"])
def test_unknown_people_are_not_found(client, slug):
    assert client.get(f"/personen/{slug}/").status_code == 404
    assert client.get(f"/personen/{slug}/bild.webp").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(client, django_assert_num_queries, count):
    person = PersonFactory()
    for number in range(count):
        told = contribution(person, 2020 + number)
        told.item.meeting.reports.add(PublishedReportFactory())

    with django_assert_num_queries(4):
        response = client.get(person.get_absolute_url())

    assert len(response.context["years"]) == count
    assert response.cookies == {}


def test_a_page_that_only_the_office_sees_is_kept_by_nobody(client):
    shown, hidden = PersonFactory(), PersonFactory(is_public=False)
    client.force_login(EditorFactory())
    pages = [client.get(person.get_absolute_url()) for person in (shown, hidden)]

    assert [page.status_code for page in pages] == [200, 200]
    assert [page.get("Cache-Control") for page in pages] == [None, "private, no-store"]
