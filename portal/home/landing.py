"""The start page: where Kommunen work, what comes next, what came of it."""

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferences.models import Conference
from municipalities.models import Municipality
from portal.dates import berlin_day
from portal.home.dates import Row, conference_rows, rows, together
from publications.models import Report
from workshops.models import Meeting, Round, RoundQuerySet, Team
from workshops.models.steps import steps

DATES = 3
REPORTS = 3


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What everybody sees first; drafts have no place here, whoever looks."""
    at = timezone.now()
    rounds = sorted(_running(), key=_names_nobody)
    page = {
        **_dates(at),
        "reports": Report.objects.published(at).select_related("picture").newest_first()[:REPORTS],
        "running": rounds[0] if rounds else None,
        "also_running": rounds[1:],
        "steps": steps(rounds[0], list(rounds[0].meetings.all()), at) if rounds else [],
        **_places(at),
    }
    return render(request, "home/landing.html", page)


def _dates(at: datetime) -> dict[str, list[Row]]:
    """The next dates and the latest ones, of rounds and conferences."""
    meetings = Meeting.objects.published().with_round().taking_place()
    conferences = Conference.objects.published().taking_place().select_related("venue")
    coming, over = conference_rows(conferences, at)
    dated = [row for row in over if row.first_day != date.max]
    return {
        "upcoming": together(rows(meetings.upcoming(at).in_order()[:DATES], at), coming)[:DATES],
        "past": together(rows(meetings.past(at).latest_first()[:DATES], at), dated)[::-1][:DATES],
    }


def _running() -> RoundQuerySet:
    """The running rounds with their days and the Kommunen that may be named."""
    teams = Team.objects.named_in_public().select_related("municipality").districts_first()
    return (
        Round.objects.published()
        .running()
        .select_related("workshop")
        .prefetch_related(
            Prefetch("meetings", Meeting.objects.in_order()), Prefetch("teams", teams)
        )
        .newest_first()
    )


def _names_nobody(round: Round) -> bool:
    """Rounds whose Kommunen may be named come first; they show best what a Werkstatt is."""
    return not round.teams.all()


def _places(at: datetime) -> dict[str, Any]:
    """The Kommunen of the map, and how many of them work in a round at present."""
    day = berlin_day(at)
    teams = Team.objects.at_work().values("municipality")
    shown = list(Municipality.objects.on_the_map(day, marked=teams))
    return {
        "places": shown,
        "drawn": sum(vars(municipality)["is_drawn"] for municipality in shown),
        "marked": sum(vars(municipality)["is_marked"] for municipality in shown),
    }
