"""An agenda while it is made: what comes when, what it is about, whether the day is long enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workshops.models.agenda import AgendaItem
from workshops.models.board import Line
from workshops.models.candidates import last_lines
from workshops.models.meeting import Meeting


@dataclass(frozen=True)
class Place:
    """An item, from when until when, and the milestone that it is about with its last entry."""

    item: AgendaItem
    starts: datetime | None
    ends: datetime | None
    line: Line | None


@dataclass(frozen=True)
class Plan:
    """The items of a day in order. Its times are known as far as those of the day are."""

    meeting: Meeting
    places: list[Place]

    @property
    def minutes(self) -> int:
        return sum(place.item.minutes for place in self.places)

    @property
    def ends(self) -> datetime | None:
        return self.meeting.minutes_after_start(self.minutes)

    @property
    def spare(self) -> int | None:
        """Minutes left until the end of the day; below zero it is overrun. None if not known."""
        day = self.meeting
        if day.starts_at is None or day.ends_at is None:
            return None
        hours = day.ends_at.hour - day.starts_at.hour
        return 60 * hours + day.ends_at.minute - day.starts_at.minute - self.minutes

    @property
    def overrun(self) -> int:
        """Minutes beyond the end of the day."""
        return max(-(self.spare or 0), 0)


def plan(meeting: Meeting, at: datetime) -> Plan:
    """In two queries, however long the agenda is."""
    items = list(AgendaItem.objects.filter(meeting=meeting).with_links().order_by("position", "pk"))
    lines = last_lines([item.milestone for item in items if item.milestone], at)
    places, minutes = [], 0
    for item in items:
        start, minutes = meeting.minutes_after_start(minutes), minutes + item.minutes
        line = lines.get(item.milestone_id) if item.milestone_id else None
        places.append(Place(item, start, meeting.minutes_after_start(minutes), line))
    return Plan(meeting, places)
