"""A working sheet as a table for spreadsheets, and what its paper needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal import spreadsheets, typesetting
from workshops.models import Sheet, SheetRow
from workshops.models.consultation import Fact, stages

NARROW = 3  # columns up to which the paper stands upright


def table(sheet: Sheet, rows: Sequence[SheetRow]) -> bytes:
    """The rows; of a kollegiale Beratung also what else was written down, below them."""
    head = [str(column.label) for column in sheet.method.columns]
    lines: list[list[object]] = [_cells(row) for row in rows]
    lines += [[words, label] for label, words in facts(sheet, rows)]
    return spreadsheets.table(head, lines)


def facts(sheet: Sheet, rows: Sequence[SheetRow]) -> list[Fact]:
    """What a kollegiale Beratung holds besides its ideas; nothing of other methods."""
    if not sheet.is_consultation:
        return []
    return [fact for stage in stages(sheet.consultation, rows) for fact in stage.facts]


def paper(
    sheet: Sheet, rows: Sequence[SheetRow], *, drawing: str, label: str, at: datetime
) -> bytes:
    """A4, upright or across; `drawing` is an SVG or nothing, `label` says it in words."""
    columns = sheet.method.columns
    data: dict[str, Any] = {
        "kicker": f"{sheet.method.name} · {sheet.team}",
        "round": str(sheet.team.round),
        "about": sheet.about,
        "is_demo": sheet.is_demo,
        "across": len(columns) > NARROW,
        "facts": [list(fact) for fact in facts(sheet, rows)],
        "head": [str(column.label) for column in columns],
        "rows": [[cell.words for cell in row.shown] for row in rows],
        "drawing": drawing,
        "label": label,
        "words": {
            "secret": _("Only your team and its coordinators read them."),
            "as_of": _("As of %(day)s") % {"day": date_format(localtime(at))},
            "demo": _("Demonstration data"),
            "facts": _("Minutes of the consultation"),
            "rows": _("Ideas") if sheet.is_consultation else _("Table"),
            "empty": _("Nothing is written on this sheet yet."),
        },
    }
    return typesetting.pdf("worksheet", data, title=sheet.title, at=at)


def _cells(row: SheetRow) -> list[object]:
    """Figures as figures, the rest in words."""
    return [
        row.cells[column.name]
        if isinstance(row.cells.get(column.name), int)
        else column.shown(row.cells)
        for column in row.sheet.method.columns
    ]
