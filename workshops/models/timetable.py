"""A day in order: the items of its agenda with clock times and the people in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from people.models import Contribution
from workshops.models.agenda import AgendaItem
from workshops.models.meeting import Meeting


@dataclass(frozen=True)
class Speaker:
    """Who stood in the agenda, as of that day."""

    name: str
    role: str
    function: str
    affiliation: str
    slug: str | None

    @property
    def standing(self) -> str:
        """Function and affiliation, as far as they are known."""
        return ", ".join(part for part in (self.function, self.affiliation) if part)


@dataclass
class Slot:
    """An item, when it starts (None if the day has no clock time yet), and who is in it."""

    item: AgendaItem
    starts: datetime | None
    speakers: list[Speaker] = field(default_factory=list)


@dataclass
class Timetable:
    """The slots of a day, and when it ends."""

    slots: list[Slot] = field(default_factory=list)
    ends: datetime | None = None
    minutes: int = 0

    @property
    def has_demo(self) -> bool:
        return any(slot.item.is_demo for slot in self.slots)

    @property
    def is_all_demo(self) -> bool:
        return bool(self.slots) and all(slot.item.is_demo for slot in self.slots)

    @property
    def inputs(self) -> list[Slot]:
        """The slots that somebody gives an input in."""
        return [slot for slot in self.slots if slot.speakers]

    def add(self, meeting: Meeting, item: AgendaItem) -> Slot:
        slot = Slot(item, meeting.minutes_after_start(self.minutes))
        self.slots.append(slot)
        self.minutes += item.minutes
        self.ends = meeting.minutes_after_start(self.minutes)
        return slot


def timetables(meetings: Iterable[Meeting], rows: Iterable[AgendaItem]) -> dict[int, Timetable]:
    """The timetable of each of these meetings by its key.

    `rows` come from `AgendaItem.objects.with_people()`: once for each person, in order.
    """
    days = {meeting.pk: meeting for meeting in meetings}
    tables = {pk: Timetable() for pk in days}
    slots: dict[int, Slot] = {}
    for row in rows:
        if row.pk not in slots:
            slots[row.pk] = tables[row.meeting_id].add(days[row.meeting_id], row)
        if speaker := _speaker(row):
            slots[row.pk].speakers.append(speaker)
    return tables


def _speaker(row: AgendaItem) -> Speaker | None:
    person = vars(row)
    if not person["last_name"]:
        return None
    names = (person["academic_title"], person["first_name"], person["last_name"])
    return Speaker(
        name=" ".join(name for name in names if name),
        role=str(Contribution.Role(person["role"]).label),
        function=person["function"],
        affiliation=person["affiliation"],
        slug=person["person_slug"],
    )
