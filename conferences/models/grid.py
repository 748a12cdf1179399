"""The rooms of a day side by side: which row and column each session takes, to the minute.

Rows begin wherever anything begins or ends, and are as high as they last. The places are said in
classes of the style sheet (`r-`, `s-`, `c-`, `w-`, `d-`), for a page carries no style of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import NamedTuple

from django.utils.translation import gettext as _

from conferences.models.programme import Day, Entry, clock

MAX_ROWS, MAX_COLUMNS = 96, 24  # as many as the style sheet knows
LONGEST = 180  # minutes that a single row is drawn for


class Head(NamedTuple):
    """The head of a room: its name, and where it stands."""

    name: str
    layout: str


class Mark(NamedTuple):
    """A time at which only something ends."""

    words: str
    layout: str


class Grid(NamedTuple):
    columns: int
    heads: list[Head]
    marks: list[Mark]


class _Span(NamedTuple):
    """An entry between two rows."""

    first: int
    last: int
    entry: Entry

    def meets(self, other: _Span) -> bool:
        return self.first < other.last and other.first < self.last


class _Track(NamedTuple):
    """The sessions of one room, in as many lanes as run at once."""

    name: str
    lanes: list[list[_Span]]


def grid(day: Day) -> Grid | None:
    """Lays the day out, and its slots and entries with it.

    None where nothing has a time, or where the day is too full to be drawn.
    """
    timed = [entry for slot in day.slots for entry in slot.entries]
    times = sorted({at for entry in timed for at in (entry.starts, entry.ends) if at})
    rows = {at: number for number, at in enumerate(times)}
    spans = [_span(entry, rows) for entry in timed]
    wide, beside = _apart(spans)
    rooms = _rooms(spans) or [_Track(_("For all"), [[]] if wide else [])]
    tracks = [*rooms, *_named(_("For all, in parallel"), beside)]
    columns = sum(len(track.lanes) for track in tracks)
    if not timed or len(times) > MAX_ROWS or columns >= MAX_COLUMNS:
        return None
    for span in wide:
        _lay(span, 2, sum(len(track.lanes) for track in rooms))
    _time_the_slots(day, times, rows)
    heads = list(_heads(track for track in tracks if track.lanes))
    return Grid(columns, heads, _marks(day, times, rows))


def _span(entry: Entry, rows: dict[time, int]) -> _Span:
    """Without a known end it takes the one row that begins with it."""
    first = rows[entry.starts] if entry.starts else 0
    last = rows[entry.ends] if entry.ends else first + 1
    return _Span(first, last, entry)


def _apart(spans: Sequence[_Span]) -> tuple[list[_Span], list[_Span]]:
    """What is for all: across the rooms where nothing else runs, else in a column beside them."""
    taken = [span for span in spans if not span.entry.is_for_all]
    wide: list[_Span] = []
    beside: list[_Span] = []
    plenary = [span for span in spans if span.entry.is_for_all]
    for span in sorted(plenary, key=lambda span: span.last - span.first):
        is_free = not any(span.meets(other) for other in (*taken, *wide))
        (wide if is_free else beside).append(span)
    return wide, sorted(beside, key=lambda span: span.first)


def _rooms(spans: Iterable[_Span]) -> list[_Track]:
    """A track for each room in its order, and one for what has no room yet."""
    by_room: dict[tuple[bool, int, str], list[_Span]] = {}
    for span in spans:
        entry = span.entry
        if not entry.is_for_all:
            key = (entry.room_id is None, entry.room_position, entry.room)
            by_room.setdefault(key, []).append(span)
    tracks: list[_Track] = []
    for key in sorted(by_room):
        tracks += _named(key[2] or _("Room open"), by_room[key])
    return tracks


def _named(name: str, spans: Sequence[_Span]) -> list[_Track]:
    return [_Track(name, _lanes(spans))] if spans else []


def _lanes(spans: Iterable[_Span]) -> list[list[_Span]]:
    """Next to each other what runs at the same time, below each other what does not."""
    lanes: list[list[_Span]] = []
    for span in spans:
        lane = next((lane for lane in lanes if lane[-1].last <= span.first), None)
        if lane is None:
            lanes.append([span])
        else:
            lane.append(span)
    return lanes


def _lay(span: _Span, column: int, width: int) -> None:
    """Row 1 holds the names of the rooms, column 1 the times."""
    names = [f"r-{span.first + 2}", f"c-{column}"]
    if span.last - span.first > 1:
        names.append(f"s-{span.last - span.first}")
    if width > 1:
        names.append(f"w-{width}")
    if not span.entry.ends:
        names.append("session--open")
    span.entry.layout = " ".join(names)


def _heads(tracks: Iterable[_Track]) -> Iterable[Head]:
    column = 2
    for track in tracks:
        width = len(track.lanes)
        yield Head(track.name, f"c-{column} w-{width}" if width > 1 else f"c-{column}")
        for offset, lane in enumerate(track.lanes):
            for span in lane:
                _lay(span, column + offset, 1)
        column += width


def _height(times: Sequence[time], row: int) -> str:
    """The class of as many minutes as this row lasts, in steps of five."""
    if row + 1 >= len(times):
        return "d-5"
    minutes = _minutes(times[row + 1]) - _minutes(times[row])
    return f"d-{min(max(round(minutes / 5), 1) * 5, LONGEST)}"


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time_the_slots(day: Day, times: Sequence[time], rows: dict[time, int]) -> None:
    for slot in day.slots:
        row = rows[slot.entries[0].starts]  # type: ignore[index]  # a slot's entries have a start
        slot.layout = f"r-{row + 2} {_height(times, row)}"


def _marks(day: Day, times: Sequence[time], rows: dict[time, int]) -> list[Mark]:
    begun = {slot.entries[0].starts for slot in day.slots}
    return [
        Mark(clock(at), f"r-{rows[at] + 2} {_height(times, rows[at])}")
        for at in times
        if at not in begun
    ]
