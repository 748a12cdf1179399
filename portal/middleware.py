"""What is true of every request: plain input, private areas, refusals with a status."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from portal import drafts, errors
from portal.refusals import Conflict, TooLarge, TooMany, Unavailable

GetResponse = Callable[[HttpRequest], HttpResponse]

PRIVATE = ("/teams/", "/cockpit/", "/verwaltung/")
ACCOUNT = "/konto/"  # open to everybody, for here one signs in; but kept by nobody
MAX_BODY = 60_000_000  # several files of the largest kind we take


class PlainInputMiddleware:
    """Turns away what nobody should have to read: NUL bytes in the address, a giant body."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        values = (value for _name, given in request.GET.lists() for value in given)
        if not all(map(_is_plain, [request.path_info, *request.GET, *values])):
            raise BadRequest("The address holds characters that no text has.")
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > MAX_BODY:
            raise RequestDataTooBig("The body is larger than everything we take together.")
        return self.get_response(request)


def _is_plain(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


class PrivateAreaMiddleware:
    """Behind these doors nothing is looked up before sign-in, and nothing stays in a cache.

    Whoever signs out leaves nothing in the browser either.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith((*PRIVATE, ACCOUNT)):
            return self.get_response(request)
        was_signed_in = _is_signed_in(request)
        if was_signed_in or request.path_info.startswith(ACCOUNT):
            response = self.get_response(request)
        else:
            drafts.keep(request)
            response = _to_sign_in(request)
        response["Cache-Control"] = "private, no-store"
        if was_signed_in and not _is_signed_in(request):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Off to sign-in and back; htmx is told to change the page, not a part of it."""
    query = urlencode({"next": request.get_full_path()})
    address = f"{resolve_url(settings.LOGIN_URL)}?{query}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


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
        return None
