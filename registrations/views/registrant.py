"""What registrants see and change by the link in their mail, without an account.

The link is exchanged for an entry in a short session, so that the token stays in no address,
history or referrer. Opening a link changes nothing: mail scanners open links, too.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from portal.open_forms import limit
from registrations.actions import links, registrations
from registrations.models import Registration, standings

KEY = "registration"
OPEN_FOR = timedelta(hours=1)
GUESSES_PER_MINUTE = 30

Page = Callable[[HttpRequest, Registration], HttpResponse]


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token for a session, and go to an address without it."""
    now = timezone.now()
    registration = links.find(token)
    if registration is None:
        limit(
            request, "registration-link", most=GUESSES_PER_MINUTE, per=timedelta(minutes=1), at=now
        )
        raise Http404
    request.session.cycle_key()
    request.session[KEY] = {"id": str(registration.public_id), "until": _until(now)}
    return _private(redirect("registrations:mine"))


def _until(now: datetime) -> float:
    return (now + OPEN_FOR).timestamp()


def _own(request: HttpRequest) -> Registration | None:
    """The registration that this session was opened for, less than an hour ago."""
    kept = request.session.get(KEY)
    if not kept or kept["until"] <= timezone.now().timestamp():
        return None
    known = Registration.objects.known().select_related("offer", "municipality")
    return known.filter(public_id=kept["id"]).first()


def by_link(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Hands the page its registration; without one the reader is told how to get a link."""

    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        registration = _own(request)
        if registration is None:
            return _private(
                render(
                    request, "registrations/registrant/no_link.html", status=HTTPStatus.FORBIDDEN
                )
            )
        return _private(page(request, registration))

    return view


@require_safe
@by_link
def mine(request: HttpRequest, registration: Registration) -> HttpResponse:
    return _page(request, registration)


@require_POST
@by_link
def confirm(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The address is right."""
    try:
        registrations.confirm(registration=registration, at=timezone.now())
    except ValidationError as refusal:
        return _page(request, registration, refusal)
    return redirect("registrations:mine")


def _page(
    request: HttpRequest, registration: Registration, refusal: ValidationError | None = None
) -> HttpResponse:
    now = timezone.now()
    context = {
        "registration": registration,
        "offer": registration.offer,
        "standings": standings(registration, now),
        "refusals": refusal.messages if refusal else [],
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "registrations/registrant/mine.html", context, status=status)
