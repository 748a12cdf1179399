"""Who may do what with Werkstätten, rounds, teams and what they share."""

from people.models import User
from workshops.models import (
    Interest,
    Meeting,
    Member,
    MemberQuerySet,
    Milestone,
    ProgressEntry,
    Question,
    Round,
    Statement,
    Team,
    Workshop,
)


def may_add_workshop(user: User) -> bool:
    return user.is_superuser or user.is_coordinator


def may_edit_workshop(user: User, workshop: Workshop) -> bool:
    """Whoever coordinates one of its rounds, or any coordinator while it has none."""
    if user.is_superuser:
        return True
    if not user.is_coordinator:
        return False
    rounds = workshop.rounds.all()
    return not rounds.exists() or rounds.of_coordinator(user).exists()


def may_edit_workshop_texts(user: User, workshop: Workshop) -> bool:
    """Titles, summaries, descriptions and what is attached, not dates, people or states."""
    return user.is_editor or may_edit_workshop(user, workshop)


def may_add_round(user: User) -> bool:
    return user.is_superuser or user.is_coordinator


def may_edit_round(user: User, round: Round) -> bool:
    return user.is_superuser or coordinates(user, round)


def may_edit_round_texts(user: User, round: Round) -> bool:
    return user.is_editor or may_edit_round(user, round)


def may_edit_meeting(user: User, meeting: Meeting) -> bool:
    return may_edit_round(user, meeting.round)


def may_edit_meeting_texts(user: User, meeting: Meeting) -> bool:
    return may_edit_round_texts(user, meeting.round)


def may_edit_question(user: User, question: Question) -> bool:
    return may_edit_round(user, question.round)


def may_admit_team(user: User, round: Round) -> bool:
    return may_edit_round(user, round)


def may_edit_team(user: User, team: Team) -> bool:
    return may_edit_round(user, team.round)


def may_manage_members(user: User, team: Team) -> bool:
    """Invite, add, end, hand over the lead: the lead, the coordinators and superusers."""
    return may_edit_round(user, team.round) or leads(user, team)


def may_see_team_room(user: User, team: Team) -> bool:
    """Milestones, progress and files of the team."""
    return user.is_superuser or coordinates(user, team.round) or belongs_to(user, team)


def may_log_progress(user: User, milestone: Milestone) -> bool:
    return belongs_to(user, milestone.team)


def may_correct_entry(user: User, entry: ProgressEntry) -> bool:
    """One's own words, as long as one belongs to the team."""
    return entry.author_id == user.pk and belongs_to(user, entry.milestone.team)


def may_order_milestones(user: User, team: Team) -> bool:
    """Drop, order and share milestones."""
    return leads(user, team)


def may_propose_statement(user: User, team: Team) -> bool:
    return coordinates(user, team.round)


def may_decide_statement(user: User, statement: Statement) -> bool:
    """Clear, edit, refuse or withdraw: only the team's own lead."""
    return leads(user, statement.team)


def may_answer_interest(user: User, interest: Interest | None = None) -> bool:
    return user.is_coordinator


def coordinates(user: User, round: Round) -> bool:
    return user.is_coordinator and round.coordinators.contains(user)


def belongs_to(user: User, team: Team) -> bool:
    return team.state == Team.State.ACCEPTED and _memberships(user, team).exists()


def leads(user: User, team: Team) -> bool:
    lead = Member.Role.LEAD
    return team.state == Team.State.ACCEPTED and _memberships(user, team).filter(role=lead).exists()


def _memberships(user: User, team: Team) -> MemberQuerySet:
    return team.members.active().filter(user=user)
