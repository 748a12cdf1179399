"""All dates in one list and in one calendar."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshops import formats
from workshops.models import Meeting
from workshops.models.round import Standing

PAGE = "seite"
PER_PAGE = 20
AHEAD = 100  # dates to come on one page; nobody plans more
KEPT = 1000  # days of the calendar file, the newest


class Row(NamedTuple):
    """A day in a list: the record, and how it stands today."""

    meeting: Meeting
    standing: Standing


def rows(meetings: Iterable[Meeting], at: datetime) -> list[Row]:
    return [Row(meeting, meeting.standing(at)) for meeting in meetings]


@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """What is to come, and page by page what was."""
    at = timezone.now()
    meetings = Meeting.objects.visible_to(request.user).with_round()
    page = Paginator(meetings.past(at).latest_first(), PER_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "upcoming": rows(meetings.upcoming(at).in_order()[:AHEAD], at),
        "past": rows(page, at),
        "page": page,
    }
    return render(request, "home/dates.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every day of every published round; what is known less precisely has no place in it yet."""
    days = Meeting.objects.published().with_round().on_a_day().latest_first()[:KEPT]
    content = formats.whole_calendar(days, timezone.now())
    response = HttpResponse(content, content_type=formats.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="termine.ics"'
    return response
