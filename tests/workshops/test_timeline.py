from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from portal.dates import Period, Season
from tests.factories import MeetingFactory, MemberFactory, MilestoneFactory
from tests.workshops.rooms import shown
from workshops.models import Milestone
from workshops.views.timeline import LANE, rows, strip, timeline

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def due(when, **facts):
    milestone = MilestoneFactory.build(**facts)
    milestone.when = when
    return milestone


@pytest.fixture
def agreed():
    return [
        due(Period.season(2026, Season.AUTUMN), title="Später"),
        due(None, title="Irgendwann"),
        due(
            Period.day(date(2026, 6, 30)),
            title="Fertig",
            status="reached",
            reached_on=date(2026, 2, 1),
        ),
    ]


def test_a_sign_stands_where_it_was_reached_or_at_the_end_of_the_deadline(agreed):
    drawn = timeline(agreed, [], TODAY)
    assert [(mark.milestone.title, mark.x, mark.span) for mark in drawn.marks] == [
        ("Fertig", "260.0", ""),
        ("Später", "897.9", "M707.8 0H897.9"),
    ]
    assert [tick.words for tick in drawn.ticks][:3] == ["Feb 2026", "Mär", "Apr"]


@pytest.mark.parametrize(
    ("year", "ticks"), [(2027, ["Apr 2026", "Jul", "Okt", "Jan 2027"]), (2031, ["2027", "2028"])]
)
def test_the_longer_the_time_the_fewer_the_lines(year, ticks):
    drawn = timeline([due(Period.year(year))], [], TODAY)
    assert [tick.words for tick in drawn.ticks][: len(ticks)] == ticks


def test_without_any_deadline_nothing_is_drawn():
    assert (timeline([due(None)], [], TODAY), strip([], [], TODAY)) == (None, None)


def test_signs_that_would_touch_stand_above_each_other():
    same = [due(Period.day(date(2026, 6, 30))) for _number in range(6)]
    heights = [mark.y for mark in strip(same, [], TODAY).marks]
    assert [heights[0] - height for height in heights] == [
        0, LANE, 2 * LANE, 3 * LANE, 3 * LANE, 3 * LANE,
    ]  # fmt: skip


def test_the_table_tells_everything_in_the_order_of_time(agreed):
    day = MeetingFactory.build(first_day=date(2026, 3, 1), last_day=date(2026, 3, 1), title="Tag")
    told = [
        str(row.milestone or (row.meeting and row.meeting.title) or "heute")
        for row in rows(agreed, [day], NOW)
    ]
    assert told == ["Fertig", "Tag", "heute", "Später", "Irgendwann"]


def test_a_day_that_was_held_is_told_as_completed():
    held, to_come = [
        MeetingFactory.build(first_day=day, last_day=day, status="confirmed")
        for day in (date(2026, 3, 1), date(2026, 3, 3))
    ]
    told = [row.standing.word for row in rows([], [held, to_come], NOW) if row.standing]
    assert told == ["abgeschlossen", "bestätigt"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_the_page_takes_the_same_number_of_queries(client, count, django_assert_num_queries):
    member = MemberFactory()
    for _number in range(count):
        MilestoneFactory(team=member.team, responsible=member, title="Runder Tisch")
        MeetingFactory(round=member.team.round, title="Auftakt")
    Milestone.objects.update(first_day=TODAY, last_day=TODAY)
    client.force_login(member.user)
    with django_assert_num_queries(5):
        page = client.get(reverse("workshops:timeline", args=[member.team.public_id]))
    assert "2. März 2026 Runder Tisch geplant" in shown(page)


@pytest.mark.django_db
def test_a_new_team_has_a_timeline_without_a_drawing(client):
    member = MemberFactory()
    client.force_login(member.user)
    page = client.get(reverse("workshops:timeline", args=[member.team.public_id]))
    assert (page.status_code, b"<figure" in page.content, "Heute" in shown(page)) == (
        200,
        False,
        True,
    )
