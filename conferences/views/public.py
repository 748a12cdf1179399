"""What everybody may read about conferences: the list, one of them, who contributes, the stands."""

from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conferences.formats import stand_plan
from conferences.models import Conference, ParticipantCount, Session, SessionContribution
from conferences.models.attendance import Attendance, attendance
from conferences.models.conference import ConferenceQuerySet
from conferences.models.contributors import contributors
from conferences.models.programme import Values, listed, named, rows, with_people
from conferences.models.standing import Standing, standing
from people.models import User
from portal.prepared import prepared, the_one
from publications.models import Document, Picture, Report, Topic
from registrations.models import offering

PER_PAGE = 30
PAGE = "seite"
SHOWN = ("venue", "organiser", "carried_out_by", "contact__organisation", "offer")
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
    found = the_one(_whole(request.user, slug))
    page = {
        "conference": found,
        "standing": standing(found, at),
        "attendance": attendance(_counts(found.pk)),
        "topics": _topics(found.pk),
        "highlights": with_people(rows(found, _highlights(found.pk)), _in_highlights(found.pk)),
        "pictures": _pictures(found.pk),
        "documents": sorted(_documents(found.pk, at), key=lambda each: each.kind != "programme"),
        "reports": _reports(found.pk, at),
        "offering": offering(found.offer, at) if found.offer else None,
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


def visible(request: HttpRequest, slug: str) -> Conference:
    """The conference of this address, as far as this reader may know of it; raises Http404."""
    return the_one(_with_market(request.user, slug))


@prepared
def _with_market(user: User | AnonymousUser, slug: str) -> ConferenceQuerySet:
    return Conference.objects.visible_to(user).with_market().filter(slug=slug)


@prepared
def _whole(user: User | AnonymousUser, slug: str) -> ConferenceQuerySet:
    found = Conference.objects.visible_to(user).with_contents().select_related(*SHOWN)
    return found.filter(slug=slug)


@prepared
def _counts(conference: int) -> QuerySet[ParticipantCount]:
    return ParticipantCount.objects.filter(conference=conference)


@prepared
def _topics(conference: int) -> QuerySet[Topic]:
    return Topic.objects.filter(pk__in=_linked(conference, "topic")).in_order()


@prepared
def _highlights(conference: int) -> Values:
    return listed(Session.objects.filter(conference=conference, kind__in=HIGHLIGHTS))


@prepared
def _in_highlights(conference: int) -> Values:
    sessions = {"session__conference": conference, "session__kind__in": HIGHLIGHTS}
    return named(SessionContribution.objects.filter(**sessions))


@prepared
def _pictures(conference: int) -> QuerySet[Picture]:
    return Picture.objects.shown().filter(pk__in=_linked(conference, "picture"))


@prepared
def _documents(conference: int, at: datetime) -> QuerySet[Document]:
    documents = Document.objects.published(at).filter(pk__in=_linked(conference, "document"))
    return documents.newest_first()


@prepared
def _reports(conference: int, at: datetime) -> QuerySet[Report]:
    reports = Report.objects.published(at).filter(pk__in=_linked(conference, "report"))
    return reports.select_related("picture").newest_first()


def _linked(conference: int, what: str) -> QuerySet[Any, Any]:
    """The keys of its pictures, topics, documents or reports."""
    through = getattr(Conference, f"{what}s").through
    keys: QuerySet[Any, Any] = through.objects.filter(conference=conference).values(what)
    return keys


def kept(response: HttpResponse, conference: Conference) -> HttpResponse:
    """A draft stays in no cache."""
    if not conference.is_published:
        patch_cache_control(response, private=True, no_store=True)
    return response
