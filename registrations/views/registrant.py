"""What registrants see and change by the link in their mail, without an account.

The link is exchanged for an entry in a short session, so that the token stays in no address,
history or referrer. Opening a link changes nothing: mail scanners open links, too.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.open_forms import limit
from registrations.actions import answers, changes, erasure, links, registrations
from registrations.formats import calendar as calendar_file
from registrations.formats import own_data
from registrations.forms.own import DetailsForm, SessionsForm
from registrations.models import Registration, offering, standings

KEY = "registration"
OPEN_FOR = timedelta(hours=1)
GUESSES_PER_MINUTE = 30
MINUTE = timedelta(minutes=1)

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Registration, P], HttpResponse]


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token for a session, and go to an address without it."""
    now = timezone.now()
    registration = links.find(token)
    if registration is None:
        limit(request, "registration-link", most=GUESSES_PER_MINUTE, per=MINUTE, at=now)
        raise Http404
    request.session.cycle_key()
    until = (now + OPEN_FOR).timestamp()
    request.session[KEY] = {"id": str(registration.public_id), "until": until}
    if not request.user.is_authenticated:
        request.session.set_expiry(OPEN_FOR)
    response = redirect("registrations:mine")
    # only here, where the address holds the token: without a referrer no form could be sent
    response["Referrer-Policy"] = "no-referrer"
    return _private(response)


def _own(request: HttpRequest) -> Registration | None:
    """The registration that this session was opened for, less than an hour ago."""
    kept = request.session.get(KEY)
    if not kept or kept["until"] <= timezone.now().timestamp():
        return None
    known = Registration.objects.known().select_related("offer__contact", "municipality")
    return known.filter(public_id=kept["id"]).first()


def by_link(page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hands the page its registration; without one the reader is told how to get a link."""

    @wraps(page)
    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        registration = _own(request)
        if registration is None:
            template, status = "registrations/registrant/no_link.html", HTTPStatus.FORBIDDEN
            return _private(render(request, template, status=status))
        return _private(page(request, registration, *args, **kwargs))

    return view


@require_safe
@by_link
def mine(request: HttpRequest, registration: Registration) -> HttpResponse:
    """How it stands, and what one can do."""
    return _mine(request, registration)


@require_POST
@by_link
def confirm(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The address is right."""
    try:
        registrations.confirm(registration=registration, at=timezone.now())
    except ValidationError as refusal:
        return _mine(request, registration, refusal)
    return redirect("registrations:mine")


@require_POST
@by_link
def accept(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Take the place that is offered."""
    try:
        registrations.accept(registration=registration, at=timezone.now())
    except ValidationError as refusal:
        return _mine(request, registration, refusal)
    return redirect("registrations:mine")


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def details(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Correct names, function, answers and needs."""
    form = DetailsForm(request.POST if request.method == "POST" else None, of=registration)
    if form.is_valid():
        try:
            changes.correct(registration=registration, at=timezone.now(), **form.changes)
            return redirect("registrations:mine")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return _form(request, "details", registration, form)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def sessions(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Choose other sessions."""
    at = timezone.now()
    chosen = set(registration.places.current().values_list("quota", flat=True))
    quotas = offering(registration.offer, at).sessions
    data = request.POST if request.method == "POST" else None
    form = SessionsForm(data, quotas=quotas, chosen=chosen)
    if form.is_valid():
        try:
            changes.choose(registration=registration, sessions=form.chosen, at=at)
            return redirect("registrations:mine")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return _form(request, "sessions", registration, form)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask once more, then cancel. Whoever presses twice has cancelled once."""
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and registration.is_active:
        try:
            registrations.cancel(registration=registration, at=timezone.now())
            return redirect("registrations:mine")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if not registration.is_active:
        return redirect("registrations:mine")
    return _form(request, "cancel", registration, form)


@require_POST
@by_link
def consent(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Withdraw a consent, or give it again."""
    at = timezone.now()
    standing = registration.consents.standing().filter(request__pk=pk).first()
    if standing:
        answers.withdraw(consent=standing, at=at)
    else:
        asked = registration.offer.consent_requests.filter(is_asked=True)
        wanted = get_object_or_404(asked, pk=pk)
        answers.give(registration=registration, request=wanted, at=at)
    return redirect("registrations:mine")


@require_safe
@by_link
def calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The event for the own calendar."""
    content = calendar_file.entry(registration, at=timezone.now())
    return _file(content, calendar_file.FILE_NAME, f"{calendar_file.MEDIA_TYPE}; charset=utf-8")


@require_safe
@by_link
def data(request: HttpRequest, registration: Registration) -> HttpResponse:
    """All that is known of this registration."""
    content = own_data.archive(registration, at=timezone.now())
    return _file(content, own_data.FILE_NAME, own_data.MEDIA_TYPE)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def erase(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask once more, then forget the person for good."""
    if request.method == "POST":
        erasure.erase(registration=registration, at=timezone.now())
        request.session.pop(KEY, None)
        return redirect("registrations:erased")
    return _form(request, "erase", registration, Form())


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render(request, "registrations/registrant/erased.html")


def _mine(
    request: HttpRequest, registration: Registration, refusal: ValidationError | None = None
) -> HttpResponse:
    at = timezone.now()
    offer = registration.offer
    given = {one.request_id: one for one in registration.consents.standing()}
    wanted = [one for one in offer.consent_requests.all() if one.is_asked or one.pk in given]
    context = {
        "registration": registration,
        "offer": offer,
        "standings": standings(registration, at),
        "consents": [(one, one.pk in given) for one in wanted],
        "has_sessions": offer.quotas.of_sessions().exists(),
        "may_change": registration.is_active and offer.may_change(at),
        "may_cancel": registration.is_active and offer.may_cancel(at),
        "is_open": offer.is_open(at),
        "refusals": refusal.messages if refusal else [],
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "registrations/registrant/mine.html", context, status=status)


def _form(request: HttpRequest, name: str, registration: Registration, form: Form) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = {"registration": registration, "offer": registration.offer, "form": form}
    return render(request, f"registrations/registrant/{name}.html", page, status=status)


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
