"""What nobody should be able to put into the archive, sent to the office by an editor."""

import subprocess
import sys
import warnings
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from publications.models import Document, Picture
from tests import factories as f
from tests.hostile_files import (
    CONTENT,
    HOSTILE,
    HOSTILE_OFFICE,
    KIND,
    MARKER,
    PIXELS,
    SCRIPT,
    bomb,
    image,
    photo,
)
from tests.office import filled, sign_in, window

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client):
    return sign_in(client, f.EditorFactory())


def send(client, label, name, content, **values):
    address = window(label, "add")
    file = SimpleUploadedFile("x", content)
    file._name = name  # past the browser's manners
    return client.post(address, filled(client.get(address), title="Datei", file=file, **values))


def send_document(client, name, content):
    return send(client, "publications.document", name, content)


def send_picture(client, name, content):
    return send(client, "publications.picture", name, content, credit="Foto", alt_text="Tisch.")


def said(answer):
    return " ".join(answer.context["adminform"].form.errors.get("file", []))


@pytest.mark.parametrize("send", [send_document, send_picture])
@pytest.mark.parametrize(("name", "content", "words"), HOSTILE)
def test_a_hostile_file_is_refused_in_german_at_its_field(
    client, editor, send, name, content, words
):
    answer = send(client, name, content)

    assert answer.status_code == 200
    refusal = KIND if send is send_picture and name.endswith(".pdf") else words
    assert refusal in said(answer)
    assert (Document.objects.count(), Picture.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    HOSTILE_OFFICE,
)
def test_a_hostile_office_file_is_refused(client, editor, name, content):
    assert CONTENT in said(send_document(client, name, content))


@pytest.mark.parametrize("send", [send_document, send_picture])
def test_a_picture_that_would_fill_the_memory_is_refused(client, editor, send):
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # a warning is all that Pillow would say
        answer = send(client, "Bombe.png", bomb())

    assert PIXELS in said(answer)


def test_the_refusal_takes_little_memory(tmp_path):
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb())
    code = f"""
import resource
import django
django.setup()
from django.core.files import File
from portal import pictures
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    pictures.check_pixels(File(open({str(path)!r}, "rb"), "bomb.png"))
except pictures.ValidationError as refused:
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(refused.code, (after - before) // 1024)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    )
    code, megabytes = run.stdout.split()

    assert code == "pixels"
    assert int(megabytes) < 30


def test_an_endless_strip_is_made_to_fit(client, editor):
    answer = send_picture(client, "Streifen.png", image(size=(10, 20_000)))

    assert answer.status_code == 302
    assert Picture.objects.get().height == 16_000


def test_what_hangs_on_a_picture_is_lost(client, editor):
    send_picture(client, "Foto.jpg", photo() + SCRIPT)

    with Picture.objects.get().file.open() as file:
        stored = file.read()
    assert [word in stored for word in (MARKER, b"COMMENT-MARKER", b"PWNED")] == [False] * 3


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_among_documents_loses_its_metadata_but_not_its_format(client, editor, form):
    exif = Image.Exif()
    exif[0x010E] = MARKER.decode()
    sent = image(form, exif=exif)
    assert MARKER in sent

    send_document(client, f"Foto.{form.lower()}", sent + SCRIPT)

    document = Document.objects.get()
    with document.file.open() as file:
        stored = file.read()
    assert (MARKER in stored, b"PWNED" in stored) == (False, False)
    assert Image.open(BytesIO(stored)).format == form
    assert document.size == len(stored)
    assert document.file_name == f"Foto.{form.lower()}"


@pytest.mark.parametrize("width", [480, 960, 1600])
def test_no_rendition_knows_where_the_photo_was_taken(client, width):
    picture = f.PictureFactory(file=SimpleUploadedFile("Foto.jpg", photo(size=(2000, 1000))))

    response = client.get(f"/bilder/{picture.public_id}/{width}.webp")
    content = b"".join(response.streaming_content)

    assert Image.open(BytesIO(content)).size == (width, width // 2)
    assert not Image.open(BytesIO(content)).getexif()
    assert (MARKER in content, b"COMMENT-MARKER" in content) == (False, False)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Windows\\win.pdf", "win.pdf"),
        ("Fol\u202eien\u200b.pdf", "Folien.pdf"),
        ("U\u0308bersicht.pdf", "Übersicht.pdf"),
        ("Plan v2.1 (Entwurf).pdf", "Plan v2.1 (Entwurf).pdf"),
    ],
)
def test_a_name_reaches_neither_the_disk_nor_the_head_of_an_answer(client, editor, name, shown):
    send_document(client, name, b"%PDF-1.7")

    document = Document.objects.get()
    assert document.file_name == shown
    folders, files = default_storage.listdir("")
    assert (folders, files) == (["documents"], [])
    assert default_storage.listdir("documents")[1] == [
        document.file.name.removeprefix("documents/")
    ]
    response = client.get(document.get_absolute_url())
    assert "\n" not in response["Content-Disposition"]
    assert b"".join(response.streaming_content) == b"%PDF-1.7"


def test_withdrawing_the_consent_leaves_no_rendition_on_the_disk(
    client, editor, django_capture_on_commit_callbacks
):
    picture = f.PictureFactory(file=SimpleUploadedFile("Foto.jpg", photo(size=(2000, 1000))))
    addresses = [f"/bilder/{picture.public_id}/{width}.webp" for width in (480, 960, 1600)]
    before = [b"".join(client.get(address))[8:12] for address in addresses]

    with django_capture_on_commit_callbacks(execute=True):
        client.post(window("publications.picture", "do", picture.pk, "withdraw-consent"))

    assert before == [b"WEBP"] * 3
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert default_storage.listdir("renditions/pictures") == ([], [])
