"""What a table of milestones would change in a round, with every objection by line and column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import User
from portal.dates import berlin_day, parse
from portal.spreadsheets import Row
from portal.text import clean, clean_line
from portal.widgets import NumberField
from publications.models import Topic
from workshops.formats.milestone_table import VISIBILITIES, Column, status_words
from workshops.models import Member, Milestone, ProgressEntry, Round, RoundMilestone, Team

Status = Milestone.Status
LONGEST_NOTE = cast(int, ProgressEntry._meta.get_field("note").max_length)
_TEXTS = {
    "title": Column.TITLE,
    "difference": Column.DIFFERENCE,
    "indicator": Column.INDICATOR,
    "unit": Column.UNIT,
    "source": Column.SOURCE,
}
_NUMBERS = {"baseline": Column.BASELINE, "target": Column.TARGET}
_NUMBER = NumberField(required=False, max_digits=15, decimal_places=3)
_COLUMN_OF = {
    **_TEXTS,
    **_NUMBERS,
    "baseline_on": Column.BASELINE_ON,
    "core_theme": Column.CORE_THEME,
    "team": Column.MUNICIPALITY,
    "common": Column.COMMON,
    "responsible": Column.RESPONSIBLE,
    "when": Column.DUE,
    "status": Column.STATUS,
    "reached_on": Column.REACHED,
    "visibility": Column.VISIBILITY,
    "topic": Column.TOPIC,
    "note": Column.NOTE,
    "hurdle": Column.HURDLE,
    "next_step": Column.NEXT_STEP,
}


@dataclass(frozen=True)
class Complaint:
    line: int
    column: str
    text: str


@dataclass(frozen=True)
class Change:
    """A line that says something new: the milestone as it will be, and an entry if there is one."""

    line: int
    milestone: Milestone
    is_new: bool
    fields: list[str]
    entry: ProgressEntry | None

    @property
    def columns(self) -> list[str]:
        """The names of the columns that differ, for readers."""
        return [str(_COLUMN_OF[name]) for name in self.fields]


@dataclass
class Plan:
    changes: list[Change] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    unchanged: int = 0

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new]


def plan(round: Round, rows: list[Row], *, by: User, at: datetime) -> Plan:
    """Read all lines against the round as it stands; nothing is written. Asks seven queries."""
    known = _Known(round)
    made = Plan()
    for row in rows:
        reading = _Reading(row, known, by, at)
        change = reading.change()
        made.complaints += reading.complaints
        if change:
            made.changes.append(change)
        elif not reading.complaints:
            made.unchanged += 1
    return made


def _message(name: str) -> str:
    """The sentence of a constraint: asking the database would cost a question per line."""
    constraints = {one.name: one for one in Milestone._meta.constraints}
    return str(constraints[name].violation_error_message)


class _Known:
    """The round as the lines name it."""

    def __init__(self, round: Round) -> None:
        self.teams: dict[str, Team] = {}
        for team in Team.objects.filter(round=round).taking_part().with_names():
            place = team.municipality
            for name in (place.known_as, place.name, place.short_name, place.ags):
                self.teams[name.casefold()] = team
        self.milestones: dict[str, Milestone] = {}
        self.titles: set[tuple[int, str]] = set()
        self.taken: dict[tuple[int, int], str] = {}
        for milestone in Milestone.objects.filter(team__round=round).with_names():
            self.milestones[str(milestone.public_id)] = milestone
            self.titles.add((milestone.team_id, milestone.title.casefold()))
            if milestone.common_id:
                self.taken[milestone.team_id, milestone.common_id] = str(milestone.public_id)
        common = RoundMilestone.objects.filter(round=round)
        self.common = {one.title.casefold(): one for one in common}
        members = Member.objects.filter(team__round=round).active().select_related("user")
        self.members = {(one.team_id, one.user.email.casefold()): one for one in members}
        topics = list(Topic.objects.all())
        self.topics = {str(topic).casefold(): topic for topic in topics}
        core = Topic.Kind.CORE_THEME
        self.core_themes = {str(topic).casefold(): topic for topic in topics if topic.kind == core}
        self.statuses = {word.casefold(): value for value, word in status_words().items()}
        self.visibilities = {word.casefold(): value for word, value in VISIBILITIES.items()}
        self.seen: Counter[str] = Counter()


class _Reading:
    """One line: what it says, what is wrong with it."""

    def __init__(self, row: Row, known: _Known, by: User, at: datetime) -> None:
        self.row, self.known, self.by, self.at = row, known, by, at
        self.complaints: list[Complaint] = []
        self.fields: list[str] = []

    def change(self) -> Change | None:
        """What the line changes; None if nothing, or if something is wrong."""
        milestone, is_new = self._milestone()
        if milestone is None:
            return None
        before = milestone.status
        self._read_texts(milestone)
        self._read_names(milestone)
        self._read_due(milestone)
        self._read_figures(milestone)
        self._read_status(milestone)
        entry = self._entry(milestone, before)
        if not is_new and not self.fields and entry is None:
            return None
        self._check(milestone, is_new, entry)
        return (
            None
            if self.complaints
            else Change(self.row.line, milestone, is_new, self.fields, entry)
        )

    def _milestone(self) -> tuple[Milestone | None, bool]:
        key = self._cell(Column.KEY).lower()
        if key:
            self.known.seen[key] += 1
            if self.known.seen[key] > 1:
                self._complain(Column.KEY, _("This key stands in the table twice."))
                return None, False
            if key not in self.known.milestones:
                self._complain(Column.KEY, _("This round has no milestone with this key."))
                return None, False
            milestone = self.known.milestones[key]
            if self._team(milestone.team) is not None:
                return milestone, False
            return None, False
        team = self._team(None)
        return (Milestone(team=team, agreed_on=berlin_day(self.at)), True) if team else (None, True)

    def _team(self, current: Team | None) -> Team | None:
        """The team of the line; a milestone never changes its team."""
        name = self._cell(Column.MUNICIPALITY)
        team = self.known.teams.get(name.casefold())
        if team is None:
            text = _("“%(name)s” has no team that takes part in this round.")
            self._complain(Column.MUNICIPALITY, text % {"name": name})
        elif current and team != current:
            text = _("This milestone belongs to %(team)s.") % {"team": current}
            self._complain(Column.MUNICIPALITY, text)
            return None
        return team

    def _read_texts(self, milestone: Milestone) -> None:
        for name, column in _TEXTS.items():
            text = self._cell(column, lines=name == "difference")
            self._set(milestone, name, text)

    def _read_names(self, milestone: Milestone) -> None:
        """Whatever is named by its title, its address or its word."""
        common = self._named(Column.COMMON, self.known.common, _("common milestone"))
        topic = self._named(Column.TOPIC, self.known.topics, _("topic"))
        core_theme = self._named(Column.CORE_THEME, self.known.core_themes, _("core theme"))
        members = {
            email: one for (team, email), one in self.known.members.items()
            if team == milestone.team_id
        }  # fmt: skip
        responsible = self._named(Column.RESPONSIBLE, members, _("active member of this team"))
        visibility = self._named(Column.VISIBILITY, self.known.visibilities, _("kind of reader"))
        self._set(milestone, "common", common)
        self._set(milestone, "topic", topic)
        self._set(milestone, "core_theme", core_theme)
        self._set(milestone, "responsible", responsible)
        self._set(milestone, "visibility", visibility or milestone.visibility)

    def _named(self, column: Column, by_name: dict[str, Any], what: str) -> Any:
        name = self._cell(column)
        if name and name.casefold() not in by_name:
            text = _("“%(name)s” is not known here (%(what)s).") % {"name": name[:60], "what": what}
            self._complain(column, text)
        return by_name.get(name.casefold()) if name else None

    def _read_due(self, milestone: Milestone) -> None:
        text = self._cell(Column.DUE)
        try:
            self._set(milestone, "when", parse(text) if text else None)
        except ValidationError as wrong:
            self._complain(Column.DUE, wrong.messages[0])

    def _read_figures(self, milestone: Milestone) -> None:
        for name, column in _NUMBERS.items():
            try:
                self._set(milestone, name, _NUMBER.clean(self._cell(column)))
            except ValidationError as wrong:
                self._complain(column, wrong.messages[0])
        self._set(milestone, "baseline_on", self._day(Column.BASELINE_ON))
        if milestone.is_measured and not milestone.indicator:
            self._complain(Column.INDICATOR, _message("milestone_figures_belong_to_an_indicator"))
        if milestone.baseline_on and milestone.baseline is None:
            self._complain(Column.BASELINE, _message("milestone_baseline_day_has_its_figure"))

    def _read_status(self, milestone: Milestone) -> None:
        word = self._named(Column.STATUS, self.known.statuses, _("status"))
        self._set(milestone, "status", word or milestone.status)
        reached = self._day(Column.REACHED)
        if milestone.status == Status.REACHED:
            day = reached or milestone.reached_on or berlin_day(self.at)
            self._set(milestone, "reached_on", day)
        elif reached:
            text = _("A milestone has a day of being reached only when it is.")
            self._complain(Column.REACHED, text)
        else:
            self._set(milestone, "reached_on", None)

    def _day(self, column: Column) -> date | None:
        text = self._cell(column)
        try:
            period = parse(text) if text else None
        except ValidationError as wrong:
            self._complain(column, wrong.messages[0])
            return None
        return period.last if period else None

    def _entry(self, milestone: Milestone, before: str) -> ProgressEntry | None:
        note = self._cell(Column.NOTE, lines=True)
        hurdle, next_step = self._cell(Column.HURDLE), self._cell(Column.NEXT_STEP)
        if not (note or hurdle or next_step or before != milestone.status):
            return None
        if len(note) > LONGEST_NOTE:
            text = _("Please write at most %(number)d characters.")
            self._complain(Column.NOTE, text % {"number": LONGEST_NOTE})
        return ProgressEntry(
            milestone=milestone,
            author=self.by,
            at=self.at,
            note=note,
            hurdle=hurdle,
            next_step=next_step,
            status_from=before,
            status_to=milestone.status,
        )

    def _check(self, milestone: Milestone, is_new: bool, entry: ProgressEntry | None) -> None:
        """Lengths and the like by the fields themselves; then what two lines may not both say."""
        others = {"team", "common", "topic", "responsible", "split_from", "core_theme"}
        self._clean(milestone, others)
        if entry:
            self._clean(entry, {"milestone", "author", "corrects"})
        if is_new:
            self._check_new(milestone)
        else:
            self._check_version(milestone)
        if milestone.common_id:
            place = milestone.team_id, milestone.common_id
            holder = self.known.taken.setdefault(place, str(milestone.public_id))
            if holder != str(milestone.public_id):
                text = _("The team already has this common milestone.")
                self._complain(Column.COMMON, text)

    def _clean(self, record: Milestone | ProgressEntry, exclude: set[str]) -> None:
        try:
            record.clean_fields(exclude=exclude)
        except ValidationError as wrong:
            for name, texts in wrong.message_dict.items():
                self._complain(_COLUMN_OF.get(name, Column.TITLE), texts[0])

    def _check_new(self, milestone: Milestone) -> None:
        title = milestone.team_id, milestone.title.casefold()
        if title in self.known.titles:
            text = _("The team already has a milestone of this title. Keep its key to change it.")
            self._complain(Column.TITLE, text)
        self.known.titles.add(title)

    def _check_version(self, milestone: Milestone) -> None:
        if self._cell(Column.VERSION) != str(milestone.version):
            text = _(
                "This milestone was changed after the table was made. Please download it again."
            )
            self._complain(Column.VERSION, text)

    def _set(self, milestone: Milestone, name: str, value: Any) -> None:
        if getattr(milestone, name) != value:
            setattr(milestone, name, value)
            self.fields.append(name)

    def _cell(self, column: Column, *, lines: bool = False) -> str:
        text = self.row.cells.get(column, "")
        return clean(text) if lines else clean_line(text)

    def _complain(self, column: str, text: str) -> None:
        self.complaints.append(Complaint(self.row.line, str(column), text))
