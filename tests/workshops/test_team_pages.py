import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import Precision
from tests.factories import (
    ClearedStatementFactory,
    CoordinatorFactory,
    EditorFactory,
    LeadFactory,
    MeetingFactory,
    MemberFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    SuperuserFactory,
    TeamFactory,
    UserFactory,
)
from workshops.forms import LogForm
from workshops.models import Milestone, ProgressEntry, Team

pytestmark = pytest.mark.django_db

Status = Milestone.Status
HTMX = {"HX-Request": "true"}


@pytest.fixture
def milestone():
    return MilestoneFactory(title="Arbeitsgemeinschaft einrichten")


@pytest.fixture
def team(milestone):
    return milestone.team


@pytest.fixture
def member(team):
    return MemberFactory(team=team, user__first_name="Emre", user__last_name="Beispiel").user


@pytest.fixture
def coordinator(team):
    user = CoordinatorFactory()
    team.round.coordinators.add(user)
    return user


def of_the_round(team, **facts):
    """Somebody of another team of the same round."""
    return MemberFactory(team__round=team.round, **facts).user


def log_url(milestone):
    return reverse("workshops:log", args=[milestone.team.public_id, milestone.public_id])


def typed(milestone, **words):
    return {"status": milestone.status, "status_seen": milestone.status, **words}


def shown(response):
    """What a reader sees: words without markup."""
    without_tags = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(without_tags).split())


# --- who may -------------------------------------------------------------------------------------
def people_of(team):
    ended = MemberFactory(team=team, until_day=timezone.localdate()).user
    coordinator = CoordinatorFactory()
    team.round.coordinators.add(coordinator)
    return {
        "visitor": None,
        "member": MemberFactory(team=team).user,
        "lead": LeadFactory(team=team).user,
        "former member": ended,
        "member of another team of the round": of_the_round(team),
        "member of another round": MemberFactory().user,
        "coordinator": coordinator,
        "coordinator of another round": CoordinatorFactory(),
        "editor": EditorFactory(),
        "superuser": SuperuserFactory(),
        "somebody without a team": UserFactory(),
    }


@pytest.mark.parametrize(
    ("who", "room", "own", "shared", "form", "post"),
    [
        ("visitor", 302, 302, 302, 302, 302),
        ("member", 200, 200, 200, 200, 303),
        ("lead", 200, 200, 200, 200, 303),
        ("former member", 404, 404, 404, 404, 404),
        ("member of another team of the round", 404, 404, 200, 404, 404),
        ("member of another round", 404, 404, 404, 404, 404),
        ("coordinator", 200, 200, 200, 403, 403),
        ("coordinator of another round", 404, 404, 404, 404, 404),
        ("editor", 403, 403, 403, 403, 403),
        ("superuser", 200, 200, 200, 403, 403),
        ("somebody without a team", 404, 404, 404, 404, 404),
    ],
)
def test_every_page_answers_every_role(client, milestone, team, who, room, own, shared, form, post):
    shared_one = MilestoneFactory(team=team, visibility=Milestone.Visibility.ROUND)
    if user := people_of(team)[who]:
        client.force_login(user)

    answers = [
        client.get(team.get_absolute_url()).status_code,
        client.get(milestone.get_absolute_url()).status_code,
        client.get(shared_one.get_absolute_url()).status_code,
        client.get(log_url(shared_one)).status_code,
        client.post(log_url(shared_one), typed(shared_one, note="Neu.")).status_code,
    ]

    assert answers == [room, own, shared, form, post]


def test_an_anonymous_request_goes_to_sign_in_without_a_look_at_the_data(
    client, django_assert_num_queries
):
    path = reverse("workshops:team", args=[uuid4()])
    with django_assert_num_queries(0):
        response = client.get(path)

    assert (response.status_code, response["Location"]) == (
        302,
        f"/konto/login/?{urlencode({'next': path})}",
    )


@pytest.mark.parametrize("end", ["membership", "account", "team"])
def test_a_right_that_is_taken_away_is_gone_with_the_next_request(client, team, member, end):
    client.force_login(member)
    assert client.get(team.get_absolute_url()).status_code == 200

    if end == "membership":
        team.members.update(until_day=timezone.localdate())
    elif end == "account":
        type(member).objects.update(is_active=False)
    else:
        Team.objects.update(state=Team.State.LEFT, left_reason="Personal fehlt")

    assert client.get(team.get_absolute_url()).status_code == (302 if end == "account" else 404)


def test_unknown_ids_are_not_found(client, milestone, team, member):
    client.force_login(member)
    elsewhere = TeamFactory().public_id

    for path in (
        reverse("workshops:team", args=[uuid4()]),
        reverse("workshops:milestone", args=[team.public_id, uuid4()]),
        reverse("workshops:milestone", args=[elsewhere, milestone.public_id]),
        reverse("workshops:log", args=[elsewhere, milestone.public_id]),
        f"/teams/{team.pk}/",
        f"{log_url(milestone)}?berichtigt=99999999999999999999",
        f"{log_url(milestone)}?berichtigt=%C2%B2",
        f"{log_url(milestone)}?berichtigt=7",
    ):
        assert client.get(path).status_code == 404, path


def test_private_pages_are_kept_by_no_cache(client, milestone, member):
    client.force_login(member)
    for path in ("/teams/", milestone.team.get_absolute_url(), log_url(milestone)):
        assert "no-store" in client.get(path)["Cache-Control"]


# --- my teams ------------------------------------------------------------------------------------
def test_a_member_sees_the_own_team_with_its_figures_and_no_other(client, milestone, team, member):
    MilestoneFactory(team=team, status=Status.PROGRESS)
    Milestone.objects.update(first_day=date(2020, 1, 1), last_day=date(2020, 1, 1))
    other = TeamFactory(round=team.round)
    client.force_login(member)

    words = shown(client.get("/teams/"))

    assert str(team) in words
    assert str(other) not in words
    assert "1 geplant 1 in Arbeit" in words
    assert "2 überfällig" in words


def test_a_coordinator_sees_the_teams_of_the_rounds_round_by_round(client, coordinator, team):
    second = TeamFactory(round=team.round)
    client.force_login(coordinator)

    rounds = client.get("/teams/").context["rounds"]

    assert [round for round, _day, _overviews in rounds] == [team.round]
    assert {o.team for _round, _day, overviews in rounds for o in overviews} == {team, second}


@pytest.mark.parametrize("make", [UserFactory, EditorFactory])
def test_who_has_no_team_is_told_what_to_do(client, make):
    client.force_login(make())
    assert "Sie gehören noch zu keinem Team" in shown(client.get("/teams/"))


@pytest.mark.parametrize("count", [1, 3])
def test_my_teams_take_the_same_number_of_queries(
    client, coordinator, team, count, django_assert_num_queries
):
    for _ in range(count - 1):
        MilestoneFactory(team__round=team.round)
    client.force_login(coordinator)
    with django_assert_num_queries(5):
        client.get("/teams/")


# --- the room ------------------------------------------------------------------------------------
def fill(team, member, count):
    for _ in range(count):
        responsible = MemberFactory(team=team)
        own = MilestoneFactory(team=team, responsible=responsible)
        ProgressEntryFactory(milestone=own, author=member)
        MilestoneFactory(team__round=team.round, visibility=Milestone.Visibility.ROUND)
        MeetingFactory(round=team.round)


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_takes_the_same_number_of_queries(
    client, team, member, count, django_assert_num_queries
):
    fill(team, member, count)
    client.force_login(member)
    with django_assert_num_queries(10):
        client.get(team.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_a_milestone_takes_the_same_number_of_queries(
    client, milestone, member, count, django_assert_num_queries
):
    for _ in range(count):
        old = ProgressEntryFactory(milestone=milestone, author=member)
        ProgressEntryFactory(milestone=milestone, author=member, corrects=old)
        ClearedStatementFactory(team=milestone.team, milestone=milestone)
    client.force_login(member)
    with django_assert_num_queries(7):
        client.get(milestone.get_absolute_url())


def test_the_room_shows_what_matters_at_a_glance(client, milestone, team, member):
    yesterday = timezone.localdate() - timedelta(days=1)
    Milestone.objects.update(
        first_day=yesterday, last_day=yesterday, responsible=team.members.get(), status=Status.RISK
    )
    ProgressEntryFactory(
        milestone=milestone,
        author=member,
        at=timezone.now() - timedelta(weeks=7),
        hurdle="Zuständigkeit ungeklärt",
    )
    MeetingFactory(
        round=team.round,
        title="Werkstatttag 2",
        what_to_bring="Die Liste der Schulen",
        first_day=date(2099, 9, 1),
        last_day=date(2099, 11, 30),
        precision=Precision.SEASON,
    )
    client.force_login(member)

    words = shown(client.get(team.get_absolute_url()))

    for said in (
        "Nächster Termin: Werkstatttag 2 Herbst 2099",
        "Die Liste der Schulen",
        "Arbeitsgemeinschaft einrichten gefährdet Emre Beispiel Frist:",
        "zuletzt vor 7 Wochen 1 Tag überfällig seit 7 Wochen still Hürde: Zuständigkeit ungeklärt",
    ):
        assert said in words


def test_milestones_stand_by_their_deadline_and_those_that_are_done_at_the_end(
    client, team, member
):
    Milestone.objects.all().delete()
    days = [date(2099, 5, 1), date(2099, 3, 1), None]
    later, soon, open_end = (
        MilestoneFactory(team=team, first_day=day, last_day=day) for day in days
    )
    done = MilestoneFactory(team=team, status=Status.REACHED, reached_on=date(2025, 1, 1))
    client.force_login(member)

    rows = client.get(team.get_absolute_url()).context["rows"]

    assert [row["line"].milestone for row in rows] == [soon, later, open_end, done]
    assert [bool(row["blank"]) for row in rows] == [True, True, True, False]


def test_the_room_of_a_new_team_says_what_comes_next(client):
    member = MemberFactory()
    client.force_login(member.user)
    words = shown(client.get(member.team.get_absolute_url()))
    assert "Noch kein Meilenstein" in words
    assert "Noch hat niemand etwas eingetragen." in words


def test_a_coordinator_reads_the_room_without_forms(client, team, coordinator):
    client.force_login(coordinator)
    assert "<textarea" not in client.get(team.get_absolute_url()).content.decode()


# --- what the others see -------------------------------------------------------------------------
def test_another_team_reads_a_shared_milestone_without_its_hurdles(client, milestone, team):
    Milestone.objects.update(visibility=Milestone.Visibility.ROUND)
    facts = {"milestone": milestone, "status_from": Status.PLANNED, "status_to": Status.PLANNED}
    ProgressEntryFactory(**facts, note="Es gibt eine Gruppe.", hurdle="Streit im Amt")
    ProgressEntryFactory(**facts, note="", hurdle="Das Geld fehlt")
    other = MemberFactory(team__round=team.round)
    client.force_login(other.user)

    page, room = client.get(milestone.get_absolute_url()), client.get(other.team.get_absolute_url())

    assert len(page.context["entries"]) == 1
    assert "Es gibt eine Gruppe." in shown(page)
    for response in (page, room):
        assert "Arbeitsgemeinschaft einrichten" in shown(response)
        assert "Streit im Amt" not in shown(response)
        assert "Das Geld fehlt" not in shown(response)


@pytest.mark.parametrize("who", ["member", "coordinator"])
def test_the_own_team_and_its_coordinators_read_the_hurdles(client, request, milestone, who):
    ProgressEntryFactory(milestone=milestone, hurdle="Streit im Amt")
    client.force_login(request.getfixturevalue(who))
    assert "Hürde: Streit im Amt" in shown(client.get(milestone.get_absolute_url()))


def test_the_team_that_left_shares_nothing_any_more(client, milestone, team):
    Milestone.objects.update(visibility=Milestone.Visibility.ROUND)
    former = MemberFactory(team__round=team.round)
    Team.objects.filter(pk=former.team.pk).update(state=Team.State.LEFT, left_reason="Personal")
    client.force_login(former.user)
    assert client.get(milestone.get_absolute_url()).status_code == 404


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
    forms = re.findall(r"<form class=.panel.*?</form>", page, re.DOTALL)

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
def post_after_the_session_ended(client, milestone, member, **extra):
    client.force_login(member)
    ticket = client.get(log_url(milestone)).context["ticket"]
    client.logout()
    words = typed(milestone, status=Status.RISK, note="Ein langer Satz.", draft=ticket)
    return client.post(log_url(milestone), words, **extra)


def test_what_was_typed_is_there_again_after_sign_in(client, milestone, member):
    response = post_after_the_session_ended(client, milestone, member)
    assert response.status_code == 302
    client.force_login(member)

    page = client.get(log_url(milestone))
    form = page.context["form"]
    words = {name: form[name].value() for name in ("status", "status_seen", "note")}
    saved = client.post(log_url(milestone), words)

    assert "Ihr Text ist noch da" in shown(page)
    assert words == {"status": "risk", "status_seen": "planned", "note": "Ein langer Satz."}
    assert saved.status_code == 303
    assert client.get(log_url(milestone)).context["form"]["note"].value() is None


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
    response = client.post(log_url(milestone), words)
    assert response.status_code == 302
    assert not response.cookies


def test_a_draft_that_is_too_long_for_any_form_is_not_kept(client, milestone, member):
    client.force_login(member)
    ticket = client.get(log_url(milestone)).context["ticket"]
    client.logout()
    response = client.post(log_url(milestone), {"note": "x" * 30_000, "draft": ticket})
    assert (response.status_code, dict(response.cookies)) == (302, {})
