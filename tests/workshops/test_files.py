"""Files of a team: who reads, sends, shares and removes them, and how much room there is."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry
from tests.factories import (
    EditorFactory,
    LeadFactory,
    MemberFactory,
    ProgressEntryFactory,
    SuperuserFactory,
    TeamFactory,
    TeamFileFactory,
)
from tests.workshops.files import PDF, body_of, do_url, files_url, pdf, send, status_of, stored
from tests.workshops.rooms import of_the_round, shown
from workshops.actions import team_files
from workshops.models import Team, TeamFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lead(team):
    return LeadFactory(team=team).user


# --- who may -------------------------------------------------------------------------------------
#  who, list, send, read own, read shared, share, remove
ANSWERS = {
    "visitor": (302, 302, 302, 302, 302, 302),
    "member": (200, 303, 200, 200, 403, 403),
    "lead": (200, 303, 200, 200, 303, 303),
    "former": (404, 404, 404, 404, 404, 404),
    "neighbour": (404, 404, 404, 200, 404, 404),
    "stranger": (404, 404, 404, 404, 404, 404),
    "coordinator": (200, 403, 200, 200, 403, 403),
    "editor": (403, 403, 403, 403, 403, 403),
    "superuser": (200, 403, 200, 200, 403, 403),
}


@pytest.mark.parametrize("who", ANSWERS)
def test_every_page_of_files_answers_every_role(client, team, member, lead, coordinator, who):
    own, shared = TeamFileFactory(team=team), TeamFileFactory(team=team, visibility="round")
    people = {
        "visitor": None,
        "member": member,
        "lead": lead,
        "former": MemberFactory(team=team, until_day=timezone.localdate()).user,
        "neighbour": of_the_round(team),
        "stranger": MemberFactory().user,
        "coordinator": coordinator,
        "editor": EditorFactory(),
        "superuser": SuperuserFactory(),
    }
    if people[who]:
        client.force_login(people[who])

    answers = (
        client.get(files_url(team)).status_code,
        send(client, team, pdf()).status_code,
        status_of(client.get(own.get_absolute_url())),
        status_of(client.get(shared.get_absolute_url())),
        client.post(do_url(own, "share_file")).status_code,
        client.post(do_url(own, "remove_file")).status_code,
    )

    assert answers == ANSWERS[who]


def test_a_member_removes_only_what_they_sent_themselves(client, team, member):
    own = TeamFileFactory(team=team, uploaded_by=member)
    client.force_login(member)

    assert client.get(do_url(own, "remove_file")).status_code == 200
    assert client.post(do_url(own, "remove_file")).status_code == 303
    assert client.post(do_url(TeamFileFactory(team=team), "remove_file")).status_code == 403


def test_a_file_is_found_only_in_its_own_room_and_under_its_own_name(client, team, member):
    file = TeamFileFactory(team=team)
    elsewhere = MemberFactory(user=member).team
    client.force_login(member)

    for team_id, name in [(elsewhere.public_id, file.file_name), (team.public_id, "anders.pdf")]:
        address = reverse("workshops:file", args=[team_id, file.public_id, name])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-3"}])
@pytest.mark.parametrize("end", ["membership", "team", "share"])
def test_who_may_no_longer_read_a_file_gets_no_part_of_it(client, team, method, headers, end):
    file = TeamFileFactory(team=team, visibility="round")
    reader = MemberFactory(team=TeamFactory(round=team.round))
    client.force_login(reader.user)
    first = client.get(file.get_absolute_url())
    assert status_of(first) == 200
    if end == "membership":
        type(reader).objects.filter(pk=reader.pk).update(until_day=timezone.localdate())
    elif end == "team":
        Team.objects.filter(pk=team.pk).update(state="left", left_reason="Personal fehlt")
    else:
        team_files.take_back(file=file, by=LeadFactory(team=team).user, at=timezone.now())

    response = getattr(client, method)(
        file.get_absolute_url(), headers={**headers, "if-none-match": first["ETag"]}
    )

    assert response.status_code == 404


# --- how it is handed out ------------------------------------------------------------------------
def test_a_file_is_saved_under_its_name_and_kept_by_nobody(client, team, member):
    client.force_login(member)
    send(client, team, pdf("Übergänge – Stand.pdf"))

    response = client.get(TeamFile.objects.get().get_absolute_url())

    assert body_of(response) == PDF
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%9Cberg%C3%A4nge%20%E2%80%93%20Stand.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_part_of_a_file_is_handed_out_too(client, team, member):
    file = TeamFileFactory(team=team, file=ContentFile(PDF, "x.pdf"))
    client.force_login(member)

    response = client.get(file.get_absolute_url(), headers={"range": "bytes=1-3"})

    assert (response.status_code, body_of(response)) == (206, b"PDF")
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_missing_on_the_disk_is_a_page_and_not_a_fault(client, team, member):
    file = TeamFileFactory(team=team)
    default_storage.delete(file.file.name)
    client.force_login(member)

    assert client.get(file.get_absolute_url()).status_code == 404


# --- sending -------------------------------------------------------------------------------------
def test_several_files_are_kept_at_once_with_what_they_are(client, team, member):
    client.force_login(member)

    response = send(client, team, pdf("Eins.pdf"), pdf("Zwei.pdf"), note="Vom\u200b Treffen\n")

    assert (response.status_code, response["Location"]) == (303, files_url(team))
    kept = TeamFile.objects.order_by("pk")
    assert [(f.file_name, f.note, f.size, f.uploaded_by, f.visibility) for f in kept] == [
        ("Eins.pdf", "Vom Treffen", len(PDF), member, "team"),
        ("Zwei.pdf", "Vom Treffen", len(PDF), member, "team"),
    ]
    words = shown(client.get(files_url(team)))
    assert "2 Dateien sind abgelegt." in words
    assert "Zwei.pdf Vom Treffen PDF, 15 Byte · Emre Beispiel," in words


def test_one_wrong_file_among_several_is_named_and_none_is_kept(client, team, member):
    client.force_login(member)

    response = send(client, team, pdf(), pdf("Seite.html", b"<script>"))

    assert response.status_code == 422
    assert "Seite.html: Diese Art von Datei nehmen wir nicht" in shown(response)
    assert (TeamFile.objects.count(), stored()) == (0, [])


@pytest.mark.parametrize(
    ("files", "words"),
    [([], "Bitte wählen Sie eine Datei aus."), (["x"] * 11, "höchstens 10 Dateien auf einmal")],
)
def test_none_and_too_many_files_are_refused_in_german(client, team, member, files, words):
    client.force_login(member)

    response = send(client, team, *[pdf() for _ in files])

    assert response.status_code == 422
    assert words in shown(response)


@pytest.mark.parametrize(("note", "answer"), [("x" * 10_000, 422), ("a\x00b\r\n", 303)])
def test_wild_words_about_a_file_are_no_fault(client, team, member, note, answer):
    client.force_login(member)

    assert send(client, team, pdf(), note=note).status_code == answer
    assert list(TeamFile.objects.values_list("note", flat=True)) in ([], ["ab"])


def test_a_file_that_comes_with_an_entry_leads_to_it(client, milestone, team, member):
    entry = ProgressEntryFactory(milestone=milestone)
    facts = {"files": [ContentFile(PDF, "x.pdf")], "by": member, "at": timezone.now()}
    team_files.add(team=team, entry=entry, **facts)
    client.force_login(member)

    page = client.get(files_url(team)).content.decode()

    assert f'href="{milestone.get_absolute_url()}#eintrag-{entry.pk}"' in page
    with pytest.raises(ValidationError, match="anderen Team"):
        team_files.add(team=team, entry=ProgressEntryFactory(), **facts)


# --- room ----------------------------------------------------------------------------------------
def test_the_room_of_a_team_is_limited_and_that_of_another_is_not_touched(
    client, settings, team, member
):
    settings.TEAM_QUOTA_MB = 1
    TeamFileFactory(team=team, size=900_000)
    neighbour = MemberFactory(team=TeamFactory(round=team.round))
    client.force_login(member)

    refused = send(client, team, pdf(content=PDF + bytes(200_000)))
    client.force_login(neighbour.user)
    taken = send(client, neighbour.team, pdf(content=PDF + bytes(200_000)))

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert "Der Platz reicht nicht: 200 KB werden gebraucht, 100 KB von 1 MB sind frei." in shown(
        refused
    ).replace("\xa0", " ")
    assert "900 KB von 1 MB belegt" in shown(refused).replace("\xa0", " ")
    assert TeamFile.objects.filter(team=team).count() == 1


def test_a_team_keeps_so_many_files_and_no_more(team, member, monkeypatch):
    monkeypatch.setattr(team_files, "FILES_PER_TEAM", 1)
    TeamFileFactory(team=team)

    with pytest.raises(ValidationError, match="bis zu 1 Dateien"):
        team_files.add(team=team, files=[ContentFile(PDF, "x.pdf")], by=member, at=timezone.now())


def test_who_sends_too_much_in_an_hour_waits_for_the_next(team, member, monkeypatch):
    monkeypatch.setattr(team_files, "SENT_PER_HOUR", 1)
    now = timezone.now().replace(minute=10)

    def add(at):
        return team_files.add(team=team, files=[ContentFile(PDF, "x.pdf")], by=member, at=at)

    add(now)
    with pytest.raises(ValidationError, match="viel in kurzer Zeit"):
        add(now + timedelta(minutes=1))
    assert len(add(now + timedelta(hours=1))) == 1


def test_a_team_that_left_keeps_no_more_files(team, member):
    Team.objects.update(state="left", left_reason="Personal fehlt")

    with pytest.raises(ValidationError, match="das teilnimmt"):
        team_files.add(team=team, files=[ContentFile(PDF, "x.pdf")], by=member, at=timezone.now())


# --- sharing and removing ------------------------------------------------------------------------
def test_a_shared_file_stands_in_the_rooms_of_the_others_until_it_is_taken_back(client, team, lead):
    file = TeamFileFactory(team=team, file_name="Bedarf.pdf")
    other = MemberFactory(team=TeamFactory(round=team.round))

    def seen():
        client.force_login(other.user)
        others = client.get(files_url(other.team)).context["others"]
        return list(others) == [file], status_of(client.get(file.get_absolute_url()))

    before = seen()
    client.force_login(lead)
    client.post(do_url(file, "share_file"))
    shared = seen()
    client.force_login(lead)
    client.post(do_url(file, "take_back_file"))

    assert (before, shared, seen()) == ((False, 404), (True, 200), (False, 404))
    assert list(AuditEntry.objects.order_by("pk").values_list("what", "scope", "fields")) == [
        ("team_file.shared", team.round.scope, ["visibility"]),
        ("team_file.taken_back", team.round.scope, ["visibility"]),
    ]


def test_sharing_twice_says_so_and_changes_nothing(client, team, lead):
    file = TeamFileFactory(team=team, visibility="round")
    client.force_login(lead)

    page = client.post(do_url(file, "share_file"), follow=True)

    assert "bereits mit dem Durchgang geteilt" in shown(page)
    assert AuditEntry.objects.count() == 0


def test_a_removed_file_is_gone_from_the_disk_once_that_is_certain(
    client, team, lead, django_capture_on_commit_callbacks
):
    file = TeamFileFactory(team=team)
    client.force_login(lead)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(do_url(file, "remove_file"))
        assert len(stored()) == 1

    assert (TeamFile.objects.count(), stored()) == (0, [])
    assert AuditEntry.objects.get().what == "team_file.removed"


def test_a_file_removed_meanwhile_is_not_found(client, team, lead):
    file = TeamFileFactory(team=team)
    client.force_login(lead)
    client.post(do_url(file, "remove_file"))

    for verb in ("share_file", "take_back_file", "remove_file"):
        assert client.post(do_url(file, verb)).status_code == 404


# --- the list ------------------------------------------------------------------------------------
def test_an_empty_room_says_what_files_are_good_for(client, team, member, coordinator):
    client.force_login(member)
    assert "finden alle im Team, auch wer später dazukommt" in shown(client.get(files_url(team)))
    client.force_login(coordinator)
    assert "Sobald das Team etwas ablegt" in shown(client.get(files_url(team)))


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_the_same_number_of_queries(
    client, team, lead, count, django_assert_num_queries
):
    for _ in range(count):
        TeamFileFactory(team=team, entry=ProgressEntryFactory(milestone__team=team))
        TeamFileFactory(team=TeamFactory(round=team.round), visibility="round")
    client.force_login(lead)
    with django_assert_num_queries(10):
        client.get(files_url(team))
