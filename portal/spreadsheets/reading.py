"""Tables that people send: XLSX, or CSV as any spreadsheet writes it."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.refusals import Refusal
from portal.spreadsheets.writing import FORMULA

MOST_ROWS = 20_000
MOST_COLUMNS = 60
SEPARATORS = ";,\t"


@dataclass(frozen=True)
class Row:
    """A line of the table: its number as a spreadsheet counts it, its cells by column as text."""

    line: int
    cells: dict[str, str]


def read(content: bytes, columns: Sequence[str]) -> list[Row]:
    """The rows below the head, empty ones left out; every column of `columns` must be there.

    Days come as "09.03.2026", numbers with a comma, an apostrophe before a formula is taken off.
    Raises Refusal where this is no such table.
    """
    lines = _of_workbook(content) if content[:2] == b"PK" else _of_text(content)
    head = [name.strip() for name in next(lines, [])]
    _demand(head, columns)
    rows = [
        Row(number, dict(zip(head, line, strict=False)))
        for number, line in enumerate(lines, start=2)
        if any(line)
    ]
    for row in rows:
        for column in columns:
            row.cells.setdefault(column, "")
    return rows


def _demand(head: Sequence[str], columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in head]
    if missing:
        text = _("These columns are missing: %(columns)s.")
        raise Refusal(text % {"columns": ", ".join(missing)})
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        raise Refusal(
            _("These columns stand there twice: %(columns)s.") % {"columns": ", ".join(twice)}
        )


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from _limited([_text(cell) for cell in line[:MOST_COLUMNS]] for line in sheet.values)
    except Refusal:
        raise
    except (
        InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, IndexError,
        TypeError, OSError, EOFError, AttributeError,
    ) as fault:  # fmt: skip
        raise Refusal(_("This file cannot be read as a table (XLSX or CSV).")) from fault


def _of_text(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from _limited([_plain(cell) for cell in line[:MOST_COLUMNS]] for line in reader)
    except csv.Error as fault:
        text = _("Line %(line)d cannot be read as a table.") % {"line": reader.line_num}
        raise Refusal(text) from fault


def _limited(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, line in enumerate(lines):
        if number > MOST_ROWS:
            text = _("The table is too long: at most %(number)d rows at once.")
            raise Refusal(text % {"number": MOST_ROWS})
        yield line


def _decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else the Windows encoding of old."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(_("This file cannot be read as a table (XLSX or CSV)."))


def _text(cell: Any) -> str:
    """A cell of a workbook as one would type it."""
    match cell:
        case None:
            return ""
        case datetime() if cell.time() == time():
            return f"{cell:%d.%m.%Y}"
        case datetime():
            return f"{cell:%d.%m.%Y %H:%M}"
        case date():
            return f"{cell:%d.%m.%Y}"
        case float() if cell.is_integer():
            return str(int(cell))
        case float() | Decimal():
            return str(cell).replace(".", ",")
        case _:
            return str(cell).strip()


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA) else text
