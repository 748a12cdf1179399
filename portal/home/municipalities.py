"""The Kommunen: all in a table and on the map, and the page of each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conferences.models import SessionContribution
from conferences.models.programme import addresses
from municipalities.models import Kind, Municipality, MunicipalityQuerySet, spots
from municipalities.models.municipality import REGIERUNGSBEZIRKE, totals_of
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
LINE = ("pk", "slug", "short_name", "kind", "ags", "inhabitants", "has_agreement")


class Line(NamedTuple):
    """A Kommune in the table, in words; a round is its address and its name."""

    name: str
    url: str
    kind: str
    bezirk: str
    inhabitants: str
    agreement: str
    rounds: list[tuple[str, str]]


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """All Kommunen of today, to be narrowed down; beside the table the map of all."""
    day = timezone.localdate()
    everybody = Municipality.objects.current(day).with_agreement(day)
    narrowing = MunicipalityFilter(request.GET)
    found = narrowing.narrow(everybody, day)
    totals = totals_of(_counted(day))
    pages = Paginator(found.in_order().values_list(*LINE), PER_PAGE)
    if not narrowing.is_narrowed:
        pages.count = totals.all  # known already
    page = pages.get_page(request.GET.get(PAGE))
    context = {
        "form": narrowing,
        "page": page,
        "rows": _lines(page.object_list),
        "totals": totals,
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


def _lines(found: Iterable[tuple[Any, ...]]) -> list[Line]:
    """Each Kommune in words, with the running rounds that it is named in."""
    before, after = addresses("home:municipality")
    kinds = {kind.value: str(kind.label) for kind in Kind}
    agreed = _("confirmed")
    rounds: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for team in _at_work():
        rounds[team.municipality_id].append((team.round.get_absolute_url(), str(team.round)))
    return [
        Line(
            name=name,
            url=f"{before}{slug}{after}",
            kind=kinds[kind],
            bezirk=REGIERUNGSBEZIRKE.get(ags[:3], ""),
            inhabitants="" if number is None else number_format(number, force_grouping=True),
            agreement=agreed if has_agreement else "",
            rounds=rounds.get(pk, []),
        )
        for pk, slug, name, kind, ags, number, has_agreement in found
    ]


@prepared
def _at_work() -> TeamQuerySet:
    return Team.objects.at_work().with_round()


@prepared
def _counted(day: date) -> QuerySet[Municipality, tuple[Any, ...]]:
    return Municipality.objects.current(day).with_agreement(day).counted()


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
