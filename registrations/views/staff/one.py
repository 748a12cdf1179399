"""One registration at the desk: all that is known, and what the office does about it."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import SignedInRequest
from portal.models import OutgoingMail, subject_of
from portal.office import history
from registrations import policies
from registrations.actions import changes, links, registrations
from registrations.forms.desk import NoteForm, PromoteForm, ReasonForm
from registrations.forms.own import SessionsForm
from registrations.models import Registration, offering, standings
from registrations.views.staff.doors import offer_of, own_offer_of, registration_of

MAILS = 20  # shown


@login_required
@require_safe
def registration(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Answers, consents, sessions, note, and what happened when."""
    at = timezone.now()
    offer = offer_of(request.user, slug)
    found = registration_of(offer, public_id)
    context = {
        "offer": offer,
        "registration": found,
        "standings": standings(found, at),
        "answers": found.answers.select_related("question"),
        "consents": found.consents.select_related("request"),
        "scans": found.attendances.select_related("quota", "by"),
        "history": history.rows(found),
        "mails": OutgoingMail.objects.filter(about=subject_of(found)).order_by("-posted_at")[
            :MAILS
        ],
        "has_sessions": offer.quotas.of_sessions().exists(),
        "ticket": uuid4().hex,
        "may_edit": policies.may_edit_offer(request.user, offer),
    }
    return render(request, "registrations/staff/registration.html", context)


@login_required
@require_POST
def confirm(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The office knows that the address is right."""
    return _at_once(request, slug, public_id, registrations.confirm, _("Confirmed."))


@login_required
@require_POST
def links_again(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """A new key by mail."""
    renew = partial(links.renew, ticket=request.POST.get("ticket", "")[:32] or uuid4().hex)
    return _at_once(request, slug, public_id, renew, _("A new link is on its way."))


def _at_once(
    request: SignedInRequest, slug: str, public_id: UUID, do: Callable[..., Any], done: str
) -> HttpResponse:
    offer = own_offer_of(request.user, slug)
    found = registration_of(offer, public_id)
    try:
        do(registration=found, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("registrations:desk_registration", offer.slug, found.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promote(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Let somebody in ahead of the line."""
    return _by_form(request, slug, public_id, "promote", PromoteForm, changes.promote)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The office cancels, with a reason that the person reads."""
    return _by_form(request, slug, public_id, "cancel", ReasonForm, registrations.cancel)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """What the office wants to remember."""
    return _by_form(request, slug, public_id, "note", NoteForm, changes.note)


def _by_form(
    request: SignedInRequest,
    slug: str,
    public_id: UUID,
    name: str,
    kind: type[Form],
    do: Callable[..., Any],
) -> HttpResponse:
    """Ask what it needs, then do it: the fields of the form are what the action wants to know."""
    offer = own_offer_of(request.user, slug)
    found = registration_of(offer, public_id)
    form = kind(request.POST if request.method == "POST" else None, initial={"text": found.note})
    if form.is_valid():
        given = partial(do, **form.cleaned_data)
        if _is_done(request, form, found, given):
            return redirect("registrations:desk_registration", offer.slug, found.public_id)
    return _form(request, name, found, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Move somebody to other sessions."""
    offer = own_offer_of(request.user, slug)
    found = registration_of(offer, public_id)
    chosen = set(found.places.current().values_list("quota", flat=True))
    quotas = offering(offer, timezone.now()).sessions
    data = request.POST if request.method == "POST" else None
    form = SessionsForm(data, quotas=quotas, chosen=chosen)
    if form.is_valid():
        do = partial(changes.choose, sessions=form.chosen)
        if _is_done(request, form, found, do):
            return redirect("registrations:desk_registration", offer.slug, found.public_id)
    return _form(request, "sessions", found, form)


def _is_done(
    request: SignedInRequest, form: Form, found: Registration, do: Callable[..., Any]
) -> bool:
    """Whether it was done; why not stands in the form."""
    try:
        do(registration=found, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("Done. Whoever has to know gets a letter."))
    return True


def _form(
    request: SignedInRequest, name: str, registration: Registration, form: Form
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"registration": registration, "offer": registration.offer, "form": form}
    return render(request, f"registrations/staff/{name}.html", context, status=status)
