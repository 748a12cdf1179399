from datetime import date

import pytest
from django.urls import reverse

from tests import factories as f
from tests.office import press, sign_in, window
from tests.workshops.office.desk import add, edit
from workshops.models import Question

pytestmark = pytest.mark.django_db


# --- teams, members, questions, interest ---------------------------------------------------------
def test_a_member_is_added_by_the_button_of_the_team(client, mine):
    team, user = f.TeamFactory(round=mine), f.UserFactory()

    client.post(
        press("workshops.team", team, "add-member"),
        {"user": user.pk, "role": "lead", "function": "Bildungsbüro"},
    )

    member = team.members.get()
    assert (member.user, member.role, member.function) == (user, "lead", "Bildungsbüro")


def test_the_last_lead_names_a_successor_from_the_team(client, mine):
    lead = f.LeadFactory(team=f.TeamFactory(round=mine))
    other, stranger = f.MemberFactory(team=lead.team), f.MemberFactory()
    address = press("workshops.member", lead, "end")

    assert client.post(address, {"successor": ""}).status_code == 422
    assert client.post(address, {"successor": stranger.pk}).status_code == 422
    client.post(address, {"successor": other.pk})

    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.until_day is not None, other.role) == (True, "lead")


def test_a_sentence_is_proposed_to_the_team(client, mine, me):
    milestone = f.MilestoneFactory(team=f.TeamFactory(round=mine))
    foreign = f.MilestoneFactory()
    address = press("workshops.team", milestone.team, "propose")

    assert client.post(address, {"text": "Ein Satz.", "milestone": foreign.pk}).status_code == 422
    client.post(address, {"text": "Ein Satz.", "milestone": milestone.pk})

    statement = milestone.team.statements.get()
    assert (statement.proposed_text, statement.milestone, statement.proposed_by) == (
        "Ein Satz.",
        milestone,
        me,
    )


def test_a_team_accepts_and_leaves_by_buttons(client, mine):
    team = f.TeamFactory(round=mine, state="invited")

    client.post(press("workshops.team", team, "accept"))
    team.refresh_from_db()
    assert team.state == "accepted"

    client.post(press("workshops.team", team, "leave"), {"reason": "kein Personal"})
    team.refresh_from_db()
    assert (team.state, team.left_reason) == ("left", "kein Personal")


def test_a_question_belongs_to_a_day_of_its_round(client, mine):
    own, other = f.MeetingFactory(round=mine), f.MeetingFactory()
    other.round.coordinators.add(*mine.coordinators.all())

    wrong = add(client, "workshops.question", round=mine.pk, meeting=other.pk, text="Wer lädt ein?")
    assert (wrong.status_code, Question.objects.count()) == (200, 0)

    add(client, "workshops.question", round=mine.pk, meeting=own.pk, text="Wer lädt ein?")
    assert Question.objects.get().meeting == own


def test_a_question_is_released_by_its_button(client, mine):
    question = f.QuestionFactory(round=mine)
    edit(client, "workshops.question", question, is_public="on", answer="Die Kommune.")
    question.refresh_from_db()
    assert (question.answer, question.is_public) == ("Die Kommune.", False)

    client.post(press("workshops.question", question, "release"))
    question.refresh_from_db()
    assert question.is_public is True


def test_an_interest_is_marked_by_coordinators_not_by_superusers(client, me):
    interest = f.InterestFactory()
    address = press("workshops.interest", interest, "answer")

    client.post(address)
    interest.refresh_from_db()
    assert interest.state == "answered"

    sign_in(client, f.SuperuserFactory())
    assert client.post(address).status_code == 403


# --- what others may not see ---------------------------------------------------------------------
def listed(client, label, query=""):
    return set(client.get(window(label, "changelist") + query).context["cl"].result_list)


def test_lists_hold_the_teams_and_milestones_of_own_rounds_only(client, mine):
    own = f.ProgressEntryFactory(milestone__team__round=mine)
    f.ProgressEntryFactory()

    assert listed(client, "workshops.team") == {own.milestone.team}
    assert listed(client, "workshops.milestone") == {own.milestone}
    assert listed(client, "workshops.progressentry") == {own}


def test_lists_are_narrowed_down_to_a_round(client):
    sign_in(client, f.SuperuserFactory())
    milestone, other = f.MilestoneFactory(), f.MilestoneFactory()
    round_ = milestone.team.round

    assert listed(client, "workshops.milestone", f"?round={round_.pk}") == {milestone}
    assert listed(client, "workshops.milestone", "?round=999") == {milestone, other}


def test_milestones_are_narrowed_down_to_what_is_overdue(client):
    sign_in(client, f.SuperuserFactory())
    day = date(2020, 1, 1)
    late = f.MilestoneFactory(first_day=day, last_day=day)
    f.MilestoneFactory(first_day=day, last_day=day, status="dropped")
    later = f.MilestoneFactory()

    assert listed(client, "workshops.milestone", "?overdue=yes") == {late}
    assert listed(client, "workshops.milestone", "?overdue=open") == {late, later}


def test_rounds_are_narrowed_down_to_mine(client, mine):
    f.PublishedRoundFactory()

    assert listed(client, "workshops.round", "?mine=yes") == {mine}


@pytest.mark.parametrize(
    ("model", "field"), [("meeting", "round"), ("question", "round"), ("agendaitem", "meeting")]
)
def test_choices_for_new_records_come_from_own_rounds(client, mine, model, field):
    own, other = f.MeetingFactory(round=mine), f.MeetingFactory()
    query = {"app_label": "workshops", "model_name": model, "field_name": field, "term": ""}

    found = client.get(reverse("admin:autocomplete"), query).json()["results"]

    wanted = {"round": own.round_id, "meeting": own.pk}[field]
    assert ([row["id"] for row in found], other.pk != own.pk) == ([str(wanted)], True)


def test_nobody_chooses_among_foreign_teams(client, mine):
    f.TeamFactory()
    query = {"app_label": "workshops", "model_name": "milestone", "field_name": "team"}

    assert client.get(reverse("admin:autocomplete"), query).json()["results"] == []
