"""Diet and access needs of an offer: for those who look after it, and not for long."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import SignedInRequest
from portal import audit
from registrations import policies
from registrations.models import Offer, Registration, SupportNeed, SupportNeedQuerySet
from registrations.models.need import DAYS_KEPT
from registrations.views.staff.doors import offer_of


@login_required
@require_safe
def needs(request: SignedInRequest, slug: str) -> HttpResponse:
    """What those who come eat and need, until it is deleted. Who looked is recorded."""
    offer, found = needs_of(request, slug)
    with transaction.atomic():
        audit.record("needs.read", offer, by=request.user, scope=offer.scope)
    until = offer.last_day + timedelta(days=DAYS_KEPT) if offer.last_day else None
    context = {"offer": offer, "needs": found, "until": until}
    return render(request, "registrations/staff/needs.html", context)


def needs_of(request: SignedInRequest, slug: str) -> tuple[Offer, SupportNeedQuerySet]:
    """The needs of this offer that this user may see now, by name."""
    offer = offer_of(request.user, slug)
    if not policies.may_see_needs(request.user, offer):
        raise PermissionDenied
    seen = SupportNeed.objects.visible_to(request.user, timezone.now())
    theirs = seen.filter(registration__offer=offer).exclude(
        registration__status=Registration.Status.CANCELLED
    )
    ordered = theirs.select_related("registration").order_by(
        "registration__last_name", "registration__first_name", "pk"
    )
    return offer, ordered
