"""Tables for spreadsheets: what they open is text and numbers, never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def safe(cell: object) -> str:
    """The cell as text; what a spreadsheet would take for a formula begins with an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file as German spreadsheets open it: semicolons, UTF-8 with mark, all cells quoted."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
