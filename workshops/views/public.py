"""What everybody may read about Werkstätten, their rounds and their days."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from municipalities.models import Municipality, spots
from people.models import User
from portal.dates import berlin_day
from portal.prepared import prepared
from publications.models import DocumentQuerySet, ReportQuerySet
from registrations.models import offering
from workshops.formats import calendars
from workshops.models import (
    AgendaItem,
    Meeting,
    MeetingQuerySet,
    Question,
    Round,
    RoundQuerySet,
    Statement,
    StatementQuerySet,
    Team,
    Workshop,
)
from workshops.models.agenda import AgendaItemQuerySet
from workshops.models.outcome import Lines, lines, outcome
from workshops.models.round import Standing
from workshops.models.steps import steps
from workshops.models.timetable import Timetable, timetables

PER_PAGE = 20
PAGE = "seite"


@require_safe
def workshop_list(request: HttpRequest) -> HttpResponse:
    """Every Werkstatt with its rounds, and who takes part."""
    workshops = Workshop.objects.visible_to(request.user).with_rounds(request.user).in_order()
    page = Paginator(workshops, PER_PAGE).get_page(request.GET.get(PAGE))
    return render(request, "workshops/public/workshop_list.html", {"page": page})


@require_safe
def workshop(request: HttpRequest, slug: str) -> HttpResponse:
    """One Werkstatt: what it is about, its rounds, whom to ask."""
    at = timezone.now()
    workshops = Workshop.objects.visible_to(request.user).with_rounds(request.user)
    found = get_object_or_404(workshops.with_contacts(), slug=slug)
    days = Meeting.objects.visible_to(request.user).filter(round__workshop=found)
    page = {"workshop": found, "reports": days.reports(at).newest_first()[:3]}
    response = render(request, "workshops/public/workshop.html", page)
    return _kept(response, is_public=found.is_published)


@require_safe
def round_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One round: how far it is, its days, what the teams cleared, what came of it."""
    at = timezone.now()
    rounds = _rounds(request.user, slug)
    found = _numbered(rounds, number)
    meetings = _meetings(found)
    page = {
        "round": found,
        "earlier": [other for other in rounds if other.number < number],
        "steps": steps(found, meetings, at),
        "days": _days(found, meetings, at),
        "has_calendar": any(meeting.has_a_day for meeting in meetings),
        "statements": _statements(found.pk),
        "outcome": outcome(_outcome(found.pk)),
        "reports": _reports(found.pk, at),
        "documents": _documents(found.pk, at),
        **_places(found, at),
    }
    response = render(request, "workshops/public/round.html", page)
    return _kept(response, is_public=found.is_public)


@require_safe
def meeting(request: HttpRequest, slug: str, number: int, meeting_slug: str) -> HttpResponse:
    """One day: its agenda, who gave the inputs, what was agreed and asked."""
    at = timezone.now()
    found = _numbered(_rounds(request.user, slug), number)
    meetings = _meetings(found)
    day = next((day for day in meetings if day.slug == meeting_slug), None)
    if day is None:
        raise Http404
    page = {
        "round": found,
        "meeting": day,
        "standing": day.standing(at),
        "is_over": day.was_held(at),
        "timetable": timetables([day], _agenda(day.pk))[day.pk],
        "outcome": outcome(_outcome_of_day(found.pk, day.pk)),
        "others": [other for other in meetings if other != day],
        "reports": _reports_of_day(day.pk, at),
        "documents": _documents_of_day(day.pk, at),
        "offering": offering(day.offer, at) if day.offer else None,
    }
    response = render(request, "workshops/public/meeting.html", page)
    return _kept(response, is_public=found.is_public)


@require_safe
def round_calendar(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The days of a round for the reader's own calendar."""
    rounds = Round.objects.visible_to(request.user).of_workshop(slug)
    found = _numbered(list(rounds.with_workshop()), number)
    days = found.meetings.with_round().on_a_day().in_order()
    return _file(found, days, f"{slug}-{number}")


@require_safe
def meeting_calendar(
    request: HttpRequest, slug: str, number: int, meeting_slug: str
) -> HttpResponse:
    """One day; as long as it is not known exactly it has no place in a calendar."""
    rounds = Round.objects.visible_to(request.user).of_workshop(slug)
    found = _numbered(list(rounds.with_workshop()), number)
    days = found.meetings.with_round().on_a_day()
    day = get_object_or_404(days, slug=meeting_slug)
    return _file(found, [day], f"{slug}-{number}-{meeting_slug}")


def _file(found: Round, days: Iterable[Meeting], name: str) -> HttpResponse:
    content = calendars.round_calendar(found, days, timezone.now())
    response = HttpResponse(content, content_type=calendars.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return _kept(response, is_public=found.is_public)


class Day(NamedTuple):
    """A day of a round as its page shows it."""

    meeting: Meeting
    standing: Standing
    timetable: Timetable


def _numbered(rounds: Sequence[Round], number: int) -> Round:
    """The round of this number; raises Http404."""
    for found in rounds:
        if found.number == number:
            return found
    raise Http404


def _meetings(found: Round) -> list[Meeting]:
    """The days of the round, which they know already."""
    meetings = _with_venue(found.pk)
    for meeting in meetings:
        meeting.round = found
    return meetings


def _days(found: Round, meetings: Sequence[Meeting], at: datetime) -> list[Day]:
    tables = timetables(meetings, _agendas(found.pk))
    return [Day(meeting, meeting.standing(at), tables[meeting.pk]) for meeting in meetings]


def _places(found: Round, at: datetime) -> dict[str, Any]:
    """The Kommunen of the map, and among them those that take part and may be named."""
    places = spots(_on_the_map(found.pk, berlin_day(at)))
    marked = [spot.municipality for spot in places if spot.is_marked]
    return {"places": places, "participants": sorted(marked, key=lambda place: place.turn)}


@prepared
def _rounds(user: User | AnonymousUser, slug: str) -> RoundQuerySet:
    rounds = Round.objects.visible_to(user).of_workshop(slug)
    return rounds.with_team_count().with_workshop().newest_first()


@prepared
def _with_venue(round: int) -> MeetingQuerySet:
    return Meeting.objects.filter(round=round).select_related("venue").in_order()


@prepared
def _agendas(round: int) -> AgendaItemQuerySet:
    return AgendaItem.objects.filter(meeting__round=round).with_people()


@prepared
def _agenda(meeting: int) -> AgendaItemQuerySet:
    return AgendaItem.objects.filter(meeting=meeting).with_people()


@prepared
def _statements(round: int) -> StatementQuerySet:
    return Statement.objects.cleared().of_round(round).newest_first()


@prepared
def _outcome(round: int) -> Lines:
    return lines(round, Question.objects.public().filter(round=round))


@prepared
def _outcome_of_day(round: int, meeting: int) -> Lines:
    return lines(round, Question.objects.public().filter(meeting=meeting))


@prepared
def _on_the_map(round: int, day: date) -> QuerySet[Municipality, tuple[Any, ...]]:
    teams = Team.objects.named_in_public().filter(round=round)
    return Municipality.objects.on_the_map(day, marked=teams.values("municipality"))


@prepared
def _reports(round: int, at: datetime) -> ReportQuerySet:
    return Meeting.objects.filter(round=round).reports(at).newest_first()


@prepared
def _documents(round: int, at: datetime) -> DocumentQuerySet:
    return Meeting.objects.filter(round=round).documents(at).newest_first()


@prepared
def _reports_of_day(meeting: int, at: datetime) -> ReportQuerySet:
    return Meeting.objects.filter(pk=meeting).reports(at).newest_first()


@prepared
def _documents_of_day(meeting: int, at: datetime) -> DocumentQuerySet:
    return Meeting.objects.filter(pk=meeting).documents(at).newest_first()


def _kept(response: HttpResponse, *, is_public: bool) -> HttpResponse:
    """A draft stays in no cache."""
    if not is_public:
        patch_cache_control(response, private=True, no_store=True)
    return response
