import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from publications.models import Picture
from tests.factories import DocumentFactory, EditorFactory, PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def body_of(response):
    return b"".join(response.streaming_content)


def pdf(**facts):
    return DocumentFactory(
        link="",
        file=ContentFile(b"%PDF-1.7 Inhalt", "intern.pdf"),
        **{"file_name": "Übergänge.pdf", "content_type": "application/pdf", **facts},
    )


def test_a_file_is_saved_under_its_name_for_readers(client):
    response = client.get(pdf().get_absolute_url())

    assert response.status_code == 200
    assert body_of(response) == b"%PDF-1.7 Inhalt"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cberg%C3%A4nge.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "max-age=300"
    assert response.cookies == {}


def test_a_wrong_name_leads_to_the_right_one(client):
    document = pdf()

    response = client.get(f"/downloads/{document.public_id}/falsch.pdf")

    assert response.status_code == 302
    assert response["Location"] == document.get_absolute_url()


def test_a_file_in_draft_is_not_there_for_readers(client):
    assert client.get(pdf(published_at=None).get_absolute_url()).status_code == 404


def test_the_office_sees_a_file_in_draft_and_nobody_keeps_it(client):
    client.force_login(EditorFactory())

    response = client.get(pdf(published_at=None).get_absolute_url())

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert body_of(response) == b"%PDF-1.7 Inhalt"


def test_a_link_is_no_file(client):
    document = DocumentFactory()

    assert client.get(f"/downloads/{document.public_id}/irgendwas.pdf").status_code == 404


def test_a_file_missing_on_the_disk_is_a_page_and_not_a_fault(client):
    document = pdf()
    default_storage.delete(document.file.name)

    response = client.get(document.get_absolute_url())

    assert response.status_code == 404
    assert "<h1" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/downloads/00000000-0000-4000-8000-000000000000/da.pdf",
        "/downloads/keine-kennung/da.pdf",
        "/downloads/../../etc/passwd",
        "/bilder/00000000-0000-4000-8000-000000000000/480.webp",
        "/bilder/keine-kennung/480.webp",
    ],
)
def test_unknown_files_are_not_found(client, address):
    assert client.get(address).status_code == 404


def address_of(picture, width=480):
    return f"/bilder/{picture.public_id}/{width}.webp"


@pytest.mark.parametrize("consent", [Picture.Consent.NOT_NEEDED, Picture.Consent.GIVEN])
def test_a_picture_is_shown_while_its_consent_stands(client, consent):
    response = client.get(address_of(PictureFactory(consent=consent)))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "max-age=300"
    assert body_of(response)[8:12] == b"WEBP"


@pytest.mark.parametrize("consent", [Picture.Consent.MISSING, Picture.Consent.WITHDRAWN])
def test_without_consent_a_picture_is_not_found_not_even_by_the_office(client, consent):
    client.force_login(EditorFactory())

    assert client.get(address_of(PictureFactory(consent=consent))).status_code == 404


def test_a_withdrawal_hides_a_rendition_that_was_made_before(client):
    picture = PictureFactory()
    assert body_of(client.get(address_of(picture))) != b""
    Picture.objects.update(consent=Picture.Consent.WITHDRAWN)

    assert client.get(address_of(picture)).status_code == 404


def test_an_unchanged_picture_is_not_sent_again(client):
    picture = PictureFactory()
    first = client.get(address_of(picture))
    assert body_of(first) != b""

    again = client.get(address_of(picture), headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again["Cache-Control"] == "max-age=300"


def test_a_withdrawn_picture_is_gone_for_those_who_know_its_etag_too(client):
    picture = PictureFactory()
    first = client.get(address_of(picture))
    assert body_of(first) != b""
    Picture.objects.update(consent=Picture.Consent.WITHDRAWN)

    again = client.get(address_of(picture), headers={"if-none-match": first["ETag"]})

    assert again.status_code == 404


@pytest.mark.parametrize("width", [0, 1, 481, 10**9])
def test_pictures_come_in_our_widths_only(client, width):
    assert client.get(address_of(PictureFactory(), width)).status_code == 404


def test_a_picture_missing_on_the_disk_is_not_found(client):
    picture = PictureFactory()
    default_storage.delete(picture.file.name)

    assert client.get(address_of(picture)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_and_pages_are_only_read(client, method):
    send = getattr(client, method)
    addresses = ["/berichte/", "/downloads/", "/berichte/feed.atom", pdf().get_absolute_url()]

    assert [send(address).status_code for address in addresses] == [405] * 4
