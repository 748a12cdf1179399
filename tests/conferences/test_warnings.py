from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.models import Conference, Room, Session
from conferences.models.free_time import MINUTES, later, next_free, usual_end
from conferences.models.warnings import Trouble, warnings
from people.models import Person
from tests import factories as f

DAYS = [date(2026, 9, 10), date(2026, 9, 11)]


def session(pk, start=None, end=None, **facts):
    """A session as a programme holds it, without a database."""
    facts = {"conference": Conference(), "is_for_all": True, "day": DAYS[0], **facts}
    people = facts.pop("people", [])
    made = Session(pk=pk, title=f"S{pk}", starts_at=start, ends_at=end, **facts)
    made._prefetched_objects_cache = {"contributions": people}
    return made


def troubles(*programme, days=DAYS):
    return [(w.trouble, [s.pk for s in w.sessions]) for w in warnings(programme, days)]


def part(**facts):
    person = Person(pk=7, first_name="Kim", last_name="Beispiel")
    return f.SessionContributionFactory.build(session=None, person=person, **facts)


HALL = Room(pk=3, name="Saal", capacity=50)
IN_HALL = {"room": HALL, "is_for_all": False}


def test_a_room_is_not_taken_twice():
    found = warnings(
        [session(2, time(10), time(11), **IN_HALL), session(1, time(9), time(10, 30), **IN_HALL)],
        DAYS,
    )

    assert [(w.text, [s.pk for s in w.sessions]) for w in found] == [
        ("Saal ist ab 10:00 Uhr doppelt belegt.", [1, 2])
    ]


def test_a_person_is_not_needed_twice():
    one = session(1, time(9), time(10, 30), people=[part(role="panel"), part(role="talk")])
    other = session(2, time(10), time(11), people=[part()])

    assert troubles(one, other) == [(Trouble.PERSON_TWICE, [1, 2])]


@pytest.mark.parametrize("away", [{"state": "absent"}, {"role": "contact"}])
def test_whoever_need_not_be_there_is_needed_once(away):
    one = session(1, time(9), time(10, 30), people=[part(**away)])
    other = session(2, time(10), time(11), people=[part()])

    assert troubles(one, other) == []


def test_a_session_lies_within_the_days_if_they_are_known():
    outside = session(1, day=date(2026, 9, 12))

    assert troubles(outside) == [(Trouble.OUTSIDE, [1])]
    assert troubles(outside, days=[]) == []
    assert troubles(session(1, day=None)) == []


def test_what_has_a_time_has_a_room():
    assert troubles(session(1, time(9), is_for_all=False)) == [(Trouble.NO_ROOM, [1])]
    assert troubles(session(1, is_for_all=False)) == []
    online = Conference(mode="online")
    assert troubles(session(1, time(9), is_for_all=False, conference=online)) == []


def test_a_room_has_seats_for_all_places():
    assert troubles(session(1, capacity=51, **IN_HALL)) == [(Trouble.OVER_SEATS, [1])]
    assert troubles(session(1, capacity=50, **IN_HALL)) == []
    assert troubles(session(1, capacity=None, **IN_HALL)) == []
    assert troubles(session(1, capacity=999)) == []


def test_a_repetition_is_what_it_repeats():
    first = session(1, kind="island")
    again = session(2, kind="island", repeats=first)

    assert troubles(first, again) == [(Trouble.REPETITION, [1, 2])]
    again.title = first.title
    assert troubles(first, again) == []
    again.kind = "forum"
    assert troubles(first, again) == [(Trouble.REPETITION, [1, 2])]
    assert troubles(again) == []


def test_what_is_cancelled_is_in_nobodys_way():
    held = session(1, time(9), time(10), **IN_HALL)
    gone = session(2, time(9), time(10), cancelled_because="krank", **IN_HALL)

    assert troubles(held, gone) == []


minutes = st.integers(0, 23 * 60 + 58)
spans = st.tuples(minutes, minutes).filter(lambda span: span[0] < span[1])


def within(pk, span):
    start, end = (later(time(0), timedelta(minutes=minute)) for minute in span)
    return session(pk, start, end, **IN_HALL)


@given(spans, spans)
def test_overlap_is_symmetric_and_warned_of_whatever_the_order(first, second):
    one, other = within(1, first), within(2, second)
    shared = min(first[1], second[1]) - max(first[0], second[0])

    assert one.overlaps(other) is other.overlaps(one) is (shared > 0)
    expected = {Trouble.ROOM_TWICE} if shared > 0 else set()
    assert {trouble for trouble, _ in troubles(one, other)} == expected
    assert troubles(one, other) == troubles(other, one)


@given(st.tuples(minutes, minutes, minutes).map(sorted).filter(lambda m: m[0] < m[1] < m[2]))
def test_touching_ends_are_no_trouble(marks):
    begin, middle, end = marks

    assert troubles(within(1, (begin, middle)), within(2, (middle, end))) == []


def test_the_next_session_starts_when_the_last_one_is_over():
    programme = [
        session(1, time(9), time(12)),
        session(2, time(10), time(11)),
        session(3, time(14), time(15), day=DAYS[1]),
        session(4, time(16), time(17), cancelled_because="krank"),
        session(5),
    ]

    assert next_free(programme, DAYS[0]) == time(12)
    assert next_free(programme, date(2026, 9, 12)) is None
    assert next_free([*programme, session(6, time(12), kind="break")], DAYS[0]) == time(12, 30)


def test_every_kind_has_its_usual_length():
    assert set(MINUTES) == set(Session.Kind.values)
    assert usual_end("workshop", time(9)) == time(10, 30)
    assert usual_end("evening", time(22)) is None


@pytest.mark.django_db
def test_a_programme_from_the_database_is_checked_without_further_questions(
    django_assert_num_queries,
):
    conference = f.ConferenceFactory()
    for _ in range(3):
        f.SessionContributionFactory(session__conference=conference)
    known = list(Session.objects.filter(conference=conference).with_people())

    with django_assert_num_queries(0):
        assert warnings(known, conference.days) == []
