"""The values of a milestone's indicator: entered, corrected, removed."""

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
from workshops.actions import measurements
from workshops.forms.measurements import MeasurementForm
from workshops.models import Measurement, Milestone
from workshops.views.answers import SeeOther
from workshops.views.team.doors import own_milestone_of


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Enter a value of today or of an earlier day."""
    milestone, now = own_milestone_of(request.user, team_id, milestone_id), timezone.now()
    form = MeasurementForm(
        request.POST if request.method == "POST" else None,
        initial={"day": timezone.localdate(now)},
    )
    if form.is_valid():
        try:
            measurements.record(milestone=milestone, by=request.user, at=now, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _back(request, milestone, _("The value is entered."))
    return _page(request, milestone, form)


@login_required
@require_http_methods(["GET", "POST"])
def correct(
    request: SignedInRequest, team_id: UUID, milestone_id: UUID, number: int
) -> HttpResponse:
    """Put a value right; from here it can be removed as well."""
    milestone = own_milestone_of(request.user, team_id, milestone_id)
    measured = get_object_or_404(milestone.measurements, pk=number)
    form = MeasurementForm(
        request.POST if request.method == "POST" else None,
        initial={"day": measured.day, "value": measured.value, "note": measured.note},
    )
    if form.is_valid():
        try:
            measurements.correct(
                measurement=measured, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _back(request, milestone, _("The value is corrected."))
    return _page(request, milestone, form, measured)


@login_required
@require_POST
def remove(
    request: SignedInRequest, team_id: UUID, milestone_id: UUID, number: int
) -> HttpResponse:
    """Take a value away."""
    milestone = own_milestone_of(request.user, team_id, milestone_id)
    measured = get_object_or_404(milestone.measurements, pk=number)
    measurements.remove(measurement=measured, by=request.user, at=timezone.now())
    return _back(request, milestone, _("The value is removed."))


def _back(request: SignedInRequest, milestone: Milestone, said: str) -> HttpResponse:
    messages.success(request, said)
    return SeeOther(f"{milestone.get_absolute_url()}#zahlen")


def _page(
    request: SignedInRequest,
    milestone: Milestone,
    form: MeasurementForm,
    measured: Measurement | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "milestone": milestone,
        "team": milestone.team,
        "form": form,
        "measured": measured,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "workshops/team/measurement.html", context, status=status)
