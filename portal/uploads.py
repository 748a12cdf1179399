"""Files that people send: small enough, of a kind we take, and what their ending says.

A model field takes `upload_to=RandomName("folder")` and `validators=[check_document]`.
"""

import struct
import unicodedata
import zipfile
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import uuid4

import filetype
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from portal.text import clean_line

MEGABYTE = 1_000_000
MAX_BYTES = 20 * MEGABYTE
MAX_PACKED_FILES = 2_000
MAX_UNPACKED_BYTES = 200 * MEGABYTE
MAX_RATIO = 100
MAX_DIRECTORY_BYTES = MEGABYTE

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_PACKED = {
    "docx": f"{_OOXML}.wordprocessingml.document",
    "xlsx": f"{_OOXML}.spreadsheetml.sheet",
    "pptx": f"{_OOXML}.presentationml.presentation",
    "odt": f"{_ODF}.text",
    "ods": f"{_ODF}.spreadsheet",
    "odp": f"{_ODF}.presentation",
}
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
_TEXTS = {"txt": "text/plain", "csv": "text/csv", "ics": "text/calendar"}
DOCUMENTS = {"pdf": "application/pdf", **_PACKED, **PICTURES, **_TEXTS}
# endings that another ending only hides: "rechnung.exe.pdf"
_DISGUISED = {
    "bat", "cmd", "exe", "hta", "htm", "html", "jar", "js", "lnk", "msi", "php", "phtml", "ps1",
    "scr", "sh", "svg", "vbs", "xhtml", "xml",
}  # fmt: skip


@deconstructible
class RandomName:
    """`upload_to`: the folder, a name nobody can guess, and the ending."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: models.Model, name: str) -> str:
        return f"{self.folder}/{uuid4().hex}.{ending(name)}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RandomName) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)


def ending(name: str) -> str:
    """ "pdf" for "Folien.PDF"; letters and digits only."""
    return "".join(c for c in PurePath(name).suffix.lower() if c.isascii() and c.isalnum())


def shown_name(name: str, max_length: int = 120) -> str:
    """The name as people may see it: no path, nothing invisible, not too long, with its ending."""
    line = clean_line(name.replace("\\", "/")).rpartition("/")[2]
    line = "".join(c for c in line if unicodedata.category(c) != "Co" and c not in '<>:"|?*')
    stem, dot, suffix = line.rpartition(".")
    if not dot:
        return line[:max_length] or "datei"
    return f"{stem[: max_length - len(suffix) - 1] or 'datei'}.{suffix}"


def media_type(name: str) -> str:
    """What to say when the file is handed out; unknown endings are just bytes."""
    return DOCUMENTS.get(ending(name), "application/octet-stream")


def check_document(file: Any) -> None:
    """Validator: a document or picture that we take. Files already stored are not asked again."""
    _check(file, DOCUMENTS, MAX_BYTES)


def check_picture(file: Any) -> None:
    """Validator: a picture by size and kind; `portal.pictures` looks at its pixels."""
    _check(file, PICTURES, MAX_BYTES)


def _check(file: Any, allowed: dict[str, str], max_bytes: int) -> None:
    if getattr(file, "_committed", False):
        return
    if file.size > max_bytes:
        raise ValidationError(
            _("The file is too large: %(size)s. We take up to %(limit)s."),
            code="size",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(max_bytes)},
        )
    kind = ending(file.name)
    if kind not in allowed:
        raise ValidationError(
            _("We do not take this kind of file. Possible are: %(kinds)s."),
            code="kind",
            params={"kinds": ", ".join(sorted(allowed))},
        )
    if _DISGUISED.intersection(clean_line(file.name).lower().split(".")[1:-1]):
        raise ValidationError(
            _("The file has two endings in its name. Please give it a simple name."), code="name"
        )
    _check_content(file, kind, allowed[kind])


def _check_content(file: Any, kind: str, media: str) -> None:
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    if kind in _TEXTS:
        is_right = b"\x00" not in head and filetype.guess(head) is None
    else:
        found = filetype.guess(head)
        is_right = found is not None and found.mime == media
    if is_right and kind in _PACKED:
        is_right = _is_modest(file)
        file.seek(0)
    if not is_right:
        raise ValidationError(_("The content of the file does not fit its ending."), code="content")


def _is_modest(file: BinaryIO) -> bool:
    """Whether an office file unpacks to something of sensible size. Nothing is unpacked."""
    if not _has_short_directory(file):
        return False
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return False
    unpacked = sum(entry.file_size for entry in entries)
    size = max(sum(entry.compress_size for entry in entries), 1)
    return (
        len(entries) <= MAX_PACKED_FILES
        and unpacked <= MAX_UNPACKED_BYTES
        and (unpacked < MEGABYTE or unpacked / size <= MAX_RATIO)
    )


def _has_short_directory(file: BinaryIO) -> bool:
    """Whether the table of contents, which is read as a whole, has a sensible size."""
    file.seek(0, 2)
    file.seek(-min(file.tell(), 66_000), 2)
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 16:
        return False
    (length,) = struct.unpack_from("<L", end, at + 12)
    return bool(length <= MAX_DIRECTORY_BYTES)
