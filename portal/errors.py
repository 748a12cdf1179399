"""The pages that say what went wrong, in German, with the name of the request in the log."""

import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise
from redis.exceptions import RedisError

from portal.logs import request_id


def page(
    request: HttpRequest,
    status: HTTPStatus,
    *,
    reason: StrOrPromise = "",
    retry_after: int | None = None,
) -> HttpResponse:
    """The page of this status. `reason` is a sentence for the reader, of a Refusal."""
    context = {"request_id": request_id.get(), "reason": reason, "status": status.value}
    html = render_to_string(f"errors/{status.value}.html", context, request)
    response = HttpResponse(html, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def bare_page(
    status: HTTPStatus, *, reason: StrOrPromise = "", retry_after: int | None = None
) -> HttpResponse:
    """The page of this status where nothing can be relied on: no request, no database."""
    context = {
        "request_id": request_id.get(),
        "reason": reason,
        "stylesheets": _stylesheets(),
    }
    html = render_to_string(f"errors/{status.value}.html", context)
    response = HttpResponse(html, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _stylesheets() -> list[str]:
    """Where the look lies; nowhere if the fault is that static files are missing."""
    try:
        return [static("kern/kern.min.css"), static("portal.css")]
    except ValueError:
        return []


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; a body that is too large gets the 413 that Django has no page for."""
    if isinstance(exception, RequestDataTooBig):
        return page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where only the database or Redis is away, or busy for too long."""
    if isinstance(sys.exception(), OperationalError | InterfaceError | RedisError):
        return bare_page(HTTPStatus.SERVICE_UNAVAILABLE, retry_after=10)
    return bare_page(HTTPStatus.INTERNAL_SERVER_ERROR)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429; allauth names it when somebody tries too often to sign in."""
    return page(request, HTTPStatus.TOO_MANY_REQUESTS, retry_after=300)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that came from elsewhere, or after the sign-in had changed."""
    said = _("The form was open too long or came from another page. Please load it anew.")
    return page(request, HTTPStatus.FORBIDDEN, reason=said)
