"""Tables as files that German spreadsheets open by a double click."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.dates import BERLIN

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
TELEPHONE = re.compile(r"\+[0-9][0-9 /()]*")
LONGEST = 32_767  # letters in a cell, by Excel's own limit
WIDEST = 60
MEASURED = 200  # rows that say how wide a column is
AT_ONCE = 500  # rows in one piece of a long file


def as_text(cell: object) -> str:
    """The cell as one types it in Germany: 9.3.2026 is "09.03.2026", 1.5 is "1,5"."""
    match cell:
        case None:
            return ""
        case bool():
            return _("yes") if cell else _("no")
        case datetime():
            return f"{cell.astimezone(BERLIN):%d.%m.%Y %H:%M}"
        case date():
            return f"{cell:%d.%m.%Y}"
        case Decimal() | float():
            return str(cell).replace(".", ",")
        case _:
            return str(cell)


def safe(cell: object) -> str:
    """The cell as text; what a spreadsheet would take for a formula begins with an apostrophe.

    Numbers and telephone numbers ("+49 251 1234") are no formulas and stay as they are.
    """
    text = as_text(cell)
    if isinstance(cell, int | float | Decimal) or TELEPHONE.fullmatch(text):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file: semicolons, UTF-8 with mark, all cells quoted."""
    file = io.StringIO()
    writer = _writer(file)
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def pieces(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The same CSV file bit by bit, for tables that are too long to hold."""
    yield table(head, ())
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        file = io.StringIO()
        _writer(file).writerows([safe(cell) for cell in row] for row in some)
        yield file.getvalue().encode()


def _writer(file: io.StringIO) -> Any:
    return csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """An XLSX file with one sheet: the head stays in sight, days are days, numbers are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    rest = iter(rows)
    first = list(islice(rest, MEASURED))
    for number, width in enumerate(_widths(head, first), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, word) for word in head])
    for line in chain(first, rest):
        sheet.append([_cell(sheet, cell) for cell in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(head: Sequence[str], lines: Sequence[Sequence[object]]) -> list[int]:
    """By the first lines: who scrolls to the thousandth may widen the column."""
    shown = [head, *lines]
    return [
        min(max(len(as_text(line[column])) for line in shown) + 2, WIDEST)
        for column in range(len(head))
    ]


def _bold(sheet: Any, word: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, word)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: object) -> object:
    if isinstance(value, datetime):
        return _formatted(sheet, value.astimezone(BERLIN).replace(tzinfo=None), "DD.MM.YYYY HH:MM")
    if isinstance(value, date):
        return _formatted(sheet, value, "DD.MM.YYYY")
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", as_text(value))[:LONGEST]
    return _literal(sheet, text) if text.startswith("=") else text


def _formatted(sheet: Any, value: object, number_format: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _literal(sheet: Any, text: str) -> WriteOnlyCell:
    """A text that begins like a formula and is none, also after it was edited."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
