"""What the teams of a round tell each other, and who they are."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.http import SignedInRequest
from people.models import User
from workshops.models import Member, Team
from workshops.models.exchange import moments, told
from workshops.views.team.doors import team_of

PER_PAGE = 20
PAGE = "seite"


@login_required
@require_GET
def exchange(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Everything shared in the round, newest first, without hurdles."""
    team = team_of(request.user, team_id)
    page = Paginator(moments(team.round), PER_PAGE).get_page(request.GET.get(PAGE))
    context = {"team": team, "page": page, "moments": told(page)}
    return render(request, "workshops/team/exchange.html", context)


@login_required
@require_GET
def participants(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Everybody in the closed round; addresses only of leads and coordinators."""
    team = team_of(request.user, team_id)
    teams = Team.objects.filter(round=team.round).taking_part().with_names().in_order()
    people = Member.objects.filter(team__in=teams.order_by()).active().in_order()
    of_team: dict[int, list[Member]] = {}
    for member in people.select_related("user"):
        of_team.setdefault(member.team_id, []).append(member)
    coordinators = User.objects.coordinators().filter(coordinated_rounds=team.round).in_order()
    context = {
        "team": team,
        "teams": [(one, of_team.get(one.pk, [])) for one in teams],
        "coordinators": coordinators,
    }
    return render(request, "workshops/team/participants.html", context)
