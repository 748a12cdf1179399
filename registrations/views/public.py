"""The open forms: register, register together, ask for the links again.

The page that follows says the same whether or not an address is known.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from portal.open_forms import OpenForm, limit, mailbox
from registrations.actions import links, parties, registrations
from registrations.forms.own import LinksForm
from registrations.forms.registration import RegistrationForm
from registrations.forms.together import TogetherForm
from registrations.models import Offer, Offering, Registration, offering

HOUR = timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of an offer; what happens with it is said by mail only."""
    at = timezone.now()
    shown = _shown(slug, at)
    form = RegistrationForm(_posted(request), offer=shown.offer, quotas=shown.sessions, at=at)

    def send() -> None:
        ticket = form.cleaned_data["opened"]
        key = registrations.key_of(ticket, mailbox(form.cleaned_data["email"]))
        if not Registration.objects.filter(offer=shown.offer, key=key).exists():
            _limit(request, at)
        registrations.register(offer=shown.offer, given=form.given, key=key, at=at)

    outcome = _outcome(form, send)
    if outcome == HTTPStatus.SEE_OTHER:
        return redirect("registrations:sent", slug)
    return _form(request, "register", form, outcome, shown)


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, slug: str) -> HttpResponse:
    """Several people of one organisation by one form; each confirms the own address."""
    at = timezone.now()
    shown = _shown(slug, at)
    form = TogetherForm(_posted(request), offer=shown.offer, at=at)

    def send() -> None:
        _limit(request, at)
        key = registrations.key_of(form.cleaned_data["opened"], "")
        parties.register_together(offer=shown.offer, people=form.people, key=key, at=at)

    outcome = _outcome(form, send)
    if outcome == HTTPStatus.SEE_OTHER:
        return redirect("registrations:sent", slug)
    return _form(request, "together", form, outcome, shown)


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mailbox."""
    shown = _shown(slug, timezone.now())
    return render(request, "registrations/public/sent.html", {"offer": shown.offer})


@require_http_methods(["GET", "HEAD", "POST"])
def links_again(request: HttpRequest) -> HttpResponse:
    """Have the links to one's registrations sent once more."""
    at = timezone.now()
    form = LinksForm(_posted(request), at=at)

    def send() -> None:
        _limit(request, at)
        email = form.cleaned_data["email"]
        ticket = registrations.key_of(form.cleaned_data["opened"], "")
        links.send_again(email=email, ticket=ticket, at=at)

    outcome = _outcome(form, send)
    if outcome == HTTPStatus.SEE_OTHER:
        return redirect("registrations:links_sent")
    return _form(request, "links", form, outcome)


@require_safe
def links_sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox, if you are registered."""
    return render(request, "registrations/public/links_sent.html")


def _shown(slug: str, at: datetime) -> Offering:
    offers = Offer.objects.shown().select_related("contact__organisation")
    return offering(get_object_or_404(offers, slug=slug), at)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _limit(request: HttpRequest, at: datetime) -> None:
    most = settings.REGISTRATIONS_PER_HOUR
    limit(request, "registration", most=most, per=HOUR, at=at)


def _outcome(form: OpenForm, send: Callable[[], None]) -> HTTPStatus:
    """What became of the form. Machines are told that all is well, and nothing happens."""
    if not form.is_bound:
        return HTTPStatus.OK
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_from_machine:
        return HTTPStatus.SEE_OTHER
    try:
        send()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return getattr(refusal, "status", HTTPStatus.UNPROCESSABLE_ENTITY)
    return HTTPStatus.SEE_OTHER


def _form(
    request: HttpRequest,
    name: str,
    form: Form,
    outcome: HTTPStatus,
    shown: Offering | None = None,
) -> HttpResponse:
    """The form, once more with all that was typed if it was refused."""
    page = {"form": form, "shown": shown, "offer": shown.offer if shown else None}
    response = render(request, f"registrations/public/{name}.html", page, status=outcome)
    patch_cache_control(response, private=True, no_store=True)
    return response
