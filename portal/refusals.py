"""How the portal says no: reasons a reader may read, some with an HTTP status of their own."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django_stubs_ext import StrOrPromise


class Refusal(ValidationError):
    """No, for a reason the reader may read. Being a ValidationError, any form can show it."""


class Conflict(Refusal):
    """Somebody else changed the same thing meanwhile (409); what was typed is kept by the view."""

    status = HTTPStatus.CONFLICT


class TooLarge(Refusal):
    """More than we take (413)."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class _TryLater(Refusal):
    """Not now, but after so many seconds."""

    status: HTTPStatus

    def __init__(self, message: StrOrPromise, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooMany(_TryLater):
    """Too often in too short a time (429)."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class Unavailable(_TryLater):
    """Something that we need is away for the moment (503)."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
