from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from municipalities.models import Kind
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests import factories as f
from workshops.actions import members, statements, teams
from workshops.models import Member, Round, Statement, Team

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
State, Role = Team.State, Member.Role


@pytest.fixture
def by():
    return f.CoordinatorFactory()


@pytest.fixture
def kommune():
    """With a Rahmenvereinbarung since 2020."""
    return f.AgreementFactory(valid_from=date(2020, 1, 1)).municipality


def last_trace(thing):
    entry = AuditEntry.objects.about(thing).first()
    return entry.what, entry.by, entry.scope


# --- admission -----------------------------------------------------------------------------------
def test_admit_invites_the_team_of_a_kommune_with_an_agreement(by, kommune):
    round_ = f.RoundFactory()

    team = teams.admit(round=round_, municipality=kommune, reason="überflüssig", by=by, at=AT)

    assert (team.state, team.admission_reason) == (State.INVITED, "")
    assert last_trace(team) == ("team.admitted", by, round_.scope)


@pytest.mark.parametrize(
    "agreement",
    [
        {"valid_from": date(2025, 1, 2)},  # after the start of the round
        {"valid_from": date(2020, 1, 1), "valid_until": date(2024, 12, 31)},  # before it
    ],
)
def test_without_an_agreement_at_the_start_a_reason_is_needed_and_kept(by, agreement):
    round_ = f.RoundFactory(first_day=date(2025, 1, 1))
    stranger = f.AgreementFactory(**agreement).municipality

    with pytest.raises(Refusal):
        teams.admit(round=round_, municipality=stranger, reason=" ", by=by, at=AT)
    assert Team.objects.count() == 0

    team = teams.admit(round=round_, municipality=stranger, reason="Beitritt läuft", by=by, at=AT)
    assert team.admission_reason == "Beitritt läuft"


def test_a_town_needs_a_reason_even_with_an_agreement(by):
    town = f.AgreementFactory(municipality__kind=Kind.TOWN).municipality

    with pytest.raises(Refusal):
        teams.admit(round=f.RoundFactory(), municipality=town, by=by, at=AT)


def test_a_full_round_takes_nobody_until_a_team_leaves(by, kommune):
    round_ = f.RoundFactory(capacity=1)
    other = f.TeamFactory(round=round_)
    with pytest.raises(Refusal):
        teams.admit(round=round_, municipality=kommune, by=by, at=AT)

    teams.leave(team=other, reason="kein Personal", by=by, at=AT)
    assert teams.admit(round=round_, municipality=kommune, by=by, at=AT).state == State.INVITED


@pytest.mark.parametrize(
    ("phase", "closed", "taken"),
    [
        (Round.Phase.RUNNING, True, False),
        (Round.Phase.RUNNING, False, True),
        (Round.Phase.FINISHED, False, False),
        (Round.Phase.PREPARATION, True, True),
    ],
)
def test_a_closed_group_that_runs_and_a_finished_round_take_nobody(
    by, kommune, phase, closed, taken
):
    round_ = f.RoundFactory(phase=phase, is_closed_group=closed)

    if taken:
        assert teams.admit(round=round_, municipality=kommune, by=by, at=AT).pk
    else:
        with pytest.raises(Refusal):
            teams.admit(round=round_, municipality=kommune, by=by, at=AT)


def test_a_reason_opens_a_closed_group_that_runs_and_is_kept(by, kommune):
    round_ = f.RoundFactory(phase=Round.Phase.RUNNING, is_closed_group=True)
    with pytest.raises(Refusal):
        teams.admit(round=round_, municipality=kommune, reason=" ", by=by, at=AT)

    team = teams.admit(round=round_, municipality=kommune, reason="Nachgerückt", by=by, at=AT)
    assert (team.state, team.admission_reason) == (State.INVITED, "Nachgerückt")


def test_a_kommune_has_one_team_in_a_round_and_may_come_back(by, kommune):
    round_ = f.RoundFactory()
    team = teams.admit(round=round_, municipality=kommune, by=by, at=AT)
    with pytest.raises(Refusal):
        teams.admit(round=round_, municipality=kommune, by=by, at=AT)

    teams.leave(team=team, reason="kein Personal", by=by, at=AT)
    again = teams.admit(round=round_, municipality=kommune, by=by, at=AT)

    assert (again.pk, again.state, again.left_reason) == (team.pk, State.INVITED, "")


def test_accept_only_after_an_invitation(by):
    team = f.TeamFactory(state=State.INVITED)

    assert teams.accept(team=team, by=by, at=AT).state == State.ACCEPTED
    assert last_trace(team) == ("team.accepted", by, team.round.scope)
    with pytest.raises(Refusal):
        teams.accept(team=team, by=by, at=AT)


def test_leaving_needs_a_reason_and_happens_once(by):
    team = f.TeamFactory()
    with pytest.raises(Refusal):
        teams.leave(team=team, reason=" ", by=by, at=AT)

    assert teams.leave(team=team, reason="kein Personal", by=by, at=AT).state == State.LEFT
    assert last_trace(team) == ("team.left", by, team.round.scope)
    with pytest.raises(Refusal):
        teams.leave(team=team, reason="kein Personal", by=by, at=AT)


# --- members -------------------------------------------------------------------------------------
def test_add_names_a_member_from_today_on(by):
    team, user = f.TeamFactory(), f.UserFactory()

    member = members.add(team=team, user=user, role=Role.LEAD, function="Leitung", by=by, at=AT)

    assert (member.from_day, member.role, member.function) == (date(2026, 3, 2), "lead", "Leitung")
    assert last_trace(member) == ("member.added", by, team.round.scope)
    with pytest.raises(ValidationError):  # twice at the same time
        members.add(team=team, user=user, by=by, at=AT)


def test_add_refuses_teams_that_left_and_shut_accounts(by):
    gone = f.TeamFactory(state=State.LEFT, left_reason="kein Personal")

    with pytest.raises(Refusal):
        members.add(team=gone, user=f.UserFactory(), by=by, at=AT)
    with pytest.raises(Refusal):
        members.add(team=f.TeamFactory(), user=f.UserFactory(is_active=False), by=by, at=AT)


def test_a_membership_ends_and_stays_in_the_history(by):
    member = f.MemberFactory(from_day=date(2025, 1, 1))

    members.end(member=member, by=by, at=AT)

    member.refresh_from_db()
    assert member.until_day == date(2026, 3, 2)
    assert last_trace(member) == ("member.ended", by, member.team.round.scope)
    with pytest.raises(Refusal):
        members.end(member=member, by=by, at=AT)


def test_whoever_coordinates_the_round_belongs_to_none_of_its_teams(by):
    team = f.TeamFactory()
    team.round.coordinators.add(by)

    with pytest.raises(Refusal, match="kann keinem seiner Teams angehören"):
        members.add(team=team, user=by, role=Role.LEAD, by=by, at=AT)
    elsewhere = members.add(team=f.TeamFactory(), user=by, by=by, at=AT)

    assert list(by.memberships.all()) == [elsewhere]


def test_whoever_leads_nothing_hands_nothing_over(by):
    member = f.MemberFactory(from_day=date(2025, 1, 1))
    other = f.MemberFactory(team=member.team)

    ended = members.end(member=member, successor=other, by=by, at=AT)

    other.refresh_from_db()
    assert (ended.until_day, other.role) == (date(2026, 3, 2), Role.MEMBER)


def test_the_last_lead_does_not_go_without_a_successor(by):
    lead = f.LeadFactory(from_day=date(2025, 1, 1))
    successor = f.MemberFactory(team=lead.team, from_day=date(2025, 1, 1))
    with pytest.raises(Refusal):
        members.end(member=lead, by=by, at=AT)

    members.end(member=lead, successor=successor, by=by, at=AT)

    successor.refresh_from_db()
    assert successor.role == Role.LEAD
    assert last_trace(successor) == ("member.became_lead", by, lead.team.round.scope)


def test_one_of_two_leads_may_go(by):
    lead = f.LeadFactory(from_day=date(2025, 1, 1))
    f.LeadFactory(team=lead.team)

    assert members.end(member=lead, by=by, at=AT).until_day == date(2026, 3, 2)


def test_the_successor_is_an_active_member_of_the_same_team(by):
    lead = f.LeadFactory(from_day=date(2025, 1, 1))
    past = f.MemberFactory(team=lead.team, from_day=date(2025, 1, 1), until_day=date(2025, 2, 1))

    for wrong in (f.MemberFactory(), past, lead):
        with pytest.raises(Refusal):
            members.hand_over(member=lead, successor=wrong, by=by, at=AT)


def test_handing_over_keeps_both_in_the_team(by):
    lead = f.LeadFactory()
    successor = f.MemberFactory(team=lead.team)

    members.hand_over(member=lead, successor=successor, by=by, at=AT)

    lead.refresh_from_db()
    successor.refresh_from_db()
    assert (lead.role, successor.role) == (Role.MEMBER, Role.LEAD)
    assert last_trace(lead) == ("member.handed_over", by, lead.team.round.scope)
    with pytest.raises(Refusal):
        members.hand_over(member=lead, successor=successor, by=by, at=AT)


# --- statements ----------------------------------------------------------------------------------
def test_a_sentence_is_proposed_cleared_and_withdrawn(by):
    lead = f.LeadFactory()
    team, milestone = lead.team, f.MilestoneFactory(team=lead.team)

    proposed = statements.propose(
        team=team, text="Wir fangen an.", milestone=milestone, by=by, at=AT
    )
    assert list(Statement.objects.cleared()) == []

    cleared = statements.clear(
        statement=proposed,
        text="Wir haben angefangen.",
        names_municipality=True,
        by=lead.user,
        at=AT,
    )
    assert (cleared.text, cleared.cleared_by, cleared.cleared_at) == (
        "Wir haben angefangen.",
        lead.user,
        AT,
    )
    assert cleared.proposed_text == "Wir fangen an."
    assert list(Statement.objects.cleared()) == [cleared]

    statements.withdraw(statement=cleared, by=lead.user, at=AT)
    assert list(Statement.objects.cleared()) == []
    whats = [entry.what for entry in AuditEntry.objects.about(cleared)]
    assert whats == ["statement.withdrawn", "statement.cleared", "statement.proposed"]


def test_a_refused_sentence_stays_refused(by):
    statement = f.StatementFactory()

    assert statements.refuse(statement=statement, by=by, at=AT).state == Statement.State.REFUSED
    for again in (statements.refuse, statements.withdraw):
        with pytest.raises(Refusal):
            again(statement=statement, by=by, at=AT)
    with pytest.raises(Refusal):
        statements.clear(statement=statement, text="Doch.", names_municipality=False, by=by, at=AT)


def test_a_cleared_sentence_has_words(by):
    with pytest.raises(ValidationError):
        statements.clear(
            statement=f.StatementFactory(), text="", names_municipality=False, by=by, at=AT
        )


def test_only_a_team_that_takes_part_is_asked_and_only_about_its_own(by):
    invited, other = f.TeamFactory(state=State.INVITED), f.MilestoneFactory()

    with pytest.raises(Refusal):
        statements.propose(team=invited, text="Ein Satz.", by=by, at=AT)
    with pytest.raises(Refusal):
        statements.propose(team=f.TeamFactory(), text="Ein Satz.", milestone=other, by=by, at=AT)
    with pytest.raises(ValidationError):
        statements.propose(team=f.TeamFactory(), text=" ", by=by, at=AT)
    assert Statement.objects.count() == 0
