"""Agreeing a milestone, and editing it side by side with others."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.http import SignedInRequest
from portal import drafts
from portal.refusals import Conflict
from workshops.actions import milestones
from workshops.forms.milestones import MilestoneForm
from workshops.models import Milestone, RoundMilestone, Team
from workshops.views.answers import SeeOther
from workshops.views.team.doors import own_milestone_of, own_team_of


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """A milestone of one's own; `?gemeinsam=17` begins with the words of a common one."""
    team, now = own_team_of(request.user, team_id), timezone.now()
    form = MilestoneForm(
        request.POST if request.method == "POST" else None,
        team=team,
        common=_common(request, team),
        typed=drafts.kept(request),
    )
    if form.is_valid():
        try:
            made = milestones.create(team=team, by=request.user, at=now, **form.facts)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            drafts.drop(request)
            messages.success(request, _("The milestone is created."))
            return SeeOther(made.get_absolute_url())
    return _page(request, team, form)


@login_required
@require_POST
def adopt(request: SignedInRequest, team_id: UUID, common_id: int) -> HttpResponse:
    """Take a common milestone of the round over as it is, with one click."""
    team, now = own_team_of(request.user, team_id), timezone.now()
    common = get_object_or_404(RoundMilestone.objects.filter(round=team.round), pk=common_id)
    try:
        made = milestones.adopt(common=common, team=team, by=request.user, at=now)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return SeeOther(team.get_absolute_url())
    messages.success(
        request, _("Taken over. Please add who is responsible, and until when it is to be reached.")
    )
    return SeeOther(made.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Change the words; who is second is shown both versions and may save theirs all the same."""
    milestone, now = own_milestone_of(request.user, team_id, milestone_id), timezone.now()
    form = MilestoneForm(
        request.POST if request.method == "POST" else None,
        team=milestone.team,
        milestone=milestone,
        typed=drafts.kept(request),
    )
    if form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            milestones.edit(
                milestone=milestone, version=seen, by=request.user, at=now, **form.facts
            )
        except Conflict:
            return _conflict(request, milestone, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            drafts.drop(request)
            messages.success(request, _("Your changes are saved."))
            return SeeOther(milestone.get_absolute_url())
    return _page(request, milestone.team, form, milestone=milestone)


def _common(request: SignedInRequest, team: Team) -> RoundMilestone | None:
    number = request.GET.get("gemeinsam", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    return RoundMilestone.objects.open_to(team).filter(pk=number).first()


def _conflict(request: SignedInRequest, milestone: Milestone, form: MilestoneForm) -> HttpResponse:
    """Both versions, field by field; what was typed stands in the form and can be saved."""
    now = Milestone.objects.with_names().with_themes().get(pk=milestone.pk)
    more = {"milestone": now, "differences": form.differences(now)}
    return _page(request, now.team, form.seeing(now), HTTPStatus.CONFLICT, **more)


def _page(
    request: SignedInRequest,
    team: Team,
    form: MilestoneForm,
    status: HTTPStatus = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    if form.is_bound and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "team": team,
        "form": form,
        "ticket": drafts.ticket(request.user),
        "draft": drafts.kept(request),
        **more,
    }
    return render(request, "workshops/team/milestone_form.html", context, status=status)
