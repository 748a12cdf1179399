"""What nobody should be able to put into a team's room."""

import warnings

import pytest

from tests.hostile_files import (
    CONTENT,
    HOSTILE,
    HOSTILE_OFFICE,
    MARKER,
    PIXELS,
    SCRIPT,
    bomb,
    photo,
)
from tests.workshops.files import PDF, body_of, pdf, send, stored
from tests.workshops.rooms import shown
from workshops.models import TeamFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("name", "content", "words"), HOSTILE)
def test_a_hostile_file_is_refused_in_german(client, team, member, name, content, words):
    client.force_login(member)
    file = pdf("x", content)
    file._name = name  # past the browser's manners
    response = send(client, team, file)

    assert response.status_code == 422
    assert words in shown(response)
    assert (TeamFile.objects.count(), stored()) == (0, [])


@pytest.mark.parametrize(("name", "content"), HOSTILE_OFFICE)
def test_a_hostile_office_file_is_refused(client, team, member, name, content):
    client.force_login(member)
    assert CONTENT in shown(send(client, team, pdf(name, content)))


def test_a_picture_that_would_fill_the_memory_is_refused(client, team, member):
    client.force_login(member)
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # a warning is all that Pillow would say
        response = send(client, team, pdf("Bombe.png", bomb()))

    assert PIXELS in shown(response)


def test_nobody_learns_from_a_photo_where_it_was_taken(client, team, member):
    client.force_login(member)
    send(client, team, pdf("Foto.jpg", photo() + SCRIPT))

    file = TeamFile.objects.get()
    content = body_of(client.get(file.get_absolute_url()))
    assert [word in content for word in (MARKER, b"COMMENT-MARKER", b"PWNED")] == [False] * 3
    assert file.size == len(content)


@pytest.mark.parametrize("name", ["../../etc/Plan.pdf", "C:\\Windows\\Plan.pdf", "Pl\u202ean.pdf"])
def test_a_name_reaches_neither_the_disk_nor_the_head_of_an_answer(client, team, member, name):
    client.force_login(member)
    file = pdf("x")
    file._name = name
    send(client, team, file)

    kept = TeamFile.objects.get()
    assert (kept.file_name, stored()) == ("Plan.pdf", [kept.file.name.removeprefix("teams/")])
    response = client.get(kept.get_absolute_url())
    assert (body_of(response), response["Content-Disposition"]) == (
        PDF,
        'attachment; filename="Plan.pdf"',
    )
