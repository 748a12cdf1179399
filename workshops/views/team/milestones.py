"""A milestone of a team."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from people.http import SignedInRequest
from workshops import policies
from workshops.models.board import Line
from workshops.views.team.doors import milestone_of


@login_required
@require_GET
def milestone(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """A milestone with its whole history; other teams of the round read it without hurdles."""
    milestone = milestone_of(request.user, team_id, milestone_id)
    sees_all = policies.may_see_team_room(request.user, milestone.team)
    entries = milestone.entries.newest_first().select_related("author", "corrects", "corrected_by")
    history = list(entries if sees_all else entries.without_mere_hurdles())
    last = history[0] if history and sees_all else None
    context = {
        "milestone": milestone,
        "line": Line(milestone, last, timezone.now(), milestone.team.round.silent_after_weeks),
        "entries": history,
        "sees_all": sees_all,
        "may_log": policies.may_log_progress(request.user, milestone),
        "statements": milestone.statements.cleared().newest_first(),
    }
    return render(request, "workshops/team/milestone.html", context)
