"""What the lead of a team does with its milestones: order, share, split, drop, take up again."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.http import SignedInRequest
from workshops.actions import milestones
from workshops.forms.milestones import ReasonForm, SplitForm
from workshops.models import Milestone
from workshops.views.answers import SeeOther
from workshops.views.team.doors import led_milestone_of


@login_required
@require_POST
def move(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """One place up or down; the page comes back with the focus on the same button."""
    milestone = led_milestone_of(request.user, team_id, milestone_id)
    up = request.POST.get("richtung") == "hoch"
    milestones.move(milestone=milestone, up=up, by=request.user, at=timezone.now())
    moved = {"bewegt": milestone.public_id, "richtung": "hoch" if up else "runter"}
    return SeeOther(f"{reverse('workshops:milestones', args=[team_id])}?{urlencode(moved)}")


@login_required
@require_POST
def share(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Share with the round (`mit=runde`), or take that back."""
    milestone = led_milestone_of(request.user, team_id, milestone_id)
    wide = request.POST.get("mit") == "runde"
    milestones.share(milestone=milestone, with_round=wide, by=request.user, at=timezone.now())
    shared = _("Shared. All teams of the round now read this milestone, its hurdles excepted.")
    back = _("Taken back. Only your team and its coordinators read this milestone.")
    messages.success(request, shared if wide else back)
    return SeeOther(milestone.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def drop(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Give it up, with a reason."""
    milestone = led_milestone_of(request.user, team_id, milestone_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            milestones.drop(milestone=milestone, reason=reason, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Dropped. You can take it up again at any time."))
            return SeeOther(milestone.get_absolute_url())
    return _page(request, "drop", milestone, form)


@login_required
@require_POST
def resume(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Take a dropped milestone up again."""
    milestone = led_milestone_of(request.user, team_id, milestone_id)
    try:
        milestones.resume(milestone=milestone, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Taken up again."))
    return SeeOther(milestone.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def split(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Make two or more from one."""
    milestone = led_milestone_of(request.user, team_id, milestone_id)
    form = SplitForm(request.POST if request.method == "POST" else None, milestone=milestone)
    if form.is_valid():
        give_up, now = form.cleaned_data["give_up"], timezone.now()
        try:
            milestones.split(
                milestone=milestone, parts=form.parts, give_up=give_up, by=request.user, at=now
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The milestone is split. Its parts are linked here."))
            return SeeOther(milestone.get_absolute_url())
    return _page(request, "split", milestone, form)


def _page(request: SignedInRequest, name: str, milestone: Milestone, form: Any) -> HttpResponse:
    context = {"milestone": milestone, "team": milestone.team, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, f"workshops/team/milestone_{name}.html", context, status=status)
