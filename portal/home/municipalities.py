"""The Kommunen: all in a table and on the map, and the page of each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conferences.models import SessionContribution
from municipalities.models import Municipality, MunicipalityQuerySet, spots
from people.models import User
from portal import spreadsheets
from portal.dates import berlin_day
from portal.home.filters import MunicipalityFilter
from portal.prepared import prepared, the_one
from publications.models import ReportQuerySet
from workshops.models import Meeting, Round, Statement, StatementQuerySet, Team, TeamQuerySet

PAGE = "seite"
PER_PAGE = 60
STATEMENTS = 20
TALKS = 20
REPORTS = 6
HEAD = [
    gettext_lazy("Municipality"),
    gettext_lazy("Kind"),
    gettext_lazy("Official key (AGS)"),
    gettext_lazy("Regierungsbezirk"),
    gettext_lazy("Inhabitants"),
    gettext_lazy("counted on"),
    gettext_lazy("area in km²"),
    gettext_lazy("Framework agreement"),
    gettext_lazy("Workshop"),
]


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """All Kommunen of today, to be narrowed down; beside the table the map of all."""
    day = timezone.localdate()
    everybody = Municipality.objects.current(day).with_agreement(day)
    narrowing = MunicipalityFilter(request.GET)
    found = narrowing.narrow(everybody, day)
    page = Paginator(found.in_order(), PER_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "form": narrowing,
        "page": page,
        "rows": _with_rounds(page.object_list),
        "totals": everybody.totals(),
        "places": spots(at_work_on_the_map(day)),
    }
    return render(request, "home/municipalities.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same selection as a file for spreadsheets, whole."""
    day = timezone.localdate()
    everybody = Municipality.objects.current(day).with_agreement(day)
    found = MunicipalityFilter(request.GET).narrow(everybody, day).in_order()
    rows = (_cells(kommune, rounds) for kommune, rounds in _with_rounds(found))
    content = spreadsheets.table([str(word) for word in HEAD], rows)
    response = HttpResponse(content, content_type=spreadsheets.CSV)
    response["Content-Disposition"] = 'attachment; filename="kommunen.csv"'
    return response


def _cells(municipality: Municipality, rounds: list[Round]) -> list[object]:
    return [
        municipality.name,
        municipality.get_kind_display(),
        municipality.ags,
        municipality.regierungsbezirk,
        municipality.inhabitants,
        municipality.inhabitants_on,
        str(municipality.area or "").replace(".", ","),
        _("confirmed") if municipality.has_agreement else "",  # type: ignore[attr-defined]
        "; ".join(map(str, rounds)),
    ]


def _with_rounds(shown: Iterable[Municipality]) -> list[tuple[Municipality, list[Round]]]:
    """Each with the running rounds that it is named in."""
    kommunen = list(shown)
    rounds: dict[int, list[Round]] = defaultdict(list)
    for team in Team.objects.at_work().of_municipalities(kommunen).with_round():
        rounds[team.municipality_id].append(team.round)
    return [(municipality, rounds[municipality.pk]) for municipality in kommunen]


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """What is public about one Kommune: facts, rounds, sentences it cleared, reports."""
    at = timezone.now()
    day = berlin_day(at)
    found = the_one(_known(request.user, slug, day))
    page = {
        "municipality": found,
        "is_current": found.is_current(day),
        "predecessors": _predecessors(found.pk),
        "teams": _teams(found.pk),
        "statements": _statements(found.pk),
        "talks": _talks(found.name, found.known_as),
        "reports": _reports(found.pk, at),
        "places": spots(_on_the_map(found.pk, day)),
    }
    return render(request, "home/municipality.html", page)


@prepared
def _known(user: User | AnonymousUser, slug: str, day: date) -> MunicipalityQuerySet:
    known = Municipality.objects.visible_to(user).with_agreement(day).filter(slug=slug)
    return known.select_related("parent", "successor")


@prepared
def _predecessors(kommune: int) -> MunicipalityQuerySet:
    return Municipality.objects.filter(successor=kommune).in_order()


def _public_teams(kommune: int) -> TeamQuerySet:
    return Team.objects.named_in_public().in_published_rounds().filter(municipality=kommune)


@prepared
def _teams(kommune: int) -> TeamQuerySet:
    return _public_teams(kommune).with_round().newest_first()


@prepared
def _reports(kommune: int, at: datetime) -> ReportQuerySet:
    rounds = _public_teams(kommune).values("round")
    days = Meeting.objects.published().filter(round__in=rounds)
    return days.reports(at).newest_first()[:REPORTS]


@prepared
def _statements(kommune: int) -> StatementQuerySet:
    named = Statement.objects.in_public().naming(kommune).with_source()
    return named.newest_first()[:STATEMENTS]


@prepared
def _talks(name: str, known_as: str) -> QuerySet[SessionContribution]:
    """What its people did at conferences, where a programme names it word for word."""
    said = SessionContribution.objects.in_public().from_places([name, known_as])
    return said.select_related("person").latest_first()[:TALKS]


@prepared
def _on_the_map(kommune: int, day: date) -> QuerySet[Municipality, tuple[Any, ...]]:
    """The map with this Kommune on it."""
    itself = Municipality.objects.filter(pk=kommune).values("pk")
    return Municipality.objects.on_the_map(day, marked=itself)


@prepared
def at_work_on_the_map(day: date) -> QuerySet[Municipality, tuple[Any, ...]]:
    """The map with those that work in a round at present."""
    return Municipality.objects.on_the_map(
        day, marked=Team.objects.at_work().values("municipality")
    )
