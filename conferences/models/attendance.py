"""How many took part, said as the sources say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from conferences.models.conference import ParticipantCount


class Count(NamedTuple):
    """One figure as reported: "over 280 on site", and who says so."""

    words: str
    source: str


class Attendance(NamedTuple):
    """All figures; `is_disputed` where sources give different ones for the same people."""

    counts: list[Count]
    is_disputed: bool


def attendance(reported: Iterable[ParticipantCount]) -> Attendance:
    """Both counts of a hybrid conference, disagreeing sources side by side."""
    figures = list(reported)
    by_whom: dict[str, set[int]] = {}
    for figure in figures:
        by_whom.setdefault(figure.whom, set()).add(figure.number)
    is_disputed = any(len(numbers) > 1 for numbers in by_whom.values())
    return Attendance([Count(_words(figure), figure.source) for figure in figures], is_disputed)


def _words(figure: ParticipantCount) -> str:
    said = {
        "exactly": _("%(number)s people"),
        "about": _("about %(number)s people"),
        "over": _("over %(number)s people"),
    }[figure.qualifier] % {"number": number_format(figure.number, force_grouping=True)}
    if figure.whom == ParticipantCount.Whom.ALL:
        return said
    return f"{said} {figure.get_whom_display()}"
