from datetime import date, time

import pytest

from people.models import Contribution
from portal.dates import Period
from tests.factories import (
    AgendaContributionFactory,
    AgendaItemFactory,
    MeetingFactory,
    PersonFactory,
)
from workshops.models import AgendaItem
from workshops.models.timetable import timetables

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return MeetingFactory(when=Period.day(date(2025, 2, 6)), starts_at=time(9, 30))


def table(meeting):
    return timetables([meeting], AgendaItem.objects.filter(meeting=meeting).with_people())[
        meeting.pk
    ]


def test_clock_times_follow_from_the_start_and_the_minutes_before(day):
    for position, minutes in enumerate([30, 75, 45]):
        AgendaItemFactory(meeting=day, position=position, minutes=minutes)

    timetable = table(day)

    assert [f"{slot.starts:%H:%M}" for slot in timetable.slots] == ["09:30", "10:00", "11:15"]
    assert f"{timetable.ends:%d.%m.%Y %H:%M}" == "06.02.2025 12:00"


def test_without_a_start_there_are_no_clock_times(day):
    day.starts_at = None
    AgendaItemFactory(meeting=day)

    timetable = table(day)

    assert ([slot.starts for slot in timetable.slots], timetable.ends) == ([None], None)


def test_an_item_with_two_people_stands_once_and_names_both_in_order(day):
    item = AgendaItemFactory(meeting=day)
    for position, name in [(2, "Zweite"), (1, "Erste")]:
        person = PersonFactory(first_name="Dr. Kim", last_name=name)
        AgendaContributionFactory(item=item, person=person, position=position)

    (slot,) = table(day).slots

    assert [speaker.name for speaker in slot.speakers] == ["Dr. Kim Erste", "Dr. Kim Zweite"]


def test_function_and_affiliation_are_those_of_the_day(day):
    person = PersonFactory(function="Leiterin heute")
    AgendaContributionFactory(
        item=AgendaItemFactory(meeting=day),
        person=person,
        function="Referentin",
        affiliation="FaBiS",
    )

    (speaker,) = table(day).slots[0].speakers

    assert (speaker.standing, speaker.role) == ("Referentin, FaBiS", "Impuls")


def test_whoever_did_not_come_is_not_named(day):
    absent = Contribution.State.ABSENT
    AgendaContributionFactory(item=AgendaItemFactory(meeting=day), state=absent)

    assert [slot.speakers for slot in table(day).slots] == [[]]


def test_a_person_without_a_page_is_named_without_a_link(day):
    hidden = PersonFactory(is_public=False)
    AgendaContributionFactory(item=AgendaItemFactory(meeting=day), person=hidden)

    assert [speaker.slug for speaker in table(day).slots[0].speakers] == [None]


def test_all_days_of_a_round_are_read_in_one_query(day, django_assert_num_queries):
    other = MeetingFactory(round=day.round)
    for meeting in [day, other, other]:
        AgendaContributionFactory(item=AgendaItemFactory(meeting=meeting))

    with django_assert_num_queries(1):
        rows = AgendaItem.objects.filter(meeting__in=[day, other]).with_people()
        tables = timetables([day, other], rows)

    assert [len(tables[meeting.pk].slots) for meeting in (day, other)] == [1, 2]
