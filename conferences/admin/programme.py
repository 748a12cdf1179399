"""The programme as the office reads it: day by day, with what may be wrong."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from conferences.models import Conference, Session
from conferences.models.warnings import ProgrammeWarning, warnings


@dataclass(frozen=True)
class Row:
    """One line of the programme."""

    session: Session
    address: str
    people: list[str]
    is_odd: bool
    move_up: str = ""
    move_down: str = ""


@dataclass(frozen=True)
class Note:
    """The same trouble of several sessions in one line."""

    text: str
    sessions: list[tuple[Session, str]]


def sessions_of(conference: Conference) -> list[Session]:
    return list(Session.objects.filter(conference=conference).with_people().in_order())


def notes(found: list[ProgrammeWarning]) -> list[Note]:
    """In the order in which they were found; what reads alike stands together."""
    sessions: dict[str, dict[int, Session]] = {}
    for warning in found:
        own = sessions.setdefault(warning.text, {})
        own.update({session.pk: session for session in warning.sessions})
    return [
        Note(text, [(session, change_address(session)) for session in own.values()])
        for text, own in sessions.items()
    ]


def notes_about(session: Session) -> list[Note]:
    """What may be wrong with this one session."""
    conference = session.conference
    found = warnings(sessions_of(conference), conference.days)
    return notes([each for each in found if session in each.sessions])


def by_day(
    sessions: list[Session], found: list[ProgrammeWarning], may_order: bool
) -> list[tuple[date | None, list[Row]]]:
    """The rows of each day; buttons for the order only where it is free."""
    odd = {session.pk for warning in found for session in warning.sessions}
    beside = Counter(_place(session) for session in sessions)
    rows = [_row(s, s.pk in odd, may_order and beside[_place(s)] > 1) for s in sessions]
    return [(day, list(group)) for day, group in groupby(rows, lambda row: row.session.day)]


def change_address(session: Session) -> str:
    return reverse("admin:conferences_session_change", args=[session.pk])


def _place(session: Session) -> tuple[object, ...]:
    return (session.day, session.starts_at, session.room_id)


def _row(session: Session, is_odd: bool, may_order: bool) -> Row:
    return Row(
        session=session,
        address=change_address(session),
        people=[str(part.person) for part in session.contributions.all()],
        is_odd=is_odd,
        move_up=_press(session, "up") if may_order else "",
        move_down=_press(session, "down") if may_order else "",
    )


def _press(session: Session, button: str) -> str:
    address = reverse("admin:conferences_session_do", args=[session.pk, button])
    return f"{address}?back=programme"
