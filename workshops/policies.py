"""Who may do what with Werkstätten, rounds, teams and what they share."""

from collections.abc import Iterable

from people.models import User
from workshops.models import (
    AgendaItem,
    Comment,
    Interest,
    Meeting,
    Member,
    Milestone,
    ProgressEntry,
    Question,
    Round,
    Statement,
    Team,
    TeamFile,
    Workshop,
)


def may_edit_workshop(user: User, workshop: Workshop | None = None) -> bool:
    """Whoever coordinates one of its rounds, or any coordinator while it has none.

    Here and below: without the record, whether somebody of this role may add one or edit any.
    """
    if user.is_superuser or not user.is_coordinator or workshop is None:
        return user.is_superuser or user.is_coordinator
    return Workshop.objects.editable_by(user).filter(pk=workshop.pk).exists()


def may_edit_workshop_texts(user: User, workshop: Workshop | None = None) -> bool:
    """Titles, summaries, descriptions and what is attached, not dates, people or states."""
    return user.is_editor or may_edit_workshop(user, workshop)


def may_edit_round(user: User, round: Round | None = None) -> bool:
    if round is None:
        return user.is_superuser or user.is_coordinator
    return user.is_superuser or coordinates(user, round)


def may_edit_round_texts(user: User, round: Round | None = None) -> bool:
    return user.is_editor or may_edit_round(user, round)


def may_edit_meeting(user: User, meeting: Meeting | None = None) -> bool:
    return may_edit_round(user, meeting.round if meeting else None)


def may_edit_meeting_texts(user: User, meeting: Meeting | None = None) -> bool:
    return user.is_editor or may_edit_meeting(user, meeting)


def may_write_letters(user: User, round: Round) -> bool:
    """To all of a round or of a team; superusers read what was sent."""
    return coordinates(user, round)


def may_edit_agenda(user: User, item: AgendaItem | None = None) -> bool:
    return may_edit_meeting(user, item.meeting if item else None)


def may_edit_agenda_texts(user: User, item: AgendaItem | None = None) -> bool:
    return user.is_editor or may_edit_agenda(user, item)


def may_edit_question(user: User, question: Question | None = None) -> bool:
    return may_edit_round(user, question.round if question else None)


def may_see_teams(user: User, thing: object = None) -> bool:
    """Teams and their rooms in the office; which of them, the QuerySets say."""
    return user.is_superuser or user.is_coordinator


def may_edit_team(user: User, team: Team | None = None) -> bool:
    """Admit, accept, let go; what the team writes is its own."""
    return may_edit_round(user, team.round if team else None)


def may_manage_members(user: User, team: Team) -> bool:
    """Invite, add, end, hand over the lead: the lead, the coordinators and superusers."""
    return may_edit_round(user, team.round) or leads(user, team)


def may_see_team_room(user: User, team: Team) -> bool:
    """Milestones, progress and files of the team."""
    return user.is_superuser or coordinates(user, team.round) or belongs_to(user, team)


def may_log_progress(user: User, milestone: Milestone) -> bool:
    return belongs_to(user, milestone.team)


def may_edit_milestones(user: User, team: Team) -> bool:
    """Agree and edit milestones, enter their values."""
    return belongs_to(user, team)


def may_correct_entry(user: User, entry: ProgressEntry) -> bool:
    """One's own words, as long as one belongs to the team."""
    return entry.author_id == user.pk and belongs_to(user, entry.milestone.team)


def may_edit_sheets(user: User, team: Team) -> bool:
    """Working sheets belong to the team; its coordinators read them."""
    return belongs_to(user, team)


def may_share_overview(user: User, team: Team) -> bool:
    """Give the one page to somebody without an account."""
    return belongs_to(user, team)


def may_order_milestones(user: User, team: Team) -> bool:
    """Drop, take up again, split, order and share milestones."""
    return leads(user, team)


def may_add_file(user: User, team: Team) -> bool:
    return belongs_to(user, team)


def may_share_files(user: User, team: Team) -> bool:
    return leads(user, team)


def may_remove_file(user: User, file: TeamFile) -> bool:
    """One's own; the lead any of the team's."""
    own = file.uploaded_by_id == user.pk and belongs_to(user, file.team)
    return own or leads(user, file.team)


def may_take_over_table(user: User, round: Round) -> bool:
    """Change the plans of many teams by a table: whoever coordinates the round."""
    return coordinates(user, round)


def may_comment(user: User, milestone: Milestone) -> bool:
    """The own team and its coordinators; on what is shared, the round's teams."""
    if belongs_to(user, milestone.team) or coordinates(user, milestone.team.round):
        return True
    mine = Team.objects.of_member(user).filter(round=milestone.team.round_id)
    takes_part = milestone.team.state == Team.State.ACCEPTED
    return takes_part and milestone.is_shared and mine.exists()


def may_remove_comment(user: User, comment: Comment) -> bool:
    """One's own words, as long as one could say them."""
    return comment.author_id == user.pk and may_comment(user, comment.milestone)


def may_ask(user: User, team: Team) -> bool:
    """A question to the round."""
    return belongs_to(user, team)


def may_propose_statement(user: User, team: Team) -> bool:
    return coordinates(user, team.round)


def may_decide_statement(user: User, statement: Statement) -> bool:
    """Clear, edit or refuse: only the team's own lead."""
    return leads(user, statement.team)


def may_withdraw_statement(user: User, statement: Statement) -> bool:
    """The lead; of a team that has left, and that nobody leads any more, its coordinators."""
    team = statement.team
    return leads(user, team) or (team.state == Team.State.LEFT and coordinates(user, team.round))


def may_see_interests(user: User, interest: Interest | None = None) -> bool:
    return user.is_superuser or user.is_coordinator


def may_answer_interest(user: User, interest: Interest | None = None) -> bool:
    return user.is_coordinator


def coordinates(user: User, round: Round) -> bool:
    return user.is_coordinator and round.coordinators.contains(user)


def belongs_to(user: User, team: Team) -> bool:
    return bool(role_in(user, team))


def leads(user: User, team: Team) -> bool:
    return role_in(user, team) == Member.Role.LEAD


def role_among(user: User, team: Team, members: Iterable[Member]) -> str:
    """The same as `role_in`, where the active members are loaded."""
    if team.state != Team.State.ACCEPTED:
        return ""
    return next((member.role for member in members if member.user_id == user.pk), "")


def role_in(user: User, team: Team) -> str:
    """Lead or member of a team that takes part; empty for everybody else."""
    if team.state != Team.State.ACCEPTED:
        return ""
    roles = team.members.active().filter(user=user).values_list("role", flat=True)
    return roles.first() or ""
