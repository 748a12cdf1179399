import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile

from portal.dates import Period
from publications.models import Document
from tests.factories import (
    ConferenceFactory,
    CoordinatorFactory,
    DocumentFactory,
    EditorFactory,
    MeetingFactory,
    PublishedRoundFactory,
    RoundFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def file(title, **facts):
    name = facts.pop("file_name", f"{title}.pdf")
    content = ContentFile(f"%PDF-1.7 {title}".encode(), "intern.pdf")
    return DocumentFactory(title=title, link="", file=content, file_name=name, **facts)


@pytest.fixture
def conference():
    found = ConferenceFactory(slug="bundeskonferenz-2024", short_title="Bundeskonferenz 2024")
    found.documents.add(file("Programm"))
    SessionFactory(conference=found).documents.add(file("Folien"))
    return found


@pytest.fixture
def day():
    round = PublishedRoundFactory(
        number=2, workshop__slug="ganztag", workshop__short_title="Ganztag"
    )
    found = MeetingFactory(
        round=round, title="Auftakt", slug="auftakt", when=Period.day(date(2025, 2, 6))
    )
    found.documents.add(file("Arbeitsblatt"))
    return found


def shown(response):
    assert response.status_code == 200
    return sorted(document.title for document in response.context["page"])


def choices(client):
    field = client.get("/downloads/").context["form"].fields["event"]
    return list(field.choices)


def test_the_archive_names_every_event_that_left_something_behind(client, conference, day):
    ConferenceFactory(short_title="Ohne Dateien")
    ConferenceFactory(short_title="Nur Entwürfe").documents.add(DocumentFactory(published_at=None))

    assert choices(client) == [
        ("", "Alle Veranstaltungen"),
        ("Konferenzen", [("bundeskonferenz-2024", "Bundeskonferenz 2024")]),
        ("Werkstatttage", [("ganztag.2.auftakt", "Ganztag, Durchgang 2: Auftakt")]),
    ]


def test_what_is_not_public_is_no_choice_not_even_for_the_office(client):
    client.force_login(EditorFactory())
    document = file("Blatt")
    ConferenceFactory(is_published=False).documents.add(document)
    MeetingFactory(round=RoundFactory()).documents.add(document)

    assert choices(client) == [("", "Alle Veranstaltungen")]


def test_the_archive_is_narrowed_down_to_a_conference_and_its_sessions(client, conference, day):
    response = client.get("/downloads/?veranstaltung=bundeskonferenz-2024")

    assert shown(response) == ["Folien", "Programm"]
    assert 'href="/konferenzen/bundeskonferenz-2024/downloads.zip"' in response.text
    assert '<option value="bundeskonferenz-2024" selected>' in response.text


def test_the_archive_is_narrowed_down_to_a_day_and_a_year(client, conference, day):
    day.documents.add(file("Alt", published_at=datetime(2020, 1, 1, tzinfo=UTC)))

    of_day = client.get("/downloads/?veranstaltung=ganztag.2.auftakt")
    of_year = client.get("/downloads/?veranstaltung=ganztag.2.auftakt&jahr=2020")

    assert (shown(of_day), shown(of_year)) == (["Alt", "Arbeitsblatt"], ["Alt"])
    assert "Wählen Sie eine andere" in client.get("/downloads/?jahr=2020&art=minutes").text


@pytest.mark.parametrize("event", ["gibt-es-nicht", "ganztag.9.auftakt", "%27", "a" * 3000, "🙂"])
def test_an_unknown_event_is_said_and_left_out(client, day, event):
    response = client.get(f"/downloads/?veranstaltung={event}")

    assert shown(response) == ["Arbeitsblatt"]
    assert "Diese Auswahl gibt es nicht" in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_archive_asks_as_much_for_three_events_as_for_one(
    client, django_assert_num_queries, count
):
    for _number in range(count):
        ConferenceFactory().documents.add(file("Programm", replaced_by=DocumentFactory()))
        MeetingFactory().documents.add(file("Blatt"))

    with django_assert_num_queries(8):
        response = client.get("/downloads/")

    assert len(response.context["page"].object_list) == 3 * count


def test_each_document_names_its_public_event(client, conference, day):
    draft = ConferenceFactory(short_title="Geheim", is_published=False)
    draft.documents.add(file("Entwurf"))
    day.documents.add(Document.objects.get(title="Folien"))

    response = client.get("/downloads/")

    assert {
        document.title: event and event.title for document, event in response.context["rows"]
    } == {
        "Programm": "Bundeskonferenz 2024",
        "Folien": "Bundeskonferenz 2024",
        "Arbeitsblatt": "Ganztag, Durchgang 2: Auftakt",
        "Entwurf": None,
    }
    assert f'von: <a href="{day.get_absolute_url()}">' in response.text


# --- an event as one file ------------------------------------------------------------------------
def unpacked(response):
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_conference_comes_as_one_file_with_that_of_its_sessions(client, conference):
    conference.documents.add(
        file("Übersicht", file_name="Übersicht.pdf"),
        file("Entwurf", published_at=None),
        file("Alte Fassung", replaced_by=file("Neue Fassung")),
        DocumentFactory(title="Ein Link"),
    )

    response = client.get("/konferenzen/bundeskonferenz-2024/downloads.zip")

    files = unpacked(response)
    assert sorted(files) == ["Folien.pdf", "Programm.pdf", "Übersicht.pdf"]
    assert files["Übersicht.pdf"] == "%PDF-1.7 Übersicht".encode()
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Bundeskonferenz%202024%20%E2%80%93%20Downloads.zip"
    )
    assert response.cookies == {}


def test_a_day_comes_as_one_file(client, day):
    day.documents.add(file("Entwurf", published_at=None), file("Folien"))

    files = unpacked(client.get("/werkstaetten/ganztag/2/auftakt/downloads.zip"))

    assert sorted(files) == ["Arbeitsblatt.pdf", "Folien.pdf"]
    page = client.get("/werkstaetten/ganztag/2/auftakt/").text
    assert 'href="/werkstaetten/ganztag/2/auftakt/downloads.zip"' in page


def test_nothing_to_pack_is_not_found(client):
    conference, day = ConferenceFactory(), MeetingFactory()
    conference.documents.add(DocumentFactory(), file("Entwurf", published_at=None))

    addresses = [
        conference.get_absolute_url(),
        day.get_absolute_url(),
        "/konferenzen/gibt-es-nicht/",
    ]
    answers = [client.get(f"{address}downloads.zip").status_code for address in addresses]

    assert answers == [404] * 3


def test_what_is_not_public_is_packed_for_those_who_see_it_and_kept_by_nobody(client):
    coordinator = CoordinatorFactory()
    conference = ConferenceFactory(is_published=False)
    conference.coordinators.add(coordinator)
    conference.documents.add(file("Programm"))
    address = f"{conference.get_absolute_url()}downloads.zip"

    before = client.get(address)
    client.force_login(coordinator)
    after = client.get(address)

    assert (before.status_code, after.status_code) == (404, 200)
    assert after["Cache-Control"] == "private, no-store"
    assert list(unpacked(after)) == ["Programm.pdf"]


@pytest.mark.parametrize("count", [1, 3])
def test_packing_asks_as_much_for_three_as_for_one(client, django_assert_num_queries, day, count):
    for number in range(count):
        day.documents.add(file(f"Blatt {number}"))

    with django_assert_num_queries(2):
        files = unpacked(client.get("/werkstaetten/ganztag/2/auftakt/downloads.zip"))

    assert len(files) == count + 1
