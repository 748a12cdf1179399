"""The working sheets of a team."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.http import SignedInRequest
from workshops import policies
from workshops.views.team.doors import team_of


@login_required
@require_GET
def sheets(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """What each method is good for, how to begin, and what the team has filled in."""
    team = team_of(request.user, team_id)
    context = {
        "team": team,
        "actors": team.actors.standing().count(),
        "may_edit": policies.may_edit_sheets(request.user, team),
    }
    return render(request, "workshops/team/sheets.html", context)
