"""The cockpit: what coordinators see of their rounds on a Monday. Nothing is changed here."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.http import SignedInRequest
from workshops.models import Meeting, Milestone, Question, Team
from workshops.models import cockpit as board
from workshops.models.needs import needs
from workshops.models.warnings import warnings
from workshops.views.cells import Writer
from workshops.views.staff.doors import demands_of, round_of, rounds_of

FIRST, FOLDED = 8, 40  # needs that stand open, and folded up; of others only how many
ONLY = "nur"  # the name of the filter in the address


@login_required
@require_GET
def cockpit(request: SignedInRequest) -> HttpResponse:
    """All rounds that one looks after, in figures; the running ones first."""
    rounds = rounds_of(request.user).running_first()
    now = timezone.now()
    standings = board.standings(rounds, now)
    pressing = needs(standings, now)
    context = {
        "standings": standings,
        "needs": pressing[:FIRST],
        "more_needs": pressing[FIRST : FIRST + FOLDED],
        "left_out": max(len(pressing) - FIRST - FOLDED, 0),
        "ripe": sum(demand.is_enough for demand in demands_of(request.user)),
    }
    return render(request, "workshops/staff/cockpit.html", context)


@login_required
@require_GET
def cockpit_round(request: SignedInRequest, round_id: int) -> HttpResponse:
    """A round as a grid of Kommunen and milestones, whole or narrowed down."""
    round = round_of(request.user, round_id)
    now = timezone.now()
    whole = board.grid(round, now)
    keeps = _keeps(whole)
    chosen = request.GET.get(ONLY, "")
    chosen = chosen if chosen in keeps else ""
    shown = whole.narrowed(keeps[chosen]) if chosen else whole
    days = list(Meeting.objects.filter(round=round).in_order())
    context = {
        "round": round,
        "now": now,
        "grid": whole,
        "standing": whole.standing,
        "columns": shown.columns,
        "rows": Writer().rows(shown),
        "filters": _filters(whole, keeps, chosen),
        "chosen": chosen,
        "statuses": Milestone.Status.choices,
        "invited": Team.objects.filter(round=round).invited().with_names().in_order(),
        "days": days,
        "warnings": warnings(round, now, days),
        "open_questions": Question.objects.filter(round=round).open().count(),
    }
    return render(request, "workshops/staff/round.html", context)


def _keeps(grid: board.Grid) -> dict[str, board.Keep]:
    """By what a grid can be narrowed down, by the word in the address."""
    keeps: dict[str, board.Keep] = {
        "ueberfaellig": lambda _row, line: line.days_overdue > 0,
        "still": lambda row, line: row.is_silent(line),
        "huerde": lambda _row, line: bool(line.hurdle),
    }
    if grid.next_day:
        keeps["faellig"] = lambda _row, line: grid.is_due(line)
    return keeps


def _filters(grid: board.Grid, keeps: dict[str, board.Keep], chosen: str) -> list[dict[str, Any]]:
    words = {
        "ueberfaellig": _("overdue"),
        "still": _("silent"),
        "huerde": _("with a hurdle"),
        "faellig": _("due before the next day"),
    }
    whole = {"name": "", "word": _("all"), "count": len(grid.lines), "is_chosen": not chosen}
    return [whole] + [
        {"name": name, "word": words[name], "count": grid.count(keep), "is_chosen": name == chosen}
        for name, keep in keeps.items()
    ]
