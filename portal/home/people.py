"""The page of a person: who they are, and what they contributed over the years."""

import logging
from itertools import groupby

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from people.models import Person, Portrait
from portal import pictures
from portal.outbox import absolute
from publications.models import Report
from workshops.models import AgendaContribution, Meeting

log = logging.getLogger(__name__)

FRESH_FOR = 300  # seconds a copy may outlive a withdrawal
PORTRAIT_WIDTH = pictures.WIDTHS[0]


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Function, biography, contributions by year (as announced or as they were), reports."""
    people = Person.objects.visible_to(request.user).select_related("organisation", "portrait")
    found = get_object_or_404(people, slug=slug)
    contributions = AgendaContribution.objects.of_person(found).in_public().latest_first()
    days = Meeting.objects.published().filter(agenda__contributions__person=found)
    told = Meeting.reports.through.objects.filter(meeting__in=days).values("report")
    reports = Report.objects.published(timezone.now()).filter(Q(contact=found) | Q(pk__in=told))
    page = {
        "person": found,
        "portrait": _shown_portrait(found),
        "years": [(year, list(group)) for year, group in groupby(contributions, key=_year)],
        "reports": reports.newest_first(),
        "canonical": absolute(found.get_absolute_url()),
    }
    return render(request, "home/person.html", page)


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
