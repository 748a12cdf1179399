"""A single item of an agenda: changed, moved, taken out, put back; and what came of all of them."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from people.http import SignedInRequest
from portal.refusals import Conflict
from workshops.actions import agenda as actions
from workshops.forms.agenda import ChangeForm, OutcomesForm
from workshops.models import AgendaItem, AgendaItemQuerySet, Meeting
from workshops.views.answers import SeeOther
from workshops.views.staff.doors import meeting_of

REMOVED = "agenda_removed"  # what was taken out last, until it is put back or the session ends


@login_required
@require_http_methods(["GET", "POST"])
def item(request: SignedInRequest, round_id: int, meeting_id: int, item_id: int) -> HttpResponse:
    """Change an item; what somebody else wrote meanwhile is shown beside what was typed."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    found = get_object_or_404(_items(meeting), pk=item_id)
    form = ChangeForm(request.POST if request.method == "POST" else None, item=found)
    conflict = False
    if form.is_valid():
        try:
            actions.change(item=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Conflict:
            conflict, found = True, _items(meeting).get(pk=found.pk)
            form = form.seeing(found)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return SeeOther(f"{_url(meeting)}#punkt-{found.pk}")
    page = {"round": meeting.round, "meeting": meeting, "item": found, "form": form}
    page["conflict"] = conflict
    status = _status(form.is_bound, conflict)
    return render(request, "workshops/staff/agenda_item.html", page, status=status)


@login_required
@require_POST
def move(request: SignedInRequest, round_id: int, meeting_id: int, item_id: int) -> HttpResponse:
    """One place up, or with `richtung=ab` down."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    found = get_object_or_404(_items(meeting), pk=item_id)
    up = request.POST.get("richtung") != "ab"
    actions.move(item=found, up=up, by=request.user, at=timezone.now())
    return SeeOther(f"{_url(meeting)}#punkt-{found.pk}")


@login_required
@require_POST
def remove(request: SignedInRequest, round_id: int, meeting_id: int, item_id: int) -> HttpResponse:
    """Take an item out; the next page offers to put it back."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    found = get_object_or_404(_items(meeting), pk=item_id)
    kept = {"meeting": meeting.pk, "title": found.title}
    kept["item"] = actions.remove(item=found, by=request.user, at=timezone.now())
    request.session[REMOVED] = kept
    return SeeOther(_url(meeting))


@login_required
@require_POST
def restore(request: SignedInRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """Put back what was taken out last."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    if kept := removed_from(request, meeting):
        now = timezone.now()
        try:
            actions.restore(meeting=meeting, removed=kept["item"], by=request.user, at=now)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        request.session.pop(REMOVED)
    return SeeOther(_url(meeting))


@login_required
@require_http_methods(["GET", "POST"])
def outcomes(request: SignedInRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """What came of each item, on one page."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    form = OutcomesForm(request.POST if request.method == "POST" else None, items=_items(meeting))
    conflict = False
    if form.is_valid():
        told, now = form.outcomes(), timezone.now()
        try:
            count = actions.tell(meeting=meeting, outcomes=told, by=request.user, at=now)
        except Conflict:
            conflict, form = True, form.seeing(_items(meeting))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _saved(count))
            return SeeOther(reverse("workshops:agenda_outcomes", args=[round_id, meeting_id]))
    page = {"round": meeting.round, "meeting": meeting, "form": form, "conflict": conflict}
    status = _status(form.is_bound, conflict)
    return render(request, "workshops/staff/agenda_outcomes.html", page, status=status)


def removed_from(request: SignedInRequest, meeting: Meeting) -> dict[str, Any] | None:
    """What was taken out of this day last, in this session."""
    kept: dict[str, Any] | None = request.session.get(REMOVED)
    return kept if kept and kept["meeting"] == meeting.pk else None


def _items(meeting: Meeting) -> AgendaItemQuerySet:
    return AgendaItem.objects.filter(meeting=meeting).with_links().order_by("position", "pk")


def _url(meeting: Meeting) -> str:
    return reverse("workshops:agenda", args=[meeting.round_id, meeting.pk])


def _status(is_bound: bool, conflict: bool) -> HTTPStatus:
    if conflict:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_bound else HTTPStatus.OK


def _saved(count: int) -> str:
    if not count:
        return _("Nothing has changed.")
    return ngettext("One outcome is saved.", "%(count)d outcomes are saved.", count) % {
        "count": count
    }
