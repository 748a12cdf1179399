"""All dates in one list and in one calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conferences.formats import calendars as conference_formats
from conferences.models import Conference
from conferences.models.standing import Standing as ConferenceStanding
from conferences.models.standing import standing
from portal import calendars
from portal.dates import berlin_day
from registrations.models import Offer
from workshops.formats import calendars as workshop_formats
from workshops.models import Meeting, MeetingQuerySet
from workshops.models.round import Standing

PAGE = "seite"
PER_PAGE = 20
AHEAD = 100  # dates to come on one page; nobody plans more
KEPT = 1000  # days of the calendar file, the newest


class Row(NamedTuple):
    """A date in a list, either a day of a round or a conference, and how it stands today."""

    standing: Standing | ConferenceStanding
    meeting: Meeting | None = None
    conference: Conference | None = None

    @property
    def first_day(self) -> date:
        """What the list is ordered by; what has no date comes last."""
        dated = self.meeting or self.conference
        return dated.first_day if dated and dated.first_day else date.max


class Place(NamedTuple):
    """Where a date stands among the past ones; a conference comes with its row."""

    day: date
    pk: int
    row: Row | None


def rows(meetings: Iterable[Meeting], at: datetime) -> list[Row]:
    return [Row(meeting.standing(at), meeting=meeting) for meeting in meetings]


def conference_rows(conferences: Iterable[Conference], at: datetime) -> tuple[list[Row], list[Row]]:
    """Those to come and those past. Without a date it is past once its year is."""
    today = berlin_day(at)
    coming: list[Row] = []
    past: list[Row] = []
    for conference in conferences:
        is_past = (
            conference.last_day < today if conference.last_day else conference.year < today.year
        )
        row = Row(standing(conference, at), conference=conference)
        (past if is_past else coming).append(row)
    return coming, past


def together(one: Iterable[Row], other: Iterable[Row]) -> list[Row]:
    """Both lists by date."""
    return sorted([*one, *other], key=lambda row: row.first_day)


@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """What is to come, and page by page what was."""
    at = timezone.now()
    meetings = Meeting.objects.visible_to(request.user).with_round()
    conferences = Conference.objects.visible_to(request.user).select_related("venue")
    coming, over = conference_rows(conferences, at)
    keys = meetings.past(at).order_by().values_list("first_day", "pk")
    past = [Place(row.first_day, 0, row) for row in over if row.first_day != date.max]
    places = [*past, *(Place(day, pk, None) for day, pk in keys if day)]
    ordered = sorted(places, key=lambda place: place[:2], reverse=True)
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get(PAGE))
    on_their_own = Offer.objects.on_their_own(at).in_order()
    context = {
        "upcoming": together(rows(meetings.upcoming(at).in_order()[:AHEAD], at), coming),
        "offers": [each for each in on_their_own[:AHEAD] if each.is_open(at)],
        "past": _looked_up(page, meetings, at),
        "page": page,
    }
    return render(request, "home/dates.html", context)


def _looked_up(page: Iterable[Place], meetings: MeetingQuerySet, at: datetime) -> list[Row]:
    """The rows of a page; the days of rounds are fetched all at once."""
    places = list(page)
    found = meetings.in_bulk([pk for _day, pk, row in places if row is None])
    return [row or Row(found[pk].standing(at), meeting=found[pk]) for _day, pk, row in places]


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every day of published rounds and conferences; what is known less precisely waits."""
    days = Meeting.objects.published().with_round().on_a_day().latest_first()[:KEPT]
    conferences = Conference.objects.published().on_a_day().with_changes().select_related("venue")
    entries = [*workshop_formats.entries(days), *conference_formats.conference_entries(conferences)]
    name = _("Dates – %(portal)s") % {"portal": settings.OPERATOR["portal_name"]}
    content = calendars.calendar(entries, name=name, at=timezone.now())
    response = HttpResponse(content, content_type=workshop_formats.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="termine.ics"'
    return response
