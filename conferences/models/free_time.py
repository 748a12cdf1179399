"""When the next session may start, and how long its kind usually takes."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from conferences.models.session import Session

Kind = Session.Kind

MINUTES: dict[str, int] = {
    Kind.CHECK_IN: 60,
    Kind.WELCOME: 30,
    Kind.KEYNOTE: 45,
    Kind.LECTURE: 45,
    Kind.PANEL: 60,
    Kind.CONVERSATION: 45,
    Kind.IMPULSE: 20,
    Kind.WORKSHOP: 90,
    Kind.FORUM: 90,
    Kind.DIALOGUE: 60,
    Kind.ISLAND: 20,
    Kind.TABLE: 60,
    Kind.BARCAMP: 45,
    Kind.MARKET: 90,
    Kind.EXCHANGE: 60,
    Kind.TOUR: 90,
    Kind.AWARD: 45,
    Kind.BREAK: 30,
    Kind.EVENING: 180,
    Kind.CLOSING: 30,
}


def usual_end(kind: str, starts_at: time) -> time | None:
    """After the usual minutes of this kind; None if that were past midnight."""
    return later(starts_at, timedelta(minutes=MINUTES[kind]))


def next_free(sessions: Iterable[Session], day: date) -> time | None:
    """When the last session of that day is over; None if nothing is timed there.

    A session without an end is taken to last as long as its kind usually does.
    """
    ends = [
        session.ends_at or usual_end(session.kind, session.starts_at)
        for session in sessions
        if session.day == day and session.starts_at and not session.is_cancelled
    ]
    return max((end for end in ends if end), default=None)


def later(start: time, lasting: timedelta) -> time | None:
    """So much later on the same day, or None."""
    begin = datetime.combine(date.min, start)
    end = begin + lasting
    return end.time() if end.date() == begin.date() else None
