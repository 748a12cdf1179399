"""The check-in: find somebody by name or code, let them in, take it back; and the paper list."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import SignedInRequest
from portal import audit, typesetting
from registrations.actions import attendance
from registrations.formats import signatures
from registrations.forms.desk import DoorForm
from registrations.models import Offer, Quota, Wanted, lines, presence, roll
from registrations.views.staff.doors import own_offer_of, registration_of

SHOWN = 20  # who may be meant; beyond that one types another letter


@login_required
@require_safe
def door(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who is meant, whether they have a place here, and how many are there."""
    offer = own_offer_of(request.user, slug)
    quotas = list(offer.quotas.all())
    form = DoorForm(request.GET, quotas=quotas)
    form.is_valid()
    text, quota = form.text, form.quota
    found = roll(offer, Wanted(text=text)).known().select_related("municipality")
    found = found[:SHOWN] if text else found.none()
    context = {
        "offer": offer,
        "form": form,
        "quota": quota,
        "text": text,
        "lines": lines(found, offer, quotas, timezone.now()),
        "presence": presence(quotas),
        "most": SHOWN,
    }
    return render(request, "registrations/staff/door.html", context)


@login_required
@require_POST
def check_in(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """One scan, or its undo; then back to where one was."""
    offer = own_offer_of(request.user, slug)
    found = registration_of(offer, public_id)
    form = DoorForm(request.POST, quotas=list(offer.quotas.all()))
    form.is_valid()
    if form.quota is None:
        raise Http404
    is_undo = "zurueck" in request.POST
    do = attendance.undo if is_undo else attendance.check_in
    done = _("%(name)s is not checked in any more.") if is_undo else _("%(name)s is here.")
    try:
        do(registration=found, quota=form.quota, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done % {"name": found})
    query = urlencode([("suche", form.text), ("kontingent", str(form.quota.pk))])
    address = redirect("registrations:desk_door", offer.slug).url
    return redirect(f"{address}?{query}")


@login_required
@require_safe
def signature_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who has a place, with a line to sign on (PDF)."""
    at = timezone.now()
    offer = own_offer_of(request.user, slug)
    form = DoorForm(request.GET, quotas=list(offer.quotas.all()))
    form.is_valid()
    if form.quota is None:
        raise Http404
    audit.record("registrations.printed", offer, by=request.user, scope=offer.scope, at=at)
    title = _title(offer, form.quota)
    content = typesetting.pdf("signatures", signatures.data(form.quota), title=title, at=at)
    response = HttpResponse(content, content_type=typesetting.MEDIA_TYPE)
    name = f"unterschriften-{offer.slug}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _title(offer: Offer, quota: Quota) -> str:
    return str(offer) if quota.is_main else f"{offer}: {quota.title}"
