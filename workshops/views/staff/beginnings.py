"""How rounds begin: what Kommunen want, topic by topic, and the model of an earlier round."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from municipalities.models import Municipality, MunicipalityQuerySet
from people.http import SignedInRequest
from portal.dates import berlin_day
from workshops.actions import new_rounds
from workshops.forms.new_round import DemandForm, NewRoundForm, RepeatForm
from workshops.models.demand import ENOUGH
from workshops.views.answers import SeeOther
from workshops.views.staff.doors import demands_of, round_of


@login_required
@require_GET
def wanted(request: SignedInRequest) -> HttpResponse:
    """What Kommunen want, the most wanted topic first."""
    found = demands_of(request.user)
    page = {"demands": found, "enough": ENOUGH, "ripe": sum(one.is_enough for one in found)}
    return render(request, "workshops/staff/demands.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def demand(request: SignedInRequest, key: str) -> HttpResponse:
    """One topic: who wants it, and the form that makes a round of it."""
    found = next((one for one in demands_of(request.user) if one.key == key), None)
    if found is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    kommunen = [kommune.pk for kommune in found.municipalities]
    offered = _offered(Municipality.objects.filter(pk__in=kommunen))
    form = DemandForm(posted, demand=found, user=request.user, offered=offered)
    page = {"demand": found, "enough": ENOUGH}
    if form.is_valid():
        facts = {"interests": found.interests, "topic": found.topic}
        return _made(request, "demand", form, page, new_rounds.open_for, facts)
    return _ask(request, "demand", form, page)


@login_required
@require_http_methods(["GET", "POST"])
def repeat(request: SignedInRequest, round_id: int) -> HttpResponse:
    """The next round, set up like this one."""
    earlier = round_of(request.user, round_id)
    posted = request.POST if request.method == "POST" else None
    were_there = earlier.teams.taking_part().values("municipality")
    offered = _offered(Municipality.objects.filter(pk__in=were_there))
    form = RepeatForm(posted, round=earlier, offered=offered)
    if form.is_valid():
        return _made(
            request, "repeat", form, {"round": earlier}, new_rounds.repeat, {"round": earlier}
        )
    return _ask(request, "repeat", form, {"round": earlier})


def _made(
    request: SignedInRequest,
    name: str,
    form: NewRoundForm,
    page: dict[str, Any],
    action: Any,
    facts: dict[str, Any],
) -> HttpResponse:
    """Off to the new round, or the reasons why there is none."""
    try:
        made = action(**facts, **form.cleaned_data, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return _ask(request, name, form, page)
    messages.success(request, _("The round is set up. Now invite a lead for each team."))
    return SeeOther(reverse("workshops:cockpit_round", args=[made.pk]))


def _ask(
    request: SignedInRequest, name: str, form: NewRoundForm, page: dict[str, Any]
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, f"workshops/staff/{name}.html", {**page, "form": form}, status=status)


def _offered(kommunen: MunicipalityQuerySet) -> MunicipalityQuerySet:
    return kommunen.with_agreement(berlin_day(timezone.now())).in_order()
