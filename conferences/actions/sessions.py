"""Sessions of a programme: added, edited, copied, moved, put in order, cancelled.

Calendars of visitors follow a session by its sequence: it grows with every change of a published
session that a calendar shows.
"""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from conferences.models import Conference, Room, Session, SessionContribution
from conferences.models.free_time import later, next_free
from people.models import User
from portal import audit
from portal.refusals import Refusal
from portal.text import slug

IN_CALENDARS = frozenset({"title", "day", "starts_at", "ends_at", "room", "cancelled_because"})
KEPT = ("conference", "position", "cancelled_because", "calendar_uid", "calendar_sequence")


@transaction.atomic
def add(*, session: Session, by: User, at: datetime) -> Session:
    """Take a new session into the programme, as the last one of its time and room."""
    conference = _locked_conference(session.conference_id)
    session.conference = conference
    beside = Session.objects.beside(session)
    session.position = max((other.position for other in beside), default=-1) + 1
    session.full_clean()
    session.save()
    return _note(session, "session.added", by, at)


@transaction.atomic
def change(*, session: Session, by: User, at: datetime) -> Session:
    """Save the edited session. Raises ValidationError when its facts contradict each other."""
    stored = _locked(session)
    for name in KEPT:
        setattr(session, name, getattr(stored, name))
    return _save(session, "session.changed", by, at)


@transaction.atomic
def copy(*, session: Session, by: User, at: datetime, as_repetition: bool = False) -> Session:
    """The same once more, with its topics and people, in the next free time of the day.

    What lasts past midnight then, or had no time, gets none. As a repetition it names the first.
    """
    conference = _locked_conference(session.conference_id)
    source = Session.objects.get(pk=session.pk)
    starts_at, ends_at = _next_times(source)
    twin = Session(
        conference=conference,
        kind=source.kind,
        title=source.title,
        slug=_free_slug(source),
        abstract=source.abstract,
        day=source.day,
        starts_at=starts_at,
        ends_at=ends_at,
        room=source.room,
        is_for_all=source.is_for_all,
        capacity=source.capacity,
        language=source.language,
        has_livestream=source.has_livestream,
        repeats=(source.repeats or source) if as_repetition else None,
        is_demo=source.is_demo,
    )
    add(session=twin, by=by, at=at)
    twin.topics.set(source.topics.all())
    _copy_people(source, twin)
    return twin


@transaction.atomic
def move(
    *,
    session: Session,
    day: date | None,
    starts_at: time | None,
    ends_at: time | None,
    room: Room | None,
    by: User,
    at: datetime,
) -> Session:
    """Give the session another time or room. Raises ValidationError when they contradict."""
    session = _locked(session)
    if session.is_cancelled:
        raise Refusal(_("A cancelled session is not moved; please reinstate it first."))
    before = (session.day, session.starts_at, session.ends_at, session.room)
    if before == (day, starts_at, ends_at, room):
        raise Refusal(_("This is the time and the room that the session already has."))
    session.day, session.starts_at, session.ends_at, session.room = day, starts_at, ends_at, room
    return _save(session, "session.moved", by, at)


@transaction.atomic
def cancel(*, session: Session, reason: str, by: User, at: datetime) -> Session:
    """The session does not take place. It stays in the programme, crossed out, with the reason."""
    session = _locked(session)
    if session.is_cancelled:
        raise Refusal(_("This session is already cancelled."))
    if not reason.strip():
        raise Refusal(_("Please say why the session is cancelled."))
    session.cancelled_because = reason
    return _save(session, "session.cancelled", by, at)


@transaction.atomic
def reinstate(*, session: Session, by: User, at: datetime) -> Session:
    """It takes place after all."""
    session = _locked(session)
    if not session.is_cancelled:
        raise Refusal(_("This session is not cancelled."))
    session.cancelled_because = ""
    return _save(session, "session.reinstated", by, at)


@transaction.atomic
def move_up(*, session: Session, by: User, at: datetime) -> Session:
    """Stand before the one that stands before it now, among those of the same time and room."""
    return _shift(session, -1, _("This session already stands first at its time."), by, at)


@transaction.atomic
def move_down(*, session: Session, by: User, at: datetime) -> Session:
    """Stand behind the one that stands behind it now."""
    return _shift(session, 1, _("This session already stands last at its time."), by, at)


@transaction.atomic
def announce_room(*, room: Room, by: User, at: datetime) -> Room:
    """Let the calendars follow, after the name of the room was edited."""
    conference = _locked_conference(room.conference_id)
    for session in room.sessions.select_for_update(of=("self",)).select_related("conference"):
        if conference.is_published:
            session.calendar_sequence += 1
            session.save(update_fields=["calendar_sequence"])
            _note(session, "session.announced", by, at, "room")
    return room


def _locked_conference(pk: int) -> Conference:
    return Conference.objects.select_for_update(of=("self",)).get(pk=pk)


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",)).select_related("conference", "room")
    return rows.get(pk=session.pk)


def _next_times(source: Session) -> tuple[time | None, time | None]:
    if source.day is None or source.starts is None:
        return None, None
    starts_at = next_free(Session.objects.filter(conference=source.conference_id), source.day)
    if starts_at is None or source.ends is None:
        return starts_at, None
    ends_at = later(starts_at, source.ends - source.starts)
    return (starts_at, ends_at) if ends_at else (None, None)


def _free_slug(source: Session) -> str:
    wanted = slug(source.title, 112) or source.slug[:112]
    near = Session.objects.filter(conference=source.conference_id, slug__startswith=wanted)
    taken = set(near.values_list("slug", flat=True))
    return next(s for n in range(2, 10_000) if (s := f"{wanted}-{n}") not in taken)


def _copy_people(source: Session, twin: Session) -> None:
    """Whoever spoke there is planned here."""
    SessionContribution.objects.bulk_create(
        SessionContribution(
            session=twin,
            person_id=part.person_id,
            role=part.role,
            function=part.function,
            affiliation=part.affiliation,
            position=part.position,
        )
        for part in source.contributions.all()
    )


def _shift(session: Session, by_rows: int, refusal: str, by: User, at: datetime) -> Session:
    _locked_conference(session.conference_id)
    row = list(Session.objects.beside(_locked(session)).select_related("conference"))
    place = next(n for n, other in enumerate(row) if other.pk == session.pk)
    if not 0 <= place + by_rows < len(row):
        raise Refusal(refusal)
    row[place], row[place + by_rows] = row[place + by_rows], row[place]
    for position, other in enumerate(row):
        if other.position != position:
            other.position = position
            other.save(update_fields=["position"])
    return _note(row[place + by_rows], "session.ordered", by, at, "position")


def _save(session: Session, what: str, by: User, at: datetime) -> Session:
    """Save what differs from what is stored; nothing at all if nothing does."""
    stored = _locked(session)
    fields = [field for field in Session._meta.concrete_fields if field.editable]
    changed = {
        field.name
        for field in [*fields, Session._meta.get_field("cancelled_because")]
        if getattr(session, field.attname) != getattr(stored, field.attname)
    }
    if not changed:
        return session
    if session.conference.is_published and changed & IN_CALENDARS:
        session.calendar_sequence += 1
    session.full_clean()
    session.save()
    return _note(session, what, by, at, *changed)


def _note(session: Session, what: str, by: User, at: datetime, *fields: str) -> Session:
    scope = session.conference.scope
    audit.record(what, session, by=by, at=at, fields=fields, scope=scope)
    return session
