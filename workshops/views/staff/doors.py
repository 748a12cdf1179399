"""Who comes into the cockpit: what an address names, for this user; else 404, or 403 for staff."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from people.models import User
from workshops import policies
from workshops.models import Interest, Meeting, Round, RoundQuerySet
from workshops.models.demand import Demand, demands


def rounds_of(user: User) -> RoundQuerySet:
    """Those in somebody's cockpit; editors have none, and for others there is no such page."""
    if not policies.may_see_teams(user):
        raise PermissionDenied if user.is_staff else Http404
    return Round.objects.looked_after_by(user)


def round_of(user: User, round_id: int) -> Round:
    return get_object_or_404(rounds_of(user).select_related("workshop"), pk=round_id)


def meeting_of(user: User, round_id: int, meeting_id: int) -> Meeting:
    """A day of such a round, with the round, its Werkstatt and the venue."""
    days = Meeting.objects.filter(round__in=rounds_of(user).values("pk"), round__pk=round_id)
    return get_object_or_404(days.with_round(), pk=meeting_id)


def demands_of(user: User) -> list[Demand]:
    """What Kommunen want and no round came of: for those who may make rounds."""
    if not policies.may_edit_round(user):
        raise PermissionDenied if user.is_staff else Http404
    return demands(Interest.objects.visible_to(user).unserved().with_names().newest_first())
