"""The desk: own offers at a glance, and who registered for one of them."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.http import SignedInRequest
from registrations import policies
from registrations.actions import quotas as actions
from registrations.forms.desk import CapacityForm, RollForm
from registrations.models import Quota, lines, offering, roll
from registrations.views.staff.doors import offer_of, offers_of, own_offer_of

PER_PAGE = 50
OFFERS_PER_PAGE = 25


@login_required
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """All that one looks after: what is free, taken and waited for."""
    at = timezone.now()
    counted = Quota.objects.of_event().with_occupancy(at)
    places = Prefetch("quotas", counted, to_attr="main")
    own = offers_of(request.user).order_by("-first_day", "-pk").prefetch_related(places)
    page = Paginator(own, OFFERS_PER_PAGE).get_page(request.GET.get("seite"))
    rows = [(offer, offer.state(at), next(iter(offer.main), None)) for offer in page]  # type: ignore[attr-defined]
    return render(request, "registrations/staff/desk.html", {"rows": rows, "page": page})


@login_required
@require_safe
def offer(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who registered, narrowed down; and how full each part is."""
    at = timezone.now()
    offer = offer_of(request.user, slug)
    shown = offering(offer, at)
    quotas = [quota for quota in (shown.main, *shown.sessions) if quota]
    form = RollForm(request.GET, offer=offer, quotas=quotas)
    form.is_valid()
    found = roll(offer, form.wanted).select_related("municipality")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "offer": offer,
        "shown": shown,
        "quotas": quotas,
        "form": form,
        "page": page,
        "lines": lines(page, offer, quotas, at),
        "may_edit": policies.may_edit_offer(request.user, offer),
    }
    return render(request, "registrations/staff/offer.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: SignedInRequest, slug: str, quota_id: int) -> HttpResponse:
    """Another number of places; nobody loses one."""
    at = timezone.now()
    offer = own_offer_of(request.user, slug)
    quota = get_object_or_404(offer.quotas.with_occupancy(at), pk=quota_id)
    data = request.POST if request.method == "POST" else None
    form = CapacityForm(data, initial={"capacity": quota.capacity})
    if form.is_valid():
        try:
            actions.set_capacity(quota=quota, by=request.user, at=at, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The number of places was changed."))
            return redirect("registrations:desk_offer", offer.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"offer": offer, "quota": quota, "form": form}
    return render(request, "registrations/staff/capacity.html", context, status=status)
