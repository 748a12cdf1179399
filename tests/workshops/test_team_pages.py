from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import Period, Precision, Season
from tests.factories import (
    ClearedStatementFactory,
    CoordinatorFactory,
    EditorFactory,
    LeadFactory,
    MeetingFactory,
    MemberFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    QuestionFactory,
    SuperuserFactory,
    TeamFactory,
    TeamFileFactory,
    UserFactory,
)
from tests.workshops.rooms import log_url, of_the_round, shown, typed
from workshops.models import Milestone, Team

pytestmark = pytest.mark.django_db

Status = Milestone.Status
HTMX = {"HX-Request": "true"}


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

    assert [row[0] for row in rounds] == [team.round]
    assert {overview.team for row in rounds for overview in row[-1]} == {team, second}


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
        QuestionFactory(round=team.round)
        TeamFileFactory(team=team)
        team.round.coordinators.add(CoordinatorFactory())


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_takes_the_same_number_of_queries(
    client, team, member, count, django_assert_num_queries
):
    fill(team, member, count)
    client.force_login(member)
    with django_assert_num_queries(12):
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
    with django_assert_num_queries(11):
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


def test_a_day_of_which_nobody_told_is_no_next_day(client, team, member):
    autumn = Period.season(2025, Season.AUTUMN)
    MeetingFactory(round=team.round, title="Werkstatttag 2", when=autumn)
    client.force_login(member)

    for address in (team.get_absolute_url(), "/teams/"):
        words = shown(client.get(address))
        assert "Werkstatttag 2 , Herbst 2025: war geplant." in words
        assert "Nächster Termin" not in words


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


def test_the_room_tells_what_changed_since_the_last_day_and_whom_to_ask(client, team, coordinator):
    team.milestones.all().delete()
    day = date(2026, 2, 6)
    MeetingFactory(round=team.round, title="Auftakt", first_day=day, last_day=day)
    MeetingFactory(round=team.round, title="Abschluss", when=Period.day(date(2099, 2, 6)))
    at = timezone.now()
    for when in (at, at.replace(year=2025)):
        ProgressEntryFactory(milestone=MilestoneFactory(team=team), at=when)
    MilestoneFactory(team=team, status=Status.REACHED, reached_on=date(2026, 3, 1))
    QuestionFactory(round=team.round, text="Wer zahlt?")
    QuestionFactory(round=team.round, text="Längst klar?", answer="Ja.")
    TeamFileFactory(team=team, file_name="Plan.pdf")
    client.force_login(coordinator)

    words = shown(client.get(team.get_absolute_url()))

    said = "Seit Auftakt (6. Februar 2026): 1 von 3 Meilensteinen mit neuem Eintrag , 1 erreicht"
    assert said.replace(" ,", ",") in words.replace(" ,", ",")
    assert f"Ansprechperson: {coordinator}" in words.replace(" :", ":")
    assert "Wer zahlt?" in words
    assert "Längst klar?" not in words
    assert "Plan.pdf" in words


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
    assert "Arbeitsgemeinschaft einrichten" in shown(page)
    for response in (page, room):
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
