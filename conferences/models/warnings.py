"""What may be wrong with a programme: said to whoever plans it, never forbidden."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from django.utils.translation import gettext as _

from conferences.models.conference import Conference
from conferences.models.session import Session
from people.models import Contribution


class Trouble(StrEnum):
    ROOM_TWICE = "room_twice"
    PERSON_TWICE = "person_twice"
    OUTSIDE = "outside"
    NO_ROOM = "no_room"
    OVER_SEATS = "over_seats"
    REPETITION = "repetition"


@dataclass(frozen=True)
class ProgrammeWarning:
    """A trouble in one sentence, and the sessions that it is about, in the order of the day."""

    trouble: Trouble
    text: str
    sessions: tuple[Session, ...]


def warnings(sessions: Iterable[Session], days: Sequence[date]) -> list[ProgrammeWarning]:
    """Everything odd about this programme; cancelled sessions are in nobody's way.

    It asks no database if the sessions bring their rooms, contributions and persons along.
    Without known `days` no session lies outside of them.
    """
    held = [session for session in sessions if not session.is_cancelled]
    return [
        *_rooms_twice(held),
        *_persons_twice(held),
        *_outside(held, days),
        *_without_room(held),
        *_over_seats(held),
        *_changed_repetitions(held),
    ]


def _rooms_twice(held: list[Session]) -> Iterator[ProgrammeWarning]:
    users = defaultdict(list)
    for session in held:
        if session.room_id is not None:
            users[session.room_id].append(session)
    for rivals in users.values():
        for one, other in _at_the_same_time(rivals):
            text = _("%(room)s is taken twice from %(start)s.")
            facts = {"room": one.room, "start": _clock(other)}
            yield ProgrammeWarning(Trouble.ROOM_TWICE, text % facts, (one, other))


def _persons_twice(held: list[Session]) -> Iterator[ProgrammeWarning]:
    """Whoever is only named as a contact, or did not come, need not be there."""
    duties: dict[int, dict[int, Session]] = defaultdict(dict)
    persons = {}
    for session in held:
        for part in session.contributions.all():
            if part.state == Contribution.State.ABSENT or part.role == Contribution.Role.CONTACT:
                continue
            persons[part.person_id] = part.person
            duties[part.person_id][session.pk] = session
    for key, person in persons.items():
        for one, other in _at_the_same_time(list(duties[key].values())):
            text = _("%(person)s is needed twice from %(start)s.")
            facts = {"person": person, "start": _clock(other)}
            yield ProgrammeWarning(Trouble.PERSON_TWICE, text % facts, (one, other))


def _outside(held: list[Session], days: Sequence[date]) -> Iterator[ProgrammeWarning]:
    for session in held:
        if days and session.day is not None and session.day not in days:
            text = _("The day lies outside of the conference.")
            yield ProgrammeWarning(Trouble.OUTSIDE, text, (session,))


def _without_room(held: list[Session]) -> Iterator[ProgrammeWarning]:
    """Online there are no rooms, and what spans all of them is in no single one."""
    for session in held:
        in_the_house = session.conference.mode != Conference.Mode.ONLINE and not session.is_for_all
        if in_the_house and session.starts_at is not None and session.room_id is None:
            text = _("It has a time but no room.")
            yield ProgrammeWarning(Trouble.NO_ROOM, text, (session,))


def _over_seats(held: list[Session]) -> Iterator[ProgrammeWarning]:
    for session in held:
        seats = session.room.capacity if session.room else None
        if seats is not None and session.capacity is not None and session.capacity > seats:
            text = _("%(places)d places are offered, but %(room)s has %(seats)d seats.")
            facts = {"places": session.capacity, "room": session.room, "seats": seats}
            yield ProgrammeWarning(Trouble.OVER_SEATS, text % facts, (session,))


def _changed_repetitions(held: list[Session]) -> Iterator[ProgrammeWarning]:
    known = {session.pk: session for session in held}
    for session in held:
        first = known.get(session.repeats_id) if session.repeats_id else None
        if first and (first.title, first.kind) != (session.title, session.kind):
            text = _("Title or kind differ from the session that is repeated.")
            yield ProgrammeWarning(Trouble.REPETITION, text, (first, session))


def _at_the_same_time(rivals: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Each pair that overlaps, the earlier one first."""
    timed = sorted((s for s in rivals if s.starts), key=lambda s: (s.day, s.starts_at, s.pk))
    return ((one, other) for one, other in combinations(timed, 2) if one.overlaps(other))


def _clock(session: Session) -> str:
    return f"{session.starts_at:%H:%M}"
