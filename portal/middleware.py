"""What is true of every request: plain input, private areas, refusals with a status."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from portal import drafts, errors
from portal.refusals import Conflict, TooLarge, TooMany, Unavailable

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

PRIVATE = ("/teams/", "/cockpit/", "/verwaltung/")
RETRY_AFTER = 10


class PlainInputMiddleware:
    """NUL bytes and broken Unicode in the address are a bad request before anybody reads them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        values = (value for _name, given in request.GET.lists() for value in given)
        if not all(map(_is_plain, [request.path_info, *request.GET, *values])):
            raise BadRequest("The address holds characters that no text has.")
        return self.get_response(request)


def _is_plain(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


class PrivateAreaMiddleware:
    """Behind these doors nothing is looked up before sign-in, and nothing stays in a cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PRIVATE):
            return self.get_response(request)
        if request.user.is_authenticated:
            response = self.get_response(request)
        else:
            drafts.keep(request)
            response = _to_sign_in(request)
        response["Cache-Control"] = "private, no-store"
        return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Off to sign-in and back; htmx is told to change the page, not a part of it."""
    query = urlencode({"next": request.get_full_path()})
    address = f"{resolve_url(settings.LOGIN_URL)}?{query}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


class RefusalMiddleware:
    """An exception with a status becomes the page of that status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Unavailable):
            said, wait = exception.messages[0], exception.retry_after
            return errors.bare_page(exception.status, reason=said, retry_after=wait)
        if isinstance(exception, TooMany):
            said, wait = exception.messages[0], exception.retry_after
            return errors.page(request, exception.status, reason=said, retry_after=wait)
        if isinstance(exception, Conflict | TooLarge):
            return errors.page(request, exception.status, reason=exception.messages[0])
        if isinstance(exception, OperationalError | InterfaceError):
            log.error("database away: %s", type(exception).__name__, exc_info=exception)
            return errors.bare_page(HTTPStatus.SERVICE_UNAVAILABLE, retry_after=RETRY_AFTER)
        return None
