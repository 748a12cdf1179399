from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from conferences.actions import sessions
from conferences.models import Session
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests import factories as f

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 9, 10)


@pytest.fixture
def by():
    return f.CoordinatorFactory()


@pytest.fixture
def room():
    return f.RoomFactory()


def timed(room, start, end, **facts):
    times = {"starts_at": time(start), "ends_at": time(end)}
    return f.SessionFactory(conference=room.conference, room=room, day=DAY, **times, **facts)


def traces(thing):
    return [(e.what, e.fields) for e in AuditEntry.objects.about(thing)]


def test_a_new_session_stands_last_among_those_of_its_time(by, room):
    timed(room, 10, 11, position=4)
    new = Session(conference=room.conference, title="Neu", slug="neu", room=room, day=DAY)
    new.starts_at = time(10)

    sessions.add(session=new, by=by, at=AT)

    assert (new.position, new.calendar_sequence) == (5, 0)
    entry = AuditEntry.objects.about(new).get()
    assert (entry.what, entry.by, entry.scope) == ("session.added", by, room.conference.scope)


def test_a_session_takes_no_room_of_another_conference(by, room):
    new = Session(conference=f.ConferenceFactory(), title="Neu", slug="neu", room=room)

    with pytest.raises(ValidationError):
        sessions.add(session=new, by=by, at=AT)


def test_a_session_repeats_none_of_another_conference(by, room):
    session = timed(room, 10, 11)
    session.repeats = f.SessionFactory()

    with pytest.raises(ValidationError):
        sessions.change(session=session, by=by, at=AT)


@pytest.mark.parametrize(
    ("field", "value", "sequence"),
    [
        ("title", "Anders", 1),
        ("day", date(2026, 9, 11), 1),
        ("starts_at", time(9, 30), 1),
        ("ends_at", time(11, 30), 1),
        ("room", None, 1),
        ("abstract", "<p>Anders</p>", 0),
        ("capacity", 20, 0),
    ],
)
def test_calendars_follow_what_they_show_and_nothing_else(by, room, field, value, sequence):
    session = timed(room, 10, 11)
    setattr(session, field, value)

    sessions.change(session=session, by=by, at=AT)

    session.refresh_from_db()
    assert (getattr(session, field), session.calendar_sequence) == (value, sequence)
    assert traces(session) == [("session.changed", [field])]


def test_calendars_do_not_follow_a_session_that_nobody_sees(by):
    draft = f.RoomFactory(conference__is_published=False)
    session = timed(draft, 10, 11)
    session.title = "Anders"

    assert sessions.change(session=session, by=by, at=AT).calendar_sequence == 0


def test_saving_without_a_change_leaves_no_trace(by, room):
    session = timed(room, 10, 11)

    sessions.change(session=session, by=by, at=AT)

    assert (traces(session), session.history.count()) == ([], 1)


def test_an_old_form_does_not_bring_back_what_others_changed_by_buttons(by, room):
    old = timed(room, 10, 11)
    sessions.cancel(session=old, reason="krank", by=by, at=AT)
    old.title = "Anders"

    sessions.change(session=old, by=by, at=AT)

    old.refresh_from_db()
    assert (old.cancelled_because, old.calendar_sequence) == ("krank", 2)


def test_a_copy_follows_in_the_next_free_time_with_its_people_and_topics(by, room):
    first = timed(room, 10, 11, title="Übergänge", kind="forum", capacity=30)
    first.topics.add(f.TopicFactory())
    f.SessionContributionFactory(session=first, affiliation="FaBiS", state="actual")
    timed(f.RoomFactory(conference=room.conference), 11, 12)

    twin = sessions.copy(session=first, by=by, at=AT)

    assert (twin.slug, twin.title, twin.kind) == ("uebergaenge-2", "Übergänge", "forum")
    assert (twin.day, twin.starts_at, twin.ends_at) == (DAY, time(12), time(13))
    assert (twin.room, twin.capacity, twin.repeats) == (room, 30, None)
    assert list(twin.topics.all()) == list(first.topics.all())
    (part,) = twin.contributions.all()
    assert (part.affiliation, part.state) == ("FaBiS", "planned")
    assert twin.calendar_uid != first.calendar_uid
    assert traces(twin) == [("session.added", [])]


def test_a_repetition_of_a_repetition_names_the_first(by, room):
    first = timed(room, 10, 11)

    second = sessions.copy(session=first, as_repetition=True, by=by, at=AT)
    third = sessions.copy(session=second, as_repetition=True, by=by, at=AT)

    assert (second.repeats, third.repeats) == (first, first)


def test_a_copy_that_would_last_past_midnight_has_no_time(by, room):
    late = timed(room, 20, 23)
    untimed = f.SessionFactory(conference=room.conference)

    assert sessions.copy(session=late, by=by, at=AT).starts_at is None
    assert sessions.copy(session=untimed, by=by, at=AT).day is None


def test_a_session_is_moved_in_time_and_room(by, room):
    session, other = timed(room, 10, 11), f.RoomFactory(conference=room.conference)
    same = {"day": DAY, "starts_at": time(10), "ends_at": time(11), "room": room}
    with pytest.raises(Refusal):
        sessions.move(session=session, **same, by=by, at=AT)

    new = {**same, "starts_at": time(10, 30), "room": other}
    moved = sessions.move(session=session, **new, by=by, at=AT)

    assert (moved.starts_at, moved.room, moved.calendar_sequence) == (time(10, 30), other, 1)
    assert traces(moved) == [("session.moved", ["room", "starts_at"])]


@pytest.mark.parametrize(
    "wrong", [{"day": None}, {"ends_at": time(9)}, {"starts_at": None, "ends_at": time(12)}]
)
def test_a_session_is_not_moved_to_a_time_that_contradicts_itself(by, room, wrong):
    times = {"day": DAY, "starts_at": time(10), "ends_at": time(11), "room": room, **wrong}

    with pytest.raises(ValidationError):
        sessions.move(session=timed(room, 8, 9), **times, by=by, at=AT)


def test_a_session_is_cancelled_with_a_reason_and_reinstated(by, room):
    session = timed(room, 10, 11)
    with pytest.raises(Refusal):
        sessions.cancel(session=session, reason=" ", by=by, at=AT)
    with pytest.raises(Refusal):
        sessions.reinstate(session=session, by=by, at=AT)

    gone = sessions.cancel(session=session, reason="krank", by=by, at=AT)
    assert (gone.cancelled_because, gone.calendar_sequence) == ("krank", 1)
    with pytest.raises(Refusal):
        sessions.cancel(session=session, reason="krank", by=by, at=AT)
    with pytest.raises(Refusal):
        sessions.move(session=gone, day=DAY, starts_at=None, ends_at=None, room=None, by=by, at=AT)

    back = sessions.reinstate(session=session, by=by, at=AT)
    assert (back.cancelled_because, back.calendar_sequence) == ("", 2)
    field = ["cancelled_because"]
    assert traces(session) == [("session.reinstated", field), ("session.cancelled", field)]


def test_sessions_of_the_same_time_change_places(by, room):
    first, second, third = (timed(room, 10, 11) for _ in range(3))
    timed(room, 11, 12)
    with pytest.raises(Refusal):
        sessions.move_up(session=first, by=by, at=AT)
    with pytest.raises(Refusal):
        sessions.move_down(session=third, by=by, at=AT)

    sessions.move_down(session=first, by=by, at=AT)
    assert list(Session.objects.beside(first)) == [second, first, third]

    sessions.move_up(session=third, by=by, at=AT)
    assert list(Session.objects.beside(first)) == [second, third, first]
    assert traces(third) == [("session.ordered", ["position"])]


def test_calendars_follow_when_a_room_gets_another_name(by, room):
    session, elsewhere = timed(room, 10, 11), f.SessionFactory(conference=room.conference)

    sessions.announce_room(room=room, by=by, at=AT)

    session.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (session.calendar_sequence, elsewhere.calendar_sequence) == (1, 0)
    assert traces(session) == [("session.announced", ["room"])]


def test_calendars_need_not_follow_the_rooms_of_a_draft(by):
    draft = f.RoomFactory(conference__is_published=False)
    session = timed(draft, 10, 11)

    sessions.announce_room(room=draft, by=by, at=AT)

    session.refresh_from_db()
    assert session.calendar_sequence == 0
