"""What everybody may read about conferences: the list, one of them, who contributes, the stands."""

from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conferences.formats import stand_plan
from conferences.models import Conference, Session, SessionContribution
from conferences.models.attendance import Attendance, attendance
from conferences.models.contributors import contributors
from conferences.models.programme import Entry, rows, with_people
from conferences.models.standing import Standing, standing
from publications.models import Document, Picture, Report

PER_PAGE = 30
PAGE = "seite"
SHOWN = ("venue", "organiser", "carried_out_by", "contact__organisation")
HIGHLIGHTS = [Session.Kind.KEYNOTE, Session.Kind.PANEL, Session.Kind.CONVERSATION]


class Row(NamedTuple):
    """A conference in the list."""

    conference: Conference
    standing: Standing
    attendance: Attendance


@require_safe
def conference_list(request: HttpRequest) -> HttpResponse:
    """Every conference by year, the newest first; postponed and cancelled ones too."""
    at = timezone.now()
    conferences = Conference.objects.visible_to(request.user).with_contents().newest_first()
    found = conferences.select_related("venue", "moved_to").prefetch_related("participants")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get(PAGE))
    shown = [Row(each, standing(each, at), attendance(each.participants.all())) for each in page]
    years = [(year, list(group)) for year, group in groupby(shown, lambda row: row.conference.year)]
    return render(
        request, "conferences/public/conference_list.html", {"years": years, "page": page}
    )


@require_safe
def conference(request: HttpRequest, slug: str) -> HttpResponse:
    """One conference: the facts, what stood out, what it left behind."""
    at = timezone.now()
    conferences = Conference.objects.visible_to(request.user).with_contents()
    found = get_object_or_404(conferences.select_related(*SHOWN), slug=slug)
    page = {
        "conference": found,
        "standing": standing(found, at),
        "attendance": attendance(found.participants.all()),
        "topics": found.topics.in_order(),
        "highlights": _highlights(found),
        "pictures": Picture.objects.shown().filter(pk__in=_linked(found, "picture")),
        **_published(found, at),
    }
    return kept(render(request, "conferences/public/conference.html", page), found)


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody in the programme, as they were on that day."""
    found = visible(request, slug)
    page = {"conference": found, "contributors": contributors(found)}
    return kept(render(request, "conferences/public/people.html", page), found)


@require_safe
def market(request: HttpRequest, slug: str) -> HttpResponse:
    """The stands of the Marktplatz by island: as a list, and as a drawing with the same content."""
    found = visible(request, slug)
    stands = list(found.stands.select_related("organisation"))
    groups = stand_plan.tables(list(found.islands.select_related("topic")), stands)
    page = {
        "conference": found,
        "tables": groups,
        "count": len(stands),
        "has_islands": any(group.island for group in groups),
        "plan": stand_plan.plan(groups, _("Single stands")),
    }
    return kept(render(request, "conferences/public/market.html", page), found)


def _highlights(found: Conference) -> list[Entry]:
    sessions = Session.objects.filter(conference=found, kind__in=HIGHLIGHTS)
    people = SessionContribution.objects.filter(session__in=sessions.values("pk"))
    return with_people(rows(found, sessions), people)


def visible(request: HttpRequest, slug: str) -> Conference:
    """The conference of this address, as far as this reader may know of it; raises Http404."""
    conferences = Conference.objects.visible_to(request.user).with_market()
    return get_object_or_404(conferences, slug=slug)


def kept(response: HttpResponse, conference: Conference) -> HttpResponse:
    """A draft stays in no cache."""
    if not conference.is_published:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _published(found: Conference, at: datetime) -> dict[str, Any]:
    """Reports and documents; the programme comes first among these."""
    documents = Document.objects.published(at).filter(pk__in=_linked(found, "document"))
    shelves = sorted(documents.newest_first(), key=lambda each: each.kind != "programme")
    reports = Report.objects.published(at).filter(pk__in=_linked(found, "report"))
    return {
        "documents": shelves,
        "reports": reports.select_related("picture").newest_first(),
    }


def _linked(found: Conference, what: str) -> QuerySet[Any, Any]:
    """The keys of its pictures, documents or reports."""
    through = getattr(Conference, f"{what}s").through
    keys: QuerySet[Any, Any] = through.objects.filter(conference=found).values(what)
    return keys
