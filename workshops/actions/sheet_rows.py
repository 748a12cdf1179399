"""The rows of working sheets."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from workshops.actions import kept
from workshops.actions.sheets import MOST_ROWS
from workshops.models import Sheet, SheetRow

UP, DOWN = "up", "down"

Cells = dict[str, Any]


@transaction.atomic
def add(*, sheet: Sheet, cells: Cells, by: User, at: datetime) -> SheetRow:
    """At the end. Raises Refusal beyond sixty rows, or if the sheet was removed."""
    sheet = _standing(sheet)
    rows = sheet.rows.standing().in_order()
    kept.refuse_beyond(MOST_ROWS, rows)
    last = rows.last()
    row = SheetRow(sheet=sheet, cells=cells, position=last.position + 1 if last else 0)
    return kept.added(row, "sheet_row.added", sheet.team, by, at)


@transaction.atomic
def change(*, row: SheetRow, version: int, cells: Cells, by: User, at: datetime) -> SheetRow:
    """Raises Conflict if somebody changed it after this version was read."""
    sheet = _standing(row.sheet)
    row = SheetRow.objects.locked_as_seen(row.pk, version)
    return kept.changed(row, "sheet_row.changed", {"cells": cells}, sheet.team, by, at)


@transaction.atomic
def move(*, row: SheetRow, direction: str, by: User, at: datetime) -> SheetRow:
    """One place up or down; at the end of the sheet nothing happens."""
    if direction not in {UP, DOWN}:
        raise Refusal(_("A row moves up or down."))
    sheet = _standing(row.sheet)
    rows = list(sheet.rows.standing().in_order())
    place = next((n for n, other in enumerate(rows) if other.pk == row.pk), None)
    if place is None:
        raise Refusal(_("This was removed meanwhile. Please bring it back first."))
    target = place + (1 if direction == DOWN else -1)
    if 0 <= target < len(rows):
        rows[place], rows[target] = rows[target], rows[place]
        for position, other in enumerate(rows):
            other.position = position
        SheetRow.objects.bulk_update(rows, ["position"])
        scope = sheet.team.round.scope
        audit.record("sheet_row.moved", row, by=by, at=at, fields=["position"], scope=scope)
    return row


@transaction.atomic
def remove(*, row: SheetRow, by: User, at: datetime) -> SheetRow:
    sheet = _standing(row.sheet)
    return kept.removed(SheetRow.objects.locked(row.pk), "sheet_row.removed", sheet.team, by, at)


@transaction.atomic
def bring_back(*, row: SheetRow, by: User, at: datetime) -> SheetRow:
    sheet = _standing(row.sheet)
    kept.refuse_beyond(MOST_ROWS, sheet.rows.standing())
    row = SheetRow.objects.locked(row.pk)
    return kept.brought_back(row, "sheet_row.brought_back", sheet.team, by, at)


def _standing(sheet: Sheet) -> Sheet:
    """The sheet, held: its rows change one at a time."""
    sheet = Sheet.objects.locked(sheet.pk)
    if sheet.removed_at is not None:
        raise Refusal(_("This was removed meanwhile. Please bring it back first."))
    return sheet
