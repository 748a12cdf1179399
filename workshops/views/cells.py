"""The cells of the cockpit, written without a template: hundreds of them stand on one page.

The words are those of the team's room; what repeats is said once and put down again.
"""

from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.dates import Period, Precision
from portal.templatetags import ui
from workshops.models import Milestone
from workshops.models.board import Line
from workshops.models.cockpit import Grid, Row, TeamStanding

HURDLE = 60  # signs of a hurdle in a cell; the milestone's page has it whole
_STAND_IN = UUID(int=0)
_META = '<span class="meta">{}</span>'
_EMPTY = '<td class="is-empty"><span class="meta">–<span class="kern-sr-only">{}</span></span></td>'
_ALERT = ' class="is-alert"'


class TeamRow(NamedTuple):
    standing: TeamStanding
    ago: str
    silent: str
    url: str
    cells: SafeString
    own: SafeString


class _Team(NamedTuple):
    """What all cells of a team share: its name, and the address around a milestone's."""

    name: SafeString
    before: str
    after: str


class Writer:
    """Says how milestones stand. Lives as long as a request, since words follow its language."""

    def __init__(self) -> None:
        self._team_url = reverse("workshops:team", args=[_STAND_IN])
        self._milestone_url = reverse("workshops:milestone", args=[_STAND_IN, _STAND_IN])
        self._mark = cache(_mark)
        self._reached = cache(_reached)
        self._due = cache(_due)
        self._ago = cache(_ago)
        self._overdue = cache(_overdue)
        self._silent = cache(_silent)
        self._hurdle = ui.icon("hurdle")
        self._hurdle_words = _("Hurdle: %(hurdle)s")
        self._nothing = format_html(_EMPTY, _("no milestone"))

    def rows(self, grid: Grid) -> list[TeamRow]:
        labels = [escape(column.title) for column in grid.columns]
        return [self._row(row, labels) for row in grid.rows]

    def _row(self, row: Row, labels: list[SafeString]) -> TeamRow:
        standing, team = row.standing, self._team_of(row.standing)
        cells = (
            self._cell(row, line, label, team) if line else self._nothing
            for label, line in zip(labels, row.cells, strict=True)
        )
        return TeamRow(
            standing=standing,
            ago=ago_words(standing.days_ago),
            silent=silent_words(standing.weeks_silent) if standing.is_silent else "",
            url=self._team_url.replace(str(_STAND_IN), str(standing.team.public_id)),
            cells=SafeString("\n".join(cells)),
            own=SafeString("\n".join(self._own(row, line, team) for line in row.own)),
        )

    def _team_of(self, standing: TeamStanding) -> _Team:
        address = self._milestone_url.replace(str(_STAND_IN), str(standing.team.public_id), 1)
        before, _stand_in, after = address.partition(str(_STAND_IN))
        return _Team(escape(standing.team), before, after)

    def _cell(self, row: Row, line: Line, label: str, team: _Team) -> str:
        alert = _ALERT if line.days_overdue else ""
        return f'<td data-label="{label}"{alert}>{self._say(row, line, team)}</td>'

    def _own(self, row: Row, line: Line, team: _Team) -> str:
        alert = _ALERT if line.days_overdue else ""
        title = escape(line.milestone.title)
        return f"<li{alert}><span>{title}</span>{self._say(row, line, team)}</li>"

    def _say(self, row: Row, line: Line, team: _Team) -> str:
        """Status, deadline, last word, and what is amiss. Every piece comes escaped."""
        milestone, overdue, hurdle = line.milestone, line.days_overdue, line.hurdle
        url = f"{team.before}{milestone.public_id}{team.after}"
        title = f"{escape(milestone.title)}, {team.name}"
        parts = [f'<a href="{url}">{self._mark(milestone.status)}{_heard(title)}</a>']
        if milestone.reached_on:
            parts.append(self._reached(milestone.reached_on))
        else:
            parts.append(self._due(milestone.first_day, milestone.last_day, milestone.precision))
        if line.is_silent and row.is_silent(line):
            parts.append(self._silent(line.weeks_ago))
        else:
            parts.append(self._ago(line.days_ago if line.last else None))
        if overdue:
            parts.append(self._overdue(overdue))
        if hurdle:
            words = escape(self._hurdle_words % {"hurdle": _cut(hurdle)})
            parts.append(
                f'<span class="flag flag--hurdle">{self._hurdle}<span>{words}</span></span>'
            )
        return "".join(parts)


def _cut(words: str) -> str:
    return words if len(words) <= HURDLE else f"{words[: HURDLE - 1].rstrip()}…"


def _heard(words: str) -> str:
    return f'<span class="kern-sr-only">: {words}</span>'


def _mark(status: str) -> SafeString:
    return ui.mark(status, str(Milestone.Status(status).label))


def _reached(day: date) -> SafeString:
    return format_html(_META, _("reached on %(day)s") % {"day": formats.date_format(day)})


def _due(first: date | None, last: date | None, precision: str) -> SafeString:
    if first is None or last is None:
        return format_html(_META, _("without a deadline"))
    due = Period(first, last, Precision(precision))
    return format_html(_META, _("Due: %(due)s") % {"due": due})


def _ago(days: int | None) -> SafeString:
    return format_html(_META, ago_words(days))


def _overdue(days: int) -> SafeString:
    words = ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}
    return format_html('<span class="flag">{}{}</span>', ui.icon("overdue"), words)


def _silent(weeks: int) -> SafeString:
    html = '<span class="flag flag--silent">{}{}</span>'
    return format_html(html, ui.icon("silent"), silent_words(weeks))


def ago_words(days: int | None) -> str:
    if days is None:
        return _("no entry yet")
    if days < 1:
        return _("last entry today")
    if days == 1:
        return _("last entry yesterday")
    if days < 14:
        words = ngettext("last entry %(days)s day ago", "last entry %(days)s days ago", days)
        return words % {"days": days}
    weeks = days // 7
    words = ngettext("last entry %(weeks)s week ago", "last entry %(weeks)s weeks ago", weeks)
    return words % {"weeks": weeks}


def silent_words(weeks: int) -> str:
    words = ngettext("silent for %(weeks)s week", "silent for %(weeks)s weeks", weeks)
    return words % {"weeks": weeks}
