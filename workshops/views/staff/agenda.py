"""The agenda of a day while it is built: what might be talked about, and what is on it."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.http import SignedInRequest
from people.models import User
from portal import typesetting
from portal.text import slug
from workshops.actions import agenda as actions
from workshops.formats.agenda import agenda_sheet
from workshops.forms.agenda import CandidateForm, CopyForm, ItemForm
from workshops.models import Meeting, MeetingQuerySet, Milestone, Question, Statement
from workshops.models.candidates import candidates
from workshops.models.plan import plan
from workshops.views.answers import SeeOther
from workshops.views.staff.doors import meeting_of, rounds_of
from workshops.views.staff.items import removed_from

MODERATION = "moderation"  # ?fuer=moderation: the sheet with what only coordinators may read


@login_required
@require_http_methods(["GET", "POST"])
def agenda(request: SignedInRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """What might be talked about, beside what is on the agenda; a POST adds a free item."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        try:
            item = actions.add(meeting=meeting, by=request.user, at=now, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return SeeOther(f"{_url(meeting)}#punkt-{item.pk}")
    return _builder(request, meeting, form)


@login_required
@require_POST
def take_up(request: SignedInRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """A candidate comes on the agenda with one click."""
    meeting, now = meeting_of(request.user, round_id, meeting_id), timezone.now()
    form = CandidateForm(request.POST)
    if not form.is_valid():
        return _builder(request, meeting, ItemForm(), form)
    things = _things(meeting)[form.cleaned_data["what"]]
    thing = get_object_or_404(things, pk=form.cleaned_data["number"])
    hurdle = thing in [line.milestone for line in candidates(meeting, now).hurdles]
    item = actions.take_up(meeting=meeting, thing=thing, hurdle=hurdle, by=request.user, at=now)
    return SeeOther(f"{_url(meeting)}#punkt-{item.pk}")


@login_required
@require_POST
def copy(request: SignedInRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """The agenda of another day as a beginning."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    form = CopyForm(request.POST, days=_with_agenda(request.user, meeting))
    if form.is_valid():
        now = timezone.now()
        try:
            actions.copy(meeting=meeting, by=request.user, at=now, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return SeeOther(_url(meeting))
    return _builder(request, meeting, ItemForm(), form)


@login_required
@require_GET
def pdf(request: SignedInRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """The agenda as a sheet for everybody, or for whoever leads through the day."""
    meeting, now = meeting_of(request.user, round_id, meeting_id), timezone.now()
    inside = request.GET.get("fuer") == MODERATION
    content = agenda_sheet(plan(meeting, now), inside=inside, at=now)
    response = HttpResponse(content, content_type=typesetting.MEDIA_TYPE)
    title = _("Agenda: %(meeting)s") % {"meeting": meeting.title}
    name = slug(f"{title} {MODERATION if inside else ''}")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _builder(
    request: SignedInRequest, meeting: Meeting, form: ItemForm, refused: Any = None
) -> HttpResponse:
    now = timezone.now()
    built, days = plan(meeting, now), _with_agenda(request.user, meeting)
    context = {
        "round": meeting.round,
        "meeting": meeting,
        "plan": built,
        "candidates": candidates(meeting, now),
        "copying": CopyForm(days=days) if not built.places and days.exists() else None,
        "form": form,
        "refused": refused,
        "removed": removed_from(request, meeting),
        "is_over": meeting.was_held(now),
    }
    is_refused = form.is_bound or refused is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "workshops/staff/agenda.html", context, status=status)


def _things(meeting: Meeting) -> dict[str, QuerySet[Any]]:
    """What may come on the agenda of this day, by what a form calls it."""
    of_round = {"team__round": meeting.round_id, "team__state": "accepted"}
    return {
        "milestone": Milestone.objects.filter(**of_round),
        "question": Question.objects.filter(round=meeting.round_id),
        "statement": Statement.objects.filter(**of_round),
    }


def _with_agenda(user: User, meeting: Meeting) -> MeetingQuerySet:
    """Other days that this account looks after and that have an agenda, the latest first."""
    own = Meeting.objects.filter(round__in=rounds_of(user).values("pk"))
    others = own.exclude(pk=meeting.pk).filter(pk__in=own.filter(agenda__isnull=False).values("pk"))
    return others.with_round().latest_first()


def _url(meeting: Meeting) -> str:
    return reverse("workshops:agenda", args=[meeting.round_id, meeting.pk])
