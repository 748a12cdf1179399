"""Minutes of a day: kept for the closed group, never on the public page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import MeetingFactory, MeetingFileFactory, MemberFactory
from tests.workshops.rooms import of_the_round, shown
from workshops.models import MeetingFile

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def meeting(team):
    return MeetingFactory(round=team.round)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def url(meeting, name="minutes", *more):
    return reverse(f"workshops:{name}", args=[meeting.round_id, meeting.pk, *more])


def test_a_file_is_kept_and_offered_to_be_sent(signed_in, meeting):
    sent = {"kind": "photos", "document": SimpleUploadedFile("Tafel 1.pdf", PDF)}

    answer = signed_in.post(url(meeting), sent, follow=True)

    file = MeetingFile.objects.get()
    assert (file.file_name, file.kind, file.content_type) == (
        "Tafel 1.pdf",
        "photos",
        "application/pdf",
    )
    assert "An alle senden : Tafel 1.pdf" in shown(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "minutes"},
        {"kind": "geheim", "document": SimpleUploadedFile("a.pdf", PDF)},
        {"kind": "minutes", "document": SimpleUploadedFile("a.exe", b"MZ")},
        {"kind": "minutes", "document": SimpleUploadedFile("a.pdf", b"<html>")},
    ],
)
def test_what_we_do_not_take_is_refused(signed_in, meeting, sent):
    assert signed_in.post(url(meeting), sent).status_code == 422
    assert MeetingFile.objects.count() == 0


def test_the_closed_group_reads_it_and_nobody_else(client, team, member, meeting):
    address = MeetingFileFactory(meeting=meeting).get_absolute_url()
    ended = MemberFactory(team=team, until_day=timezone.localdate()).user
    readers = [member, of_the_round(team), ended, MemberFactory().user]
    codes = []
    for reader in readers:
        client.force_login(reader)
        response = client.get(address)
        codes.append(response.status_code)
        b"".join(response)

    assert codes == [200, 200, 404, 404]


def test_members_find_it_among_the_files_of_their_team_and_not_in_public(
    client, team, member, meeting
):
    MeetingFileFactory(meeting=meeting, file_name="fotos.pdf")
    public = shown(client.get(meeting.get_absolute_url()))
    client.force_login(member)
    files = client.get(reverse("workshops:files", args=[team.public_id]))

    assert ("fotos.pdf" in public, "fotos.pdf" in shown(files)) == (False, True)


def test_a_file_is_removed_for_good(signed_in, meeting, django_capture_on_commit_callbacks):
    file = MeetingFileFactory(meeting=meeting)
    storage, name = file.file.storage, file.file.name

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(url(meeting, "minutes_remove", file.public_id))

    assert (MeetingFile.objects.count(), storage.exists(name)) == (0, False)


def test_a_file_of_another_day_is_not_removed_from_here(signed_in, meeting):
    other = MeetingFileFactory(meeting=MeetingFactory(round=meeting.round))

    code = signed_in.post(url(meeting, "minutes_remove", other.public_id)).status_code

    assert (code, MeetingFile.objects.count()) == (404, 1)
