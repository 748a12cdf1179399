"""Working sheets: begun, filled in by several people, ordered, removed and brought back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from workshops.actions import kept
from workshops.models import Consultation, Sheet, SheetRow, Team
from workshops.models.sheet import METHODS

MOST_SHEETS = 40
MOST_ROWS = 60


@transaction.atomic
def begin(
    *,
    team: Team,
    kind: str,
    title: str,
    by: User,
    at: datetime,
    about: str = "",
    with_first_rows: bool = False,
) -> Sheet:
    """A new sheet, empty or with the rows that its method suggests."""
    team = kept.team_locked(team)
    kept.refuse_beyond(MOST_SHEETS, team.sheets.standing())
    sheet = Sheet(team=team, kind=kind, title=title, about=about, created_by=by, created_at=at)
    kept.added(sheet, "sheet.begun", team, by, at)
    if sheet.is_consultation:
        Consultation.objects.create(sheet=sheet)
    method = METHODS[Sheet.Kind(kind)]
    first = method.first_rows if with_first_rows else ()
    for position, words in enumerate(first):
        cells = {method.columns[0].name: str(words)}
        SheetRow.objects.create(sheet=sheet, position=position, cells=cells)
    return sheet


@transaction.atomic
def change(*, sheet: Sheet, version: int, by: User, at: datetime, **facts: Any) -> Sheet:
    """Its title and what it is about. Raises Conflict if it was changed meanwhile."""
    sheet = Sheet.objects.locked_as_seen(sheet.pk, version)
    return kept.changed(sheet, "sheet.changed", facts, sheet.team, by, at)


@transaction.atomic
def hold(*, sheet: Sheet, version: int, by: User, at: datetime, **facts: Any) -> Sheet:
    """Write down a step of a kollegiale Beratung. Raises Conflict if it was changed meanwhile."""
    sheet = Sheet.objects.locked_as_seen(sheet.pk, version)
    consultation = sheet.consultation
    milestone = facts.get("milestone")
    if milestone is not None and milestone.team_id != sheet.team_id:
        raise Refusal(_("This milestone belongs to another team."))
    different = [name for name, value in facts.items() if getattr(consultation, name) != value]
    if not different:
        return sheet
    for name in different:
        setattr(consultation, name, facts[name])
    consultation.full_clean(exclude=["sheet"])
    consultation.save()
    sheet.version += 1
    sheet.save(update_fields=["version"])
    scope = sheet.team.round.scope
    audit.record("sheet.held", sheet, by=by, at=at, fields=different, scope=scope)
    return sheet


@transaction.atomic
def remove(*, sheet: Sheet, by: User, at: datetime) -> Sheet:
    sheet = Sheet.objects.locked(sheet.pk)
    return kept.removed(sheet, "sheet.removed", sheet.team, by, at)


@transaction.atomic
def bring_back(*, sheet: Sheet, by: User, at: datetime) -> Sheet:
    team = kept.team_locked(sheet.team)
    kept.refuse_beyond(MOST_SHEETS, team.sheets.standing())
    return kept.brought_back(Sheet.objects.locked(sheet.pk), "sheet.brought_back", team, by, at)


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Delete for good what was removed thirty days ago, rows and whole sheets."""
    return SheetRow.objects.gone(at).delete()[0] + Sheet.objects.gone(at).delete()[0]
