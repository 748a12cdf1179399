"""How far a round has come: its days and the months of work between them, as steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from workshops.models.meeting import Meeting
from workshops.models.round import Round


class Progress(StrEnum):
    """Where a step lies, seen from today; the values are the classes of the timeline."""

    DONE = "is-done"
    NOW = "is-now"
    OPEN = "is-open"


@dataclass(frozen=True)
class Step:
    """A day of the round, or a work phase between two (then `meeting` is None)."""

    title: str
    when: str
    word: str
    progress: Progress
    meeting: Meeting | None = None

    @property
    def is_now(self) -> bool:
        return self.progress == Progress.NOW


def steps(round: Round, meetings: Sequence[Meeting], at: datetime) -> list[Step]:
    """The days in order with a work phase between each two.

    The round stands in the first work phase whose next day has not been held, whatever the
    calendar says: a day that was only planned is not held because its date has passed. Then
    nobody knows from here how far the work is, and the step says so.
    """
    days = [meeting for meeting in meetings if not meeting.is_cancelled]
    held = [round.is_finished or meeting.was_held(at) for meeting in days]
    made: list[Step] = []
    for number, meeting in enumerate(days):
        made.append(_day(meeting, held[number], at))
        if number + 1 < len(days):
            following = days[number + 1]
            made.append(_work(number + 1, following, (held[number], held[number + 1]), at))
    if days and all(held) and not round.is_finished:
        made.append(_last_work(len(days)))
    return made


def _day(meeting: Meeting, held: bool, at: datetime) -> Step:
    when = str(meeting.when) if meeting.when else _("date still open")
    if held:
        return Step(meeting.title, when, _("completed"), Progress.DONE, meeting)
    if meeting.is_today(at):
        return Step(meeting.title, when, _("today"), Progress.NOW, meeting)
    return Step(meeting.title, when, meeting.standing(at).word, Progress.OPEN, meeting)


def _work(number: int, following: Meeting, held: tuple[bool, bool], at: datetime) -> Step:
    title = _("Work phase %(number)d") % {"number": number}
    if held == (True, False) and following.when and following.when.is_over(at):
        until = _("was planned until %(when)s") % {"when": following.when}
        return Step(title, until, _("nothing published since"), Progress.NOW)
    until = _("until %(when)s") % {"when": following.when} if following.when else ""
    match held:
        case (_before, True):
            return Step(title, until, _("completed"), Progress.DONE)
        case (True, _after):
            return Step(title, until, _("under way"), Progress.NOW)
        case _:
            return Step(title, until, _("not begun"), Progress.OPEN)


def _last_work(number: int) -> Step:
    title = _("Work phase %(number)d") % {"number": number}
    return Step(title, _("the next day is being agreed"), _("under way"), Progress.NOW)
