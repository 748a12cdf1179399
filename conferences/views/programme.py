"""The programme for everybody: by day as list and as room grid, one session, calendar files."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conferences.formats import calendars
from conferences.forms import ProgrammeFilter
from conferences.models import Conference, Session, SessionContribution
from conferences.models import programme as reading
from conferences.models.grid import Grid, grid
from conferences.models.session import SessionQuerySet
from conferences.views import freshness
from conferences.views.public import kept, visible
from people.models import User
from portal.calendars import Entry
from portal.prepared import prepared, the_one
from publications.models import Document, DocumentQuerySet

VIEW, GRID, PRINT = "ansicht", "raster", "druck"


class Sheet(NamedTuple):
    """A day, and its grid where the rooms are shown side by side."""

    day: reading.Day
    grid: Grid | None


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """All sessions by day, narrowed down if asked; 304 for whoever has them already."""
    tag = freshness.etag(request, slug)
    if same := freshness.unchanged(request, tag):
        return same
    found = visible(request, slug)
    entries = reading.rows(found, _sessions(found.pk))
    reading.with_people(entries, _people(found.pk))
    reading.with_topics(entries, _topics(found.pk))
    narrowing = ProgrammeFilter(request.GET, entries)
    shown = narrowing.narrow(entries)
    plan = reading.programme(shown)
    view = request.GET.get(VIEW, "")
    page = {
        "conference": found,
        "filter": narrowing,
        "sheets": [Sheet(day, grid(day) if view == GRID else None) for day in plan.days],
        "undated": plan.undated,
        "undated_slots": [plan.undated],
        "count": len(shown),
        "is_grid": view == GRID,
        "has_grid": any(day.slots for day in plan.days),
        "is_print": view == PRINT,
        "documents": _files(found.pk, timezone.now()),
    }
    response = render(request, "conferences/public/programme.html", page)
    return freshness.marked(kept(response, found), tag)


@prepared
def _sessions(conference: int) -> reading.Values:
    return reading.listed(Session.objects.filter(conference=conference))


@prepared
def _people(conference: int) -> reading.Values:
    return reading.named(SessionContribution.objects.filter(session__conference=conference))


@prepared
def _topics(conference: int) -> reading.Values:
    links = Session.topics.through.objects.filter(session__conference=conference)
    return links.values_list(*reading.THEME)


@prepared
def _files(conference: int, at: datetime) -> DocumentQuerySet:
    own = Conference.documents.through.objects.filter(conference=conference)
    published = Document.objects.published(at).filter(kind="programme")
    return published.filter(pk__in=own.values("document")).newest_first()


@require_safe
def session(request: HttpRequest, slug: str, session_slug: str) -> HttpResponse:
    """One session: who, where, what to take home, and what runs beside and after it."""
    found = the_one(_session(request.user, slug, session_slug))
    conference = found.conference
    others = reading.rows(conference, _beside(found))
    entry = next(other for other in others if other.pk == found.pk)
    others.remove(entry)
    reading.with_people([entry], _in_session(found.pk))
    reading.with_topics([entry], _topics_of(found.pk))
    page = {
        "conference": conference,
        "session": found,
        "entry": entry,
        "documents": _materials(found.pk, timezone.now()),
        "repetitions": _repetitions(found),
        **_around(found, others),
    }
    response = render(request, "conferences/public/session.html", page)
    return kept(response, conference)


@prepared
def _session(user: User | AnonymousUser, slug: str, session_slug: str) -> SessionQuerySet:
    sessions = Session.objects.visible_to(user).select_related("conference__venue", "room")
    return sessions.filter(conference__slug=slug, slug=session_slug)


@prepared
def _materials(session: int, at: datetime) -> DocumentQuerySet:
    own = Session.documents.through.objects.filter(session=session).values("document")
    return Document.objects.published(at).filter(pk__in=own).newest_first()


@prepared
def _in_session(session: int) -> reading.Values:
    return reading.named(SessionContribution.objects.filter(session=session))


@prepared
def _topics_of(session: int) -> reading.Values:
    links = Session.topics.through.objects.filter(session=session)
    return links.values_list(*reading.THEME)


def _repetitions(found: Session) -> list[reading.Entry]:
    """The same content at other times."""
    same = reading.rows(found.conference, _same(found.conference_id, found.repeats_id or found.pk))
    return [entry for entry in same if entry.pk != found.pk]


@prepared
def _same(conference: int, first: int) -> reading.Values:
    same = Session.objects.filter(Q(pk=first) | Q(repeats=first), conference=conference)
    return reading.listed(same)


def _beside(found: Session) -> list[tuple[Any, ...]]:
    """The sessions of its day, itself among them; of an unknown day only itself."""
    return _of_day(found.conference_id, found.day) if found.day else _alone(found.pk)


@prepared
def _of_day(conference: int, day: date) -> reading.Values:
    return reading.listed(Session.objects.filter(conference=conference, day=day))


@prepared
def _alone(session: int) -> reading.Values:
    return reading.listed(Session.objects.filter(pk=session))


def _around(found: Session, others: list[reading.Entry]) -> dict[str, list[reading.Entry]]:
    """What runs at the same time, and what begins next; unknown times say nothing."""
    if not found.starts_at:
        return {"parallel": [], "following": []}
    parallel = [other for other in others if reading.meet(found, other)]
    after = found.ends_at or found.starts_at
    later = [o for o in others if o not in parallel and o.starts and o.starts >= after]
    return {
        "parallel": parallel,
        "following": [other for other in later if other.starts == later[0].starts],
    }


@require_safe
def programme_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session that has a day; 304 for a calendar that has them already."""
    tag = freshness.etag(request, slug)
    if same := freshness.unchanged(request, tag):
        return same
    conferences = Conference.objects.visible_to(request.user).select_related("venue")
    found = get_object_or_404(conferences, slug=slug)
    sessions = found.sessions.exclude(day=None).select_related("room").only(*calendars.NEEDED)
    entries = calendars.session_entries(sessions.in_order())
    name = _("Programme: %(conference)s") % {"conference": found.short_title}
    return freshness.marked(kept(_file(entries, name, slug), found), tag)


@require_safe
def conference_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The conference as one entry; without exact days it has no place in a calendar yet."""
    conferences = Conference.objects.visible_to(request.user).on_a_day().with_changes()
    found = get_object_or_404(conferences.select_related("venue"), slug=slug)
    entries = calendars.conference_entries([found])
    return kept(_file(entries, found.title, slug), found)


@require_safe
def session_calendar(request: HttpRequest, slug: str, session_slug: str) -> HttpResponse:
    """One session; without a day it has no place in a calendar yet."""
    found = the_one(_session(request.user, slug, session_slug))
    if found.day is None:
        raise Http404
    entries = calendars.session_entries([found])
    return kept(_file(entries, found.title, f"{slug}-{session_slug}"), found.conference)


def _file(entries: Iterable[Entry], name: str, file_name: str) -> HttpResponse:
    content = calendars.calendar(entries, name, timezone.now())
    response = HttpResponse(content, content_type=calendars.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}.ics"'
    return response
