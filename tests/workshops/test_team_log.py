import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import (
    MemberFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    TeamFileFactory,
)
from tests.workshops.rooms import log_url, shown, typed
from workshops.forms.log import LogForm
from workshops.models import Milestone, ProgressEntry, TeamFile

pytestmark = pytest.mark.django_db

Status = Milestone.Status
HTMX = {"HX-Request": "true"}


# --- saying what moved ---------------------------------------------------------------------------
def test_saying_what_moved_leads_back_to_the_milestone_with_a_word_of_success(
    client, milestone, member
):
    client.force_login(member)
    words = typed(
        milestone, status=Status.PROGRESS, note="Erste Sitzung war.", next_step="Einladen"
    )

    response = client.post(log_url(milestone), words)
    page = client.get(response["Location"])

    assert (response.status_code, response["Location"]) == (303, milestone.get_absolute_url())
    assert "Ihr Eintrag ist gespeichert." in shown(page)
    assert "geplant → in Arbeit Erste Sitzung war. Nächster Schritt: Einladen" in shown(page)


def test_a_new_deadline_is_typed_in_words(client, milestone, member):
    client.force_login(member)
    words = typed(milestone, status=Status.POSTPONED, note="Später.", due="Herbst 2046")
    refused = client.post(log_url(milestone), {**words, "due": "bald"})
    assert (refused.status_code, 'value="bald"' in refused.content.decode()) == (422, True)

    assert client.post(log_url(milestone), words).status_code == 303

    milestone.refresh_from_db()
    assert str(milestone.when) == "Herbst 2046"


def test_an_empty_entry_is_explained_and_nothing_is_saved(client, milestone, member):
    client.force_login(member)

    response = client.post(log_url(milestone), typed(milestone))

    assert response.status_code == 422
    assert "<title>Fehler: " in response.content.decode()
    assert "ein leerer Eintrag hilft niemandem" in shown(response)
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"note": "x" * 10_000}, "#{ids}-note"),
        ({"hurdle": "x" * 10_000}, "#{ids}-hurdle"),
        ({"next_step": "x" * 301}, "#{ids}-next_step"),
        ({"status": "finished", "note": "Gut."}, "#{ids}-status_0"),
        ({"status": "", "note": "Gut."}, "#{ids}-status_0"),
    ],
)
def test_what_cannot_be_saved_is_named_and_kept(client, milestone, member, words, problem):
    client.force_login(member)

    response = client.post(log_url(milestone), typed(milestone, **words))

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="{problem.format(ids=LogForm.prefix_of(milestone.public_id))}"' in page
    assert next(reversed(words.values())) in page


def test_a_form_without_the_status_that_was_seen_is_refused_in_words(client, milestone, member):
    client.force_login(member)
    response = client.post(log_url(milestone), {"status": "risk", "note": "Gut."})
    assert response.status_code == 422
    assert "Diese Seite ist veraltet." in shown(response)


def test_nul_bytes_and_line_breaks_do_no_harm(client, milestone, member):
    client.force_login(member)
    words = typed(
        milestone, note="Zeile\x00 eins\r\nZeile zwei", hurdle="a\nb", next_step="\u202ec"
    )

    assert client.post(log_url(milestone), words).status_code == 303

    entry = ProgressEntry.objects.get()
    assert (entry.note, entry.hurdle, entry.next_step) == ("Zeile eins\nZeile zwei", "a b", "c")


def test_markup_in_an_entry_stays_text(client, milestone, member):
    client.force_login(member)
    client.post(log_url(milestone), typed(milestone, note="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(milestone.get_absolute_url()).content.decode()


def test_a_status_moved_meanwhile_keeps_the_words_and_lets_one_save_all_the_same(
    client, milestone, member
):
    colleague = MemberFactory(team=milestone.team, user__first_name="Katrin").user
    client.force_login(colleague)
    client.post(log_url(milestone), typed(milestone, status=Status.REACHED))
    client.force_login(member)
    stale = typed(milestone, status=Status.RISK, note="Es hakt noch.")

    conflict = client.post(log_url(milestone), stale)
    again = conflict.context["form"]
    kept = {name: again[name].value() for name in ("status", "status_seen", "note")}
    saved = client.post(log_url(milestone), kept)

    assert conflict.status_code == 409
    assert "Der Stand hat sich inzwischen geändert Katrin" in shown(conflict)
    assert "Trotzdem speichern" in shown(conflict)
    assert kept == {"status": "risk", "status_seen": "reached", "note": "Es hakt noch."}
    assert saved.status_code == 303
    milestone.refresh_from_db()
    assert (milestone.status, milestone.reached_on) == (Status.RISK, None)


def test_a_note_on_a_stale_form_is_no_conflict(client, milestone, member):
    stale = typed(milestone, note="Noch ein Satz.")
    Milestone.objects.update(status=Status.PROGRESS)
    client.force_login(member)

    assert client.post(log_url(milestone), stale).status_code == 303
    assert Milestone.objects.get().status == Status.PROGRESS


def test_an_own_entry_is_corrected_and_both_stay_readable(client, milestone, member):
    client.force_login(member)
    wrong = ProgressEntryFactory(milestone=milestone, author=member, note="31 Schulen")
    url = f"{log_url(milestone)}?berichtigt={wrong.pk}"

    form = client.get(url).context["form"]
    response = client.post(url, typed(milestone, note="13 Schulen"))
    words = shown(client.get(milestone.get_absolute_url()))

    assert form["note"].value() == "31 Schulen"
    assert response.status_code == 303
    assert "Berichtigt durch den Eintrag vom" in words
    assert "31 Schulen" in words
    assert "13 Schulen" in words


def test_nobody_corrects_what_somebody_else_said(client, milestone, member):
    theirs = ProgressEntryFactory(
        milestone=milestone, author=MemberFactory(team=milestone.team).user
    )
    client.force_login(member)
    url = f"{log_url(milestone)}?berichtigt={theirs.pk}"
    assert client.post(url, typed(milestone, note="Doch nicht.")).status_code == 403


def test_each_line_of_the_room_brings_a_form_of_its_own(client, milestone, team, member):
    other = MilestoneFactory(team=team, status=Status.RISK)
    client.force_login(member)

    page = client.get(team.get_absolute_url()).content.decode()
    forms = re.findall(r"<form class=.panel[^>]*/eintragen/.*?</form>", page, re.DOTALL)

    for one, its, checked in zip((milestone, other), forms, ("planned", "risk"), strict=True):
        assert f'action="{log_url(one)}"' in its
        assert f'data-hx-target="#m-{one.public_id}"' in its
        assert f'name="status_seen" value="{checked}"' in its
        assert re.findall(r'value="(\w+)" checked', its) == [checked]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' for="([^"]+)"', page)) <= set(ids)


# --- in place ------------------------------------------------------------------------------------
def test_in_place_the_answer_is_the_line_with_the_margin(client, milestone, member):
    client.force_login(member)

    response = client.post(log_url(milestone), typed(milestone, note="Kurz."), headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 200
    assert page.lstrip().startswith(f'<li id="m-{milestone.public_id}">')
    assert "Ihr Eintrag ist gespeichert." in shown(response)
    assert 'id="zuletzt" data-hx-swap-oob="true"' in page


@pytest.mark.parametrize(
    ("words", "status"), [({}, 422), ({"status": Status.RISK, "note": "Kurz."}, 409)]
)
def test_in_place_a_problem_keeps_the_form_open(client, milestone, member, words, status):
    stale = typed(milestone, **words)
    if status == 409:
        Milestone.objects.update(status=Status.PROGRESS)
    client.force_login(member)

    response = client.post(log_url(milestone), stale, headers=HTMX)

    assert response.status_code == status
    assert '<details class="log" open>' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_logging_takes_the_same_few_queries(
    client, milestone, member, django_assert_max_num_queries
):
    client.force_login(member)
    with django_assert_max_num_queries(20):
        client.post(log_url(milestone), typed(milestone, note="Kurz."))


# --- when the session has run out ----------------------------------------------------------------
OURS = {"Sec-Fetch-Site": "same-origin"}


def post_after_the_session_ended(client, milestone, member, **extra):
    client.force_login(member)
    ticket = client.get(log_url(milestone)).context["ticket"]
    client.logout()
    words = typed(milestone, status=Status.RISK, note="Ein langer Satz.", draft=ticket)
    return client.post(log_url(milestone), words, **{"headers": OURS, **extra})


def test_what_was_typed_is_there_again_after_sign_in(client, milestone, member):
    response = post_after_the_session_ended(client, milestone, member)
    assert response.status_code == 302
    assert "Was Sie geschrieben haben, ist noch da." in shown(client.get(response["Location"]))
    client.force_login(member)

    page = client.get(log_url(milestone))
    form = page.context["form"]
    words = {name: form[name].value() for name in ("status", "status_seen", "note")}
    saved = client.post(log_url(milestone), words)

    assert "Ihr Text ist noch da" in shown(page)
    assert words == {"status": "risk", "status_seen": "planned", "note": "Ein langer Satz."}
    assert saved.status_code == 303
    assert client.get(log_url(milestone)).context["form"]["note"].value() is None


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://testserver"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://boese.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_pages_of_ours_leave_words_in_a_session(client, milestone, member, headers, is_kept):
    response = post_after_the_session_ended(client, milestone, member, headers=headers)
    assert (response.status_code, "session" in response.cookies) == (302, is_kept)


def test_what_was_typed_is_shown_to_nobody_else(client, milestone, member):
    post_after_the_session_ended(client, milestone, member)
    client.force_login(MemberFactory(team=milestone.team).user)
    assert client.get(log_url(milestone)).context["form"]["note"].value() is None


def test_htmx_is_sent_to_sign_in_as_a_whole_page(client, milestone, member):
    response = post_after_the_session_ended(client, milestone, member, headers=HTMX)
    assert response["HX-Redirect"].startswith("/konto/login/?next=")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("draft", [None, "", "forged", "x" * 30_000])
def test_strangers_leave_nothing_in_a_session(client, milestone, draft):
    words = typed(milestone, note="Fremdes") | ({} if draft is None else {"draft": draft})
    response = client.post(log_url(milestone), words, headers=OURS)
    assert response.status_code == 302
    assert not response.cookies


def test_a_draft_that_is_too_long_for_any_form_is_not_kept(client, milestone, member):
    client.force_login(member)
    ticket = client.get(log_url(milestone)).context["ticket"]
    client.logout()
    words = {"note": "x" * 30_000, "draft": ticket}
    response = client.post(log_url(milestone), words, headers=OURS)
    assert (response.status_code, dict(response.cookies)) == (302, {})


# --- files ---------------------------------------------------------------------------------------
def sheet(name="protokoll.txt"):
    return SimpleUploadedFile(name, b"Wer war da?", "text/plain")


def test_several_files_come_with_an_entry(client, milestone, member):
    client.force_login(member)
    words = typed(milestone, documents=[sheet(), sheet("liste.txt")])

    answer = client.post(log_url(milestone), words, follow=True)

    entry = ProgressEntry.objects.get()
    assert entry.note == "2 neue Dateien"
    assert {file.file_name for file in entry.files.all()} == {"protokoll.txt", "liste.txt"}
    assert "protokoll.txt TXT, 11 Byte" in shown(answer)


def test_a_second_click_keeps_each_file_once(client, milestone, member):
    client.force_login(member)
    for names in (["a.txt"], ["a.txt"], ["a.txt", "b.txt"]):
        files = [sheet(name) for name in names]
        client.post(log_url(milestone), typed(milestone, note="Neu.", documents=files))
    assert [file.file_name for file in TeamFile.objects.order_by("pk")] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("words", "status"), [({"hurdle": "x" * 400}, 422), ({"status": Status.RISK}, 409)]
)
def test_files_of_a_form_that_comes_back_must_be_chosen_again(
    client, milestone, member, words, status
):
    client.force_login(member)
    stale = typed(milestone)
    Milestone.objects.update(status=Status.REACHED, reached_on="2026-01-01")
    answer = client.post(
        log_url(milestone), {**stale, "note": "Neu.", **words, "documents": [sheet()]}
    )
    assert answer.status_code == status
    assert "Bitte wählen Sie Ihre Dateien noch einmal aus" in shown(answer)
    assert not TeamFile.objects.exists()


def test_a_file_that_is_no_document_stops_the_entry(client, milestone, member):
    client.force_login(member)
    answer = client.post(
        log_url(milestone), typed(milestone, note="Neu.", documents=[sheet("a.exe")])
    )
    assert (answer.status_code, "Möglich sind: csv" in shown(answer)) == (422, True)
    assert not ProgressEntry.objects.exists()


def test_the_other_teams_see_only_shared_files_of_an_entry(client, milestone):
    Milestone.objects.update(visibility=Milestone.Visibility.ROUND)
    entry = ProgressEntryFactory(milestone=milestone)
    facts = {"entry": entry, "team": milestone.team}
    TeamFileFactory(file_name="intern.pdf", **facts)
    TeamFileFactory(file_name="fuer-alle.pdf", visibility="round", **facts)
    client.force_login(MemberFactory(team__round=milestone.team.round).user)
    words = shown(client.get(milestone.get_absolute_url()))
    assert ("intern.pdf" in words, "fuer-alle.pdf" in words) == (False, True)
