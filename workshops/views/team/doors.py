"""Who comes in: what an address names, for this user; else 404, or 403 for staff."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from people.models import User
from workshops import policies
from workshops.models import Milestone, Team


def team_of(user: User, public_id: UUID) -> Team:
    """The team whose room this user may enter; editors have no business in any of them."""
    team = Team.objects.visible_to(user).with_names().filter(public_id=public_id).first()
    if team is None:
        raise PermissionDenied if user.is_editor else Http404
    return team


def milestone_of(user: User, team_id: UUID, milestone_id: UUID) -> Milestone:
    """A milestone that this user may read."""
    readable = Milestone.objects.visible_to(user).with_names().with_themes()
    milestone = readable.filter(public_id=milestone_id, team__public_id=team_id).first()
    if milestone is None:
        raise PermissionDenied if user.is_editor else Http404
    return milestone


def own_milestone_of(user: User, team_id: UUID, milestone_id: UUID) -> Milestone:
    """A milestone of one's own team: 403 for who may only read the room, 404 for all others."""
    milestone = milestone_of(user, team_id, milestone_id)
    if policies.may_log_progress(user, milestone):
        return milestone
    if policies.may_see_team_room(user, milestone.team):
        raise PermissionDenied
    raise Http404


def own_team_of(user: User, public_id: UUID) -> Team:
    """One's own team: 403 for who may only read its room."""
    team = team_of(user, public_id)
    if not policies.may_edit_milestones(user, team):
        raise PermissionDenied
    return team


def led_milestone_of(user: User, team_id: UUID, milestone_id: UUID) -> Milestone:
    """A milestone of the team that one leads: 403 for all others who may see the room."""
    milestone = milestone_of(user, team_id, milestone_id)
    if policies.may_order_milestones(user, milestone.team):
        return milestone
    if policies.may_see_team_room(user, milestone.team):
        raise PermissionDenied
    raise Http404
