"""Stored files on their way to a reader: whole, a part of them, or handed to the proxy."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

CHUNK = 65_536
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII | re.IGNORECASE)


class Part(NamedTuple):
    """From the first to the last byte, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(ValueError):
    """The part that was asked for lies outside of the file."""


def answer(
    request: HttpRequest, stored: str, *, media_type: str, name: str = ""
) -> HttpResponseBase:
    """The file of this name in the storage; with a `name` for readers it is saved under that.

    Stored files never change, so the name makes the ETag. Raises OSError where the file is gone.
    """
    etag = quote_etag(blake2b(stored.encode(), digest_size=16).hexdigest())
    response = get_conditional_response(request, etag=etag) or _answer(
        request, stored, etag, media_type
    )
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    if disposition := content_disposition_header(bool(name), name):
        response["Content-Disposition"] = disposition
    return response


def _answer(request: HttpRequest, stored: str, etag: str, media_type: str) -> HttpResponseBase:
    if settings.ACCEL_REDIRECT_PREFIX:
        return _by_proxy(stored, media_type)
    file = default_storage.open(stored)
    try:
        part = _wanted(request, etag, file.size)
    except Unsatisfiable:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    if part is None:
        return FileResponse(file, content_type=media_type)
    response = StreamingHttpResponse(_Slice(file, part), status=206, content_type=media_type)
    response["Content-Length"] = str(part.length)
    response["Content-Range"] = f"bytes {part.first}-{part.last}/{file.size}"
    return response


def _by_proxy(stored: str, media_type: str) -> HttpResponse:
    """The proxy reads the file itself; parts of it are its own business."""
    if not default_storage.exists(stored):
        raise FileNotFoundError(stored)
    address = f"{settings.ACCEL_REDIRECT_PREFIX.rstrip('/')}/{quote(stored)}"
    return HttpResponse(content_type=media_type, headers={"X-Accel-Redirect": address})


def _wanted(request: HttpRequest, etag: str, size: int) -> Part | None:
    """Only GET knows ranges, and after `If-Range` only for a file that is still the same."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return part_of(request.headers.get("Range", ""), size)


def part_of(header: str, size: int) -> Part | None:
    """The bytes that a Range header asks for (RFC 9110 §14.1.2); None means all of them.

    Several ranges at once, other units and what makes no sense are answered by the whole file.
    Raises Unsatisfiable.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        first, last = max(size - int(found[2]), 0), size - 1
    else:
        first, last = int(found[1]), int(found[2] or size - 1)
        if found[2] and last < first:
            return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, min(last, size - 1))


class _Slice:
    """A part of an open file, piece by piece; closes the file with the answer."""

    def __init__(self, file: Any, part: Part) -> None:
        self.file = file
        self.part = part

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.part.first)
        left = self.part.length
        while left and (piece := self.file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()
