"""The page of a person: who they are, and what they contributed over the years."""

import logging
from datetime import datetime
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from conferences.formats.calendars import session_entries
from conferences.models import Conference, Session, SessionContribution, SessionContributionQuerySet
from people.models import Person, PersonQuerySet, Portrait, User
from portal import calendars, pictures
from portal.outbox import absolute
from portal.prepared import prepared, the_one
from publications.models import Report, ReportQuerySet
from workshops.formats.calendars import entries as meeting_entries
from workshops.models import AgendaContribution, Meeting

log = logging.getLogger(__name__)

FRESH_FOR = 300  # seconds a copy may outlive a withdrawal
PORTRAIT_WIDTH = pictures.WIDTHS[0]


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Function, biography, contributions by year (as announced or as they were), reports."""
    found = the_one(_people(request.user, slug))
    page = {
        "person": found,
        "portrait": _shown_portrait(found),
        "years": [(year, list(group)) for year, group in groupby(_agenda(found.pk), key=_year)],
        "talks": _by_year(_talks(found.pk)),
        "reports": _reports(found.pk, timezone.now()),
        "canonical": absolute(found.get_absolute_url()),
    }
    response = render(request, "home/person.html", page)
    if not found.is_public:
        patch_cache_control(response, private=True, no_store=True)
    return response


@prepared
def _people(user: User | AnonymousUser, slug: str) -> PersonQuerySet:
    people = Person.objects.visible_to(user).select_related("organisation", "portrait")
    return people.filter(slug=slug)


@prepared
def _agenda(person: int) -> QuerySet[AgendaContribution]:
    return AgendaContribution.objects.of_person(person).in_public().latest_first()


@prepared
def _talks(person: int) -> SessionContributionQuerySet:
    return SessionContribution.objects.of_person(person).in_public().latest_first()


@prepared
def _reports(person: int, at: datetime) -> ReportQuerySet:
    """Those that name the person, and those about the days and conferences they spoke at."""
    days = Meeting.objects.published().filter(agenda__contributions__person=person)
    told = Meeting.reports.through.objects.filter(meeting__in=days).values("report")
    talks = SessionContribution.objects.of_person(person).in_public()
    gone = Conference.reports.through.objects.filter(
        conference__in=talks.values("session__conference")
    ).values("report")
    mentions = Q(contact=person) | Q(pk__in=told) | Q(pk__in=gone)
    return Report.objects.published(at).filter(mentions).newest_first()


def _by_year(talks: list[SessionContribution]) -> list[tuple[int, list[SessionContribution]]]:
    """What they did at conferences, by year."""
    by_year: dict[int, list[SessionContribution]] = {}
    for talk in talks:
        by_year.setdefault(talk.session.conference.year, []).append(talk)
    return sorted(by_year.items(), reverse=True)


@require_safe
def person_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions and workshop days of a person; where they did not take part is left out."""
    found = get_object_or_404(Person.objects.visible_to(request.user), slug=slug)
    talks = SessionContribution.objects.of_person(found).in_public().exclude(state="absent")
    sessions = Session.objects.filter(pk__in=talks.values("session")).exclude(day=None)
    agenda = AgendaContribution.objects.of_person(found).in_public().exclude(state="absent")
    days = Meeting.objects.filter(pk__in=agenda.values("item__meeting")).on_a_day()
    entries = [
        *session_entries(sessions.select_related("conference__venue", "room").in_order()),
        *meeting_entries(days.with_round().in_order()),
    ]
    content = calendars.calendar(entries, name=found.name, at=timezone.now())
    response = HttpResponse(content, content_type=calendars.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _year(contribution: AgendaContribution) -> int | None:
    """The year of the day; None if the day has no date yet."""
    first = contribution.item.meeting.first_day
    return first.year if first else None


def _shown_portrait(person: Person) -> Portrait | None:
    portrait: Portrait | None = getattr(person, "portrait", None)
    return portrait if portrait and portrait.may_be_shown else None


@require_safe
def portrait(request: HttpRequest, slug: str) -> FileResponse:
    """The portrait, as long as the person wants it to be seen."""
    people = Person.objects.visible_to(request.user).select_related("portrait")
    shown = _shown_portrait(get_object_or_404(people, slug=slug))
    if shown is None:
        raise Http404
    try:
        content = default_storage.open(pictures.rendition(str(shown.file), PORTRAIT_WIDTH))
    except (OSError, ValidationError) as missing:
        log.error("portrait %s cannot be read: %s", shown.pk, type(missing).__name__)
        raise Http404 from missing
    response = FileResponse(content, content_type="image/webp")
    patch_cache_control(response, max_age=FRESH_FOR)
    return response
