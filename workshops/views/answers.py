"""Answers that several pages give."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header


class SeeOther(HttpResponseRedirect):
    """After a change: fetch that page now (303)."""

    status_code = HTTPStatus.SEE_OTHER


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file made for this reader alone."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
