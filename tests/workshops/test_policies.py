import pytest

from tests import factories as f
from workshops import policies
from workshops.models import Milestone, Question, Round, Team, TeamFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """Everything around one team, and everybody who may or may not do something with it."""
    round_ = f.PublishedRoundFactory()
    coordinator, other = f.CoordinatorFactory(), f.CoordinatorFactory()
    former = f.UserFactory()  # was a coordinator once; the assignment was forgotten
    round_.coordinators.add(coordinator, former)
    f.PublishedRoundFactory().coordinators.add(other)
    team = f.TeamFactory(round=round_)
    meeting = f.MeetingFactory(round=round_)
    users = {
        "former": former,
        "member": f.MemberFactory(team=team).user,
        "lead": f.LeadFactory(team=team).user,
        "ended": f.LeadFactory(team=team, until_day="2099-01-01").user,
        "neighbour": f.LeadFactory(team=f.TeamFactory(round=round_)).user,
        "coordinator": coordinator,
        "other": other,
        "editor": f.EditorFactory(),
        "superuser": f.SuperuserFactory(),
    }
    things = {
        "workshop": round_.workshop,
        "round": round_,
        "meeting": meeting,
        "item": f.AgendaItemFactory(meeting=meeting),
        "question": f.QuestionFactory(round=round_),
        "team": team,
        "milestone": f.MilestoneFactory(team=team),
        "statement": f.StatementFactory(team=team),
        "interest": f.InterestFactory(),
    }
    return users, things


OWN = "coordinator superuser"
TEXTS = "coordinator editor superuser"
# the policy, what it is asked about, who may
MAY = [
    (policies.may_edit_workshop, "workshop", OWN),
    (policies.may_edit_workshop_texts, "workshop", TEXTS),
    (policies.may_edit_round, "round", OWN),
    (policies.may_edit_round_texts, "round", TEXTS),
    (policies.may_edit_meeting, "meeting", OWN),
    (policies.may_edit_meeting_texts, "meeting", TEXTS),
    (policies.may_edit_agenda, "item", OWN),
    (policies.may_edit_agenda_texts, "item", TEXTS),
    (policies.may_edit_question, "question", OWN),
    (policies.may_edit_team, "team", OWN),
    (policies.may_manage_members, "team", "lead coordinator superuser"),
    (policies.may_see_team_room, "team", "member lead coordinator superuser"),
    (policies.may_log_progress, "milestone", "member lead"),
    (policies.may_order_milestones, "team", "lead"),
    (policies.may_propose_statement, "team", "coordinator"),
    (policies.may_decide_statement, "statement", "lead"),
    (policies.may_see_interests, "interest", "coordinator other superuser"),
    (policies.may_answer_interest, "interest", "coordinator other"),
    (policies.may_see_teams, "team", "coordinator other superuser"),
]


@pytest.mark.parametrize(
    ("may", "about", "who"), MAY, ids=lambda part: getattr(part, "__name__", "")
)
def test_who_may(case, may, about, who):
    users, things = case

    assert [name for name, user in users.items() if may(user, things[about])] == who.split()


@pytest.mark.parametrize(
    ("may", "who"),
    [
        (policies.may_edit_workshop, "coordinator other superuser"),
        (policies.may_edit_round, "coordinator other superuser"),
        (policies.may_edit_meeting, "coordinator other superuser"),
        (policies.may_edit_agenda, "coordinator other superuser"),
        (policies.may_edit_question, "coordinator other superuser"),
        (policies.may_edit_team, "coordinator other superuser"),
        (policies.may_edit_round_texts, "coordinator other editor superuser"),
        (policies.may_edit_meeting_texts, "coordinator other editor superuser"),
        (policies.may_edit_agenda_texts, "coordinator other editor superuser"),
        (policies.may_edit_workshop_texts, "coordinator other editor superuser"),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_who_may_at_all(case, may, who):
    users, _things = case

    assert [name for name, user in users.items() if may(user)] == who.split()


def test_a_series_without_rounds_is_edited_by_any_coordinator():
    assert policies.may_edit_workshop(f.CoordinatorFactory(), f.WorkshopFactory()) is True


def test_members_of_a_team_that_only_was_invited_have_no_room(case):
    users, things = case
    Team.objects.update(state=Team.State.INVITED)
    team = Team.objects.get(pk=things["team"].pk)

    assert policies.may_see_team_room(users["member"], team) is False
    assert policies.may_manage_members(users["lead"], team) is False


def test_an_assignment_without_the_role_shows_no_rounds(case):
    users, things = case

    assert list(Round.objects.of_coordinator(users["former"])) == []
    assert list(Team.objects.visible_to(users["former"])) == []
    assert list(Round.objects.of_coordinator(users["coordinator"])) == [things["round"]]


def test_a_team_that_left_takes_its_members_along():
    draft = f.RoundFactory(workshop__is_published=True)
    left = f.MemberFactory(team=f.TeamFactory(round=draft, state="left", left_reason="x")).user
    stayed = f.TeamFactory(round=draft)
    staying = f.MemberFactory(team=stayed).user
    f.TeamFileFactory(team=stayed, visibility="round")
    f.MilestoneFactory(team=stayed, visibility="round")
    f.QuestionFactory(round=draft)
    things = [Round, Question, TeamFile, Milestone]

    assert [kind.objects.visible_to(left).count() for kind in things] == [0, 0, 0, 0]
    assert [kind.objects.visible_to(staying).count() for kind in things] == [1, 1, 1, 1]
