"""Akteursanalyse: who matters for the team's subject, as a map and as a table."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.http import SignedInRequest
from portal import drafts, spreadsheets, typesetting
from workshops import policies
from workshops.actions import actors as acts
from workshops.formats import actor_map
from workshops.formats.actors import Drawn, paper
from workshops.forms.actor import ActorForm
from workshops.models import Actor, Team
from workshops.views.answers import attachment
from workshops.views.team.doors import own_team_of, team_of
from workshops.views.team.saving import Page, done, save, typed

LIST = "workshops/team/actors.html"
MAP = "workshops/team/_actor_map.html"


@login_required
@require_http_methods(["GET", "POST"])
def actors(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """The map with its table; whoever belongs to the team adds somebody at once."""
    if request.method == "POST":
        team = own_team_of(request.user, team_id)
    else:
        team = team_of(request.user, team_id)
    context = _context(request, team)
    if not context["may_edit"]:
        return render(request, LIST, context)
    form = ActorForm(typed(request), typed=drafts.kept(request))
    page = Page(LIST, f"{_list(team)}?neu=1#neu", _("The actor is added."), context)
    return save(request, form, partial(acts.add, team=team), page)


@login_required
@require_http_methods(["GET", "POST"])
def actor(request: SignedInRequest, team_id: UUID, actor_id: int) -> HttpResponse:
    """One actor, to be changed."""
    team = own_team_of(request.user, team_id)
    actor = get_object_or_404(team.actors, pk=actor_id)
    form = ActorForm(typed(request), thing=actor, typed=drafts.kept(request))
    page = Page(
        "workshops/team/actor.html",
        _list(team),
        _("The actor is saved."),
        {"team": team, "actor": actor},
    )
    return save(request, form, partial(acts.change, actor=actor), page, thing=actor)


@login_required
@require_POST
def remove_actor(request: SignedInRequest, team_id: UUID, actor_id: int) -> HttpResponse:
    team, actor = _own_actor(request, team_id, actor_id)
    said = _("“%(name)s” is removed. Below the table you can bring it back.") % {"name": actor}
    return done(request, partial(acts.remove, actor=actor), said, f"{_list(team)}#entfernt")


@login_required
@require_POST
def bring_actor_back(request: SignedInRequest, team_id: UUID, actor_id: int) -> HttpResponse:
    team, actor = _own_actor(request, team_id, actor_id)
    said = _("“%(name)s” is back.") % {"name": actor}
    return done(request, partial(acts.bring_back, actor=actor), said, _list(team))


@login_required
@require_GET
def actors_table(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """The same as a file for spreadsheets."""
    team = team_of(request.user, team_id)
    made = spreadsheets.table(_head(), _rows(_standing(team)))
    return attachment(made, spreadsheets.CSV, f"akteure-{team.municipality.slug}.csv")


@login_required
@require_GET
def actors_pdf(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """The map with its table, to be printed."""
    team = team_of(request.user, team_id)
    shown = _standing(team)
    svg = render_to_string(MAP, _map(shown)) if shown else ""
    drawn = Drawn(svg, _label(shown), actor_map.legend(shown))
    made = paper(
        team, drawn, _head(), _rows(shown), is_demo=_is_demo(team, shown), at=timezone.now()
    )
    return attachment(made, typesetting.MEDIA_TYPE, f"akteure-{team.municipality.slug}.pdf")


def _own_actor(request: SignedInRequest, team_id: UUID, actor_id: int) -> tuple[Team, Actor]:
    team = own_team_of(request.user, team_id)
    return team, get_object_or_404(team.actors.select_related("team__round"), pk=actor_id)


def _list(team: Team) -> str:
    return reverse("workshops:actors", args=[team.public_id])


def _standing(team: Team) -> list[Actor]:
    return list(team.actors.standing().weightiest_first())


def _is_demo(team: Team, shown: list[Actor]) -> bool:
    return team.is_demo or any(actor.is_demo for actor in shown)


def _context(request: SignedInRequest, team: Team) -> dict[str, Any]:
    shown = _standing(team)
    may_edit = policies.may_edit_sheets(request.user, team)
    return {
        "team": team,
        "actors": shown,
        "is_demo": _is_demo(team, shown),
        **_map(shown),
        "may_edit": may_edit,
        "removed": team.actors.removed() if may_edit else [],
        "adds": "neu" in request.GET or request.method == "POST" or not shown,
    }


def _map(shown: list[Actor]) -> dict[str, Any]:
    return {"map": actor_map.drawing(shown), "label": _label(shown)}


def _label(shown: list[Actor]) -> str:
    return _("Map of %(number)d actors by interest and influence. The table says the same.") % {
        "number": len(shown)
    }


def _head() -> list[str]:
    return [
        _("No."),
        _("Who"),
        _("Where from"),
        _("Interest"),
        _("Influence"),
        _("How we stand"),
        _("Note"),
    ]


def _rows(shown: list[Actor]) -> list[list[object]]:
    return [
        [
            number,
            actor.name,
            actor.get_kind_display(),
            actor.interest,
            actor.influence,
            actor.get_relation_display(),
            actor.note,
        ]
        for number, actor in enumerate(shown, start=1)
    ]
