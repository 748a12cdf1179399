"""The milestones of a round as a table for spreadsheets, and the same table back again.

The names of the columns and the German words for statuses are the format: they never follow the
language of the reader. The columns of the last entry are there to be read only; what stands in
those of a new entry becomes an entry when the table is taken over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from django.utils.translation import override

from portal.dates import Period, Precision
from workshops.models import Milestone, ProgressEntry, Round


class Column(StrEnum):
    """The columns in their order."""

    KEY = "Kennung"
    MUNICIPALITY = "Kommune"
    COMMON = "Gemeinsamer Meilenstein"
    TITLE = "Titel"
    DIFFERENCE = "Was anders sein wird"
    RESPONSIBLE = "Zuständig (E-Mail)"
    DUE = "Frist"
    STATUS = "Status"
    REACHED = "Erreicht am"
    VISIBILITY = "Sichtbar für"
    TOPIC = "Thema"
    CORE_THEME = "Kernthema"
    INDICATOR = "Woran man es erkennt"
    UNIT = "Einheit"
    BASELINE = "Ausgangswert"
    BASELINE_ON = "Ausgangswert vom"
    TARGET = "Zielwert"
    SOURCE = "Quelle der Zahlen"
    VERSION = "Fassung"
    LAST_AT = "Letzter Eintrag am"
    LAST_NOTE = "Letzter Eintrag"
    NOTE = "Neuer Eintrag"
    HURDLE = "Neue Hürde"
    NEXT_STEP = "Neuer nächster Schritt"


HEAD = [str(column) for column in Column]
WRITTEN = [column for column in HEAD if column not in {Column.LAST_AT, Column.LAST_NOTE}]
TEAM_ONLY, WHOLE_ROUND = "Team", "Durchgang"
VISIBILITIES = {TEAM_ONLY: Milestone.Visibility.TEAM, WHOLE_ROUND: Milestone.Visibility.ROUND}


def status_words() -> dict[str, str]:
    """The German word of every status."""
    with override("de"):
        return {status.value: str(status.label) for status in Milestone.Status}


def rows(round: Round) -> Iterator[list[object]]:
    """All milestones of the teams that take part, team by team; in two queries."""
    milestones = Milestone.objects.filter(team__round=round).of_teams_taking_part()
    newest = ProgressEntry.objects.newest_of(milestones)
    last = {entry.milestone_id: entry for entry in newest}
    words = status_words()
    shown = milestones.with_names().select_related("topic", "core_theme").by_team()
    for milestone in shown:
        yield _row(milestone, last.get(milestone.pk), words)


def _row(milestone: Milestone, last: ProgressEntry | None, words: dict[str, str]) -> list[object]:
    is_shared = milestone.visibility == Milestone.Visibility.ROUND
    responsible = milestone.responsible
    return [
        str(milestone.public_id),
        milestone.team.municipality.known_as,
        milestone.common.title if milestone.common else "",
        milestone.title,
        milestone.difference,
        responsible.user.email if responsible else "",
        _due(milestone.when),
        words[milestone.status],
        milestone.reached_on,
        WHOLE_ROUND if is_shared else TEAM_ONLY,
        str(milestone.topic or ""),
        str(milestone.core_theme or ""),
        milestone.indicator,
        milestone.unit,
        milestone.baseline,
        milestone.baseline_on,
        milestone.target,
        milestone.source,
        milestone.version,
        last.at if last else None,
        last.note if last else "",
        "",
        "",
        "",
    ]


def _due(when: Period | None) -> date | str:
    """A real day where there is one, so that a spreadsheet can sort; else the words for it."""
    if when is None:
        return ""
    if when.precision == Precision.DAY and when.first == when.last:
        return when.first
    with override("de"):
        return str(when)
