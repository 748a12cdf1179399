"""The programme as it is read: days, slots and entries, prepared from plain values.

A page of 120 sessions asks three questions of the database and formats each time once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conferences.models.conference import Conference
from conferences.models.session import (
    Session,
    SessionContributionQuerySet,
    SessionQuerySet,
)
from people.models import Contribution

_TONES = {
    "talk": {"keynote", "lecture", "impulse"},
    "panel": {"panel", "conversation", "award"},
    "island": {"workshop", "forum", "dialogue", "island", "table", "barcamp"},
    "exchange": {"market", "exchange", "tour"},
}
TONE = {kind: tone for tone, kinds in _TONES.items() for kind in kinds}
PAUSES = {"check_in", "break"}
THEME = ("session_id", "topic__slug", "topic__name")
Values = QuerySet[Any, tuple[Any, ...]]


class Speaker(NamedTuple):
    """Somebody in a session, with function and affiliation as of that day."""

    name: str
    slug: str
    url: str
    role: str
    standing: str
    remark: str
    state: str
    is_moderator: bool = False

    @property
    def detail(self) -> str:
        """What stands behind the name: ", TU Dortmund (Moderation) – announced, …"."""
        words = f", {self.standing}" if self.standing else ""
        words += f" ({self.role})" if self.is_moderator else ""
        return f"{words} – {self.remark}" if self.remark else words


class Theme(NamedTuple):
    slug: str
    name: str


@dataclass(slots=True)
class Entry:
    """A session as the programme shows it."""

    pk: int
    title: str
    url: str
    kind: str
    kind_word: str
    tone: str
    day: date | None
    starts: time | None
    ends: time | None
    room_id: int | None
    room: str
    room_position: int
    is_for_all: bool
    cancelled: str
    is_demo: bool
    notes: list[str]
    until: str = ""
    layout: str = ""
    speakers: list[Speaker] = field(default_factory=list)
    topics: list[Theme] = field(default_factory=list)

    @property
    def classes(self) -> str:
        """What the style sheet needs to know of it."""
        names = ["session"]
        if self.is_for_all:
            names.append("session--all")
        if self.kind in PAUSES:
            names.append("session--pause")
        if self.cancelled:
            names.append("session--cancelled")
        if self.layout:
            names.append(self.layout)
        return " ".join(names)


@dataclass(slots=True)
class Slot:
    """What begins at the same minute. Where no time is known, words stand in its place."""

    starts: str
    machine: str
    entries: list[Entry] = field(default_factory=list)
    ends: str = ""
    layout: str = ""


@dataclass(slots=True)
class Day:
    """A day in order; `timeless` is the slot of the sessions whose time is not known."""

    day: date
    number: int
    words: str
    slots: list[Slot]
    timeless: Slot

    @property
    def all_slots(self) -> list[Slot]:
        return [*self.slots, *self.timeless_slots]

    @property
    def timeless_slots(self) -> list[Slot]:
        return [self.timeless] if self.timeless.entries else []


class Programme(NamedTuple):
    """The days, and the slot of the sessions whose day is not known."""

    days: list[Day]
    undated: Slot


def clock(at: time | None) -> str:
    return at.isoformat("minutes") if at else ""


def addresses(name: str, *before: str) -> tuple[str, str]:
    """What stands before and after the last part of this address: one look-up for all rows."""
    before_it, after_it = reverse(name, args=[*before, "-0-"]).split("-0-")
    return before_it, after_it


_FIELDS = (
    "pk",
    "title",
    "slug",
    "kind",
    "day",
    "starts_at",
    "ends_at",
    "room_id",
    "room__name",
    "room__position",
    "is_for_all",
    "cancelled_because",
    "is_demo",
    "language",
    "has_livestream",
    "repeats_id",
)


def listed(sessions: SessionQuerySet) -> Values:
    """What `rows` reads of sessions, in order."""
    return sessions.in_order().values_list(*_FIELDS)


def rows(conference: Conference, found: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """The sessions of the conference that were `listed`, without their people and topics."""
    before, after = addresses("conferences:session", conference.slug)
    words = {kind.value: str(kind.label) for kind in Session.Kind}
    said = _Notes()
    return [_entry(row, f"{before}{row[2]}{after}", words, said) for row in found]


def with_people(found: list[Entry], people: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """The entries with the people who were `named` in them, as they were on that day."""
    by_key = {entry.pk: entry for entry in found}
    for key, speaker in speakers(people):
        by_key[key].speakers.append(speaker)
    for entry in found:
        if len(entry.speakers) > 1 or any(s.state == "absent" for s in entry.speakers):
            entry.speakers = remarked(entry.speakers)
    return found


def with_topics(found: list[Entry], topics: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """The entries with their topics; expects values of `THEME`."""
    by_key = {entry.pk: entry for entry in found}
    for key, slug, name in topics:
        by_key[key].topics.append(Theme(slug, name))
    return found


class _Notes:
    """The words beside a session, translated once."""

    def __init__(self) -> None:
        self.livestream, self.english = _("Livestream"), _("in English")
        self.repetition = _("repetition")

    def of(self, language: str, has_livestream: bool, repeats: int | None) -> list[str]:
        notes = [self.livestream] if has_livestream else []
        if language == "en":
            notes.append(self.english)
        if repeats:
            notes.append(self.repetition)
        return notes


def _entry(row: tuple[Any, ...], url: str, words: dict[str, str], said: _Notes) -> Entry:
    pk, title, _slug, kind, day, starts, ends, room_id, room, position, for_all, *rest = row
    cancelled, is_demo, language, has_livestream, repeats = rest
    return Entry(
        pk=pk,
        title=title,
        url=url,
        kind=kind,
        kind_word=words.get(kind, kind),
        tone=TONE.get(kind, "frame"),
        day=day,
        starts=starts,
        ends=ends,
        room_id=room_id,
        room=room or "",
        room_position=position or 0,
        is_for_all=for_all,
        cancelled=cancelled,
        is_demo=is_demo,
        notes=said.of(language, has_livestream, repeats),
    )


_PERSON = (
    "session_id",
    "role",
    "function",
    "affiliation",
    "state",
    "person__academic_title",
    "person__first_name",
    "person__last_name",
    "person__slug",
    "person__is_public",
)


def named(people: SessionContributionQuerySet) -> Values:
    """What `with_people` reads of contributions, in order."""
    return people.order_by("position", "pk").values_list(*_PERSON)


def speakers(people: Iterable[tuple[Any, ...]]) -> Iterable[tuple[int, Speaker]]:
    """Each contribution as (key of its session, who); who is the same is made once."""
    before, after = addresses("home:person")
    roles = {role.value: str(role.label) for role in Contribution.Role}
    made: dict[tuple[Any, ...], Speaker] = {}
    for key, *values in people:
        who = tuple(values)
        if who not in made:
            role, function, affiliation, state, title, first, last, slug, is_public = who
            made[who] = Speaker(
                name=" ".join(filter(None, (title, first, last))),
                slug=slug,
                url=f"{before}{slug}{after}" if is_public else "",
                role=roles.get(role, role),
                standing=", ".join(filter(None, (function, affiliation))),
                remark="",
                state=state,
                is_moderator=role == Contribution.Role.MODERATION,
            )
        yield key, made[who]


def remarked(found: list[Speaker]) -> list[Speaker]:
    """Says where announced and actual people differ; says nothing where they do not."""
    states = {speaker.state for speaker in found}
    if "absent" not in states and len(states) < 2:
        return found
    remarks = {
        "planned": _("announced in the programme"),
        "actual": _("actually took part"),
        "absent": _("announced, but did not take part"),
    }
    return [speaker._replace(remark=remarks.get(speaker.state, "")) for speaker in found]


def programme(found: Iterable[Entry]) -> Programme:
    """The entries by day and time; they come in order."""
    days: dict[date, Day] = {}
    open_time = _("Time not known")
    undated = Slot(_("Day and time not known"), "")
    for entry in found:
        if entry.day is None:
            undated.entries.append(entry)
            continue
        if entry.day not in days:
            words = date_format(entry.day, "l, j. F Y")
            days[entry.day] = Day(entry.day, len(days) + 1, words, [], Slot(open_time, ""))
        _place(days[entry.day], entry)
    for day in days.values():
        for slot in day.slots:
            _say_ends(slot)
    return Programme(list(days.values()), undated)


def _place(day: Day, entry: Entry) -> None:
    if entry.starts is None:
        day.timeless.entries.append(entry)
        return
    starts = clock(entry.starts)
    if day.slots and day.slots[-1].starts == starts:
        day.slots[-1].entries.append(entry)
    else:
        day.slots.append(Slot(starts, f"{day.day.isoformat()}T{starts}", [entry]))


def _say_ends(slot: Slot) -> None:
    """One end for all stands beside the time, different ones stand with the sessions."""
    ends = {entry.ends for entry in slot.entries}
    if len(ends) == 1:
        slot.ends = clock(ends.pop())
        return
    for entry in slot.entries:
        entry.until = clock(entry.ends)


def meet(session: Session, entry: Entry) -> bool:
    """Whether both run at the same time of their day; without a known end: begin at once."""
    if not (session.starts_at and entry.starts):
        return False
    if session.starts_at == entry.starts:
        return True
    if not (session.ends_at and entry.ends):
        return False
    return session.starts_at < entry.ends and entry.starts < session.ends_at
