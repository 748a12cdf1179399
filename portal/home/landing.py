"""The start page: where Kommunen work, what comes next, what came of it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferences.models import Conference, ConferenceQuerySet
from municipalities.models import spots
from portal.dates import berlin_day
from portal.home.dates import Row, conference_rows, rows, together
from portal.home.municipalities import at_work_on_the_map
from portal.prepared import prepared
from publications.models import Report, ReportQuerySet
from workshops.models import Meeting, MeetingQuerySet, Round, RoundQuerySet, Team, TeamQuerySet
from workshops.models.steps import steps

DATES = 3
REPORTS = 3


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What everybody sees first; drafts have no place here, whoever looks."""
    at = timezone.now()
    page = {
        **_dates(at),
        **_running(at),
        **_places(at),
        "reports": _reports(at),
    }
    return render(request, "home/landing.html", page)


def _dates(at: datetime) -> dict[str, list[Row]]:
    """The next dates and the latest ones, of rounds and conferences."""
    day = berlin_day(at)
    coming, over = conference_rows(_conferences(), at)
    dated = [row for row in over if row.first_day != date.max]
    return {
        "upcoming": together(rows(_upcoming(day), at), coming)[:DATES],
        "past": together(rows(_past(day), at), dated)[::-1][:DATES],
    }


def _running(at: datetime) -> dict[str, Any]:
    """The running rounds; one whose Kommunen may be named best shows what a Werkstatt is."""
    teams = _teams()
    named = {team.round_id for team in teams}
    rounds = sorted(_rounds(), key=lambda each: each.pk not in named)
    if not rounds:
        return {}
    first, *others = rounds
    days = _days(first.pk)
    for day in days:
        day.round = first
    return {
        "running": first,
        "participants": [team for team in teams if team.round_id == first.pk],
        "steps": steps(first, days, at),
        "also_running": others,
    }


def _places(at: datetime) -> dict[str, Any]:
    """The Kommunen of the map, and how many of them work in a round at present."""
    places = spots(at_work_on_the_map(berlin_day(at)))
    return {
        "places": places,
        "drawn": sum(spot.is_drawn for spot in places),
        "marked": sum(spot.is_marked for spot in places),
    }


@prepared
def _conferences() -> ConferenceQuerySet:
    return Conference.objects.published().taking_place().select_related("venue")


def _meetings() -> MeetingQuerySet:
    return Meeting.objects.published().with_round().taking_place()


@prepared
def _upcoming(day: date) -> MeetingQuerySet:
    return _meetings().upcoming(day).in_order()[:DATES]


@prepared
def _past(day: date) -> MeetingQuerySet:
    return _meetings().past(day).latest_first()[:DATES]


@prepared
def _rounds() -> RoundQuerySet:
    return Round.objects.published().running().select_related("workshop").newest_first()


@prepared
def _teams() -> TeamQuerySet:
    return Team.objects.at_work().select_related("municipality").districts_first()


@prepared
def _days(round: int) -> MeetingQuerySet:
    return Meeting.objects.filter(round=round).in_order()


@prepared
def _reports(at: datetime) -> ReportQuerySet:
    return Report.objects.published(at).select_related("picture").newest_first()[:REPORTS]
