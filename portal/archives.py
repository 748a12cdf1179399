"""Several stored files as one ZIP, written while it is being read."""

import logging
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePath
from typing import Any, NamedTuple, Protocol

from django.core.files.storage import default_storage
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from portal.dates import BERLIN
from portal.downloads import CHUNK
from portal.uploads import shown_name

log = logging.getLogger(__name__)


class Entry(NamedTuple):
    """A file of the storage, its name for readers, and the time that the archive shows."""

    stored: str
    name: str
    at: datetime


class Stored(Protocol):
    """A record with a file for readers."""

    file: Any
    file_name: str
    published_at: datetime | None


def entry(record: Stored) -> Entry:
    """Raises ValueError for what is not published."""
    if record.published_at is None:
        raise ValueError("Only what is published leaves the house.")
    name = shown_name(record.file_name)
    return Entry(str(record.file), name, record.published_at)


def answer(entries: Iterable[Entry], *, name: str) -> StreamingHttpResponse:
    """These files, to be saved as `name`. A file that is gone is left out and logged."""
    disposition = content_disposition_header(True, shown_name(name)) or "attachment"
    response = StreamingHttpResponse(packed(entries), content_type="application/zip")
    response["Content-Disposition"] = disposition
    return response


def packed(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of the archive; never more than a piece of one file in memory.

    Nothing is compressed: what we hand out mostly is already.
    """
    pipe, taken = _Pipe(), set[str]()
    with zipfile.ZipFile(pipe, "w") as archive:
        for entry in entries:
            try:
                file = default_storage.open(entry.stored)
            except OSError as missing:
                log.error("a file of an archive cannot be read: %s", type(missing).__name__)
                continue
            with file, archive.open(_head(entry, taken), "w") as target:
                for piece in file.chunks(CHUNK):
                    target.write(piece)
                    yield pipe.drained()
            yield pipe.drained()
    yield pipe.drained()


def _head(entry: Entry, taken: set[str]) -> zipfile.ZipInfo:
    at = entry.at.astimezone(BERLIN)
    head = zipfile.ZipInfo(_free_name(entry.name, taken), at.timetuple()[:6])
    head.external_attr = 0o644 << 16
    return head


def _free_name(name: str, taken: set[str]) -> str:
    """Two files of the same name are told apart, also where capitals do not count."""
    path, number, free = PurePath(name), 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    taken.add(free.casefold())
    return free


class _Pipe:
    """What ZipFile writes into; it cannot go back, so sizes follow their files."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to close."""

    def drained(self) -> bytes:
        content = b"".join(self.pieces)
        self.pieces.clear()
        return content
