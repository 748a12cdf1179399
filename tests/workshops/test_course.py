"""How a round stood at the end of a day, month by month, whenever one asks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import MilestoneFactory, ProgressEntryFactory, TeamFactory
from workshops.formats.burn_up import burn_up
from workshops.models import Milestone
from workshops.models.course import Standing, course, pasts, standing

pytestmark = pytest.mark.django_db

KICK_OFF = date(2026, 1, 15)


@pytest.fixture
def team():
    return TeamFactory()


def agreed(team, **facts):
    return MilestoneFactory(team=team, **{"agreed_on": KICK_OFF, **facts})


def moved(milestone, day, before, after):
    at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)
    ProgressEntryFactory(milestone=milestone, at=at, status_from=before, status_to=after)
    reached = {"reached_on": day} if after == "reached" else {"reached_on": None}
    Milestone.objects.filter(pk=milestone.pk).update(status=after, **reached)


def figures(day, team):
    made = standing(pasts(Milestone.objects.filter(team=team)), day)
    return made.agreed, made.reached, made.at_risk, made.overdue


def test_the_past_stays_as_it_was_whatever_happens_later(team):
    one, other = agreed(team), agreed(team, agreed_on=date(2026, 3, 1))
    moved(one, date(2026, 2, 10), "planned", "risk")
    before = [figures(date(2026, month, 28), team) for month in (1, 2, 3)]
    assert before == [(1, 0, 0, 0), (1, 0, 1, 0), (2, 0, 1, 0)]

    moved(one, date(2026, 4, 5), "risk", "reached")
    moved(other, date(2026, 4, 6), "planned", "dropped")

    assert [figures(date(2026, month, 28), team) for month in (1, 2, 3)] == before
    assert figures(date(2026, 4, 28), team) == (1, 1, 0, 0)


def test_what_is_reached_and_taken_up_again_counts_day_by_day(team):
    one = agreed(team)
    moved(one, date(2026, 2, 1), "planned", "reached")
    moved(one, date(2026, 2, 20), "reached", "progress")
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 19), date(2026, 2, 20))
    assert [figures(day, team)[1] for day in days] == [0, 1, 1, 0]


def test_what_was_reached_without_an_entry_counts_from_its_day(team):
    agreed(team, status="reached", reached_on=date(2026, 2, 1))
    assert [figures(date(2026, month, 1), team)[1] for month in (1, 2)] == [0, 1]


def test_overdue_outweighs_at_risk_and_counts_from_the_day_after_the_deadline(team):
    one = agreed(team, first_day=date(2026, 3, 31), last_day=date(2026, 3, 31))
    moved(one, date(2026, 2, 1), "planned", "risk")
    assert figures(date(2026, 3, 31), team) == (1, 0, 1, 0)
    assert figures(date(2026, 4, 1), team) == (1, 0, 0, 1)


def test_an_entry_of_the_evening_belongs_to_its_day_in_germany(team):
    one = agreed(team)
    ProgressEntryFactory(
        milestone=one,
        at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC),  # half past midnight in July
        status_from="planned",
        status_to="risk",
    )
    assert [figures(date(2026, 6, 30), team)[2], figures(date(2026, 7, 1), team)[2]] == [0, 1]


def test_the_course_ends_each_month_and_on_the_day_that_was_asked_for(team):
    moved(agreed(team), date(2026, 2, 10), "planned", "reached")
    agreed(team, agreed_on=date(2026, 3, 3))

    made = course(pasts(Milestone.objects.filter(team=team)), date(2026, 3, 9))

    assert [(one.day, one.agreed, one.reached) for one in made] == [
        (date(2026, 1, 31), 1, 0),
        (date(2026, 2, 28), 1, 1),
        (date(2026, 3, 9), 2, 1),
    ]


def test_before_anything_was_agreed_there_is_no_course_and_nothing_to_draw(team):
    agreed(team)
    made = course(pasts(Milestone.objects.filter(team=team)), KICK_OFF - timedelta(days=1))
    assert (made, burn_up(made), burn_up([Standing(KICK_OFF, 0, 0, 0, 0)])) == ([], None, None)


@pytest.mark.parametrize("count", [1, 12])
def test_two_queries_tell_the_past_of_all_milestones(team, count, django_assert_num_queries):
    for _ in range(count):
        moved(agreed(team), date(2026, 2, 10), "planned", "risk")
    with django_assert_num_queries(2):
        assert figures(date(2026, 3, 1), team) == (count, 0, count, 0)


def test_the_drawing_ends_where_the_figures_end():
    days = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    made = burn_up(
        [Standing(day, 8, reached, 0, 0) for day, reached in zip(days, (0, 2, 4), strict=True)]
    )

    assert [tick.word for tick in made.rows] == ["0", "2", "4", "6", "8"]
    assert (made.agreed_at, made.reached_at) == (30, 117)
    assert made.done == "M40 204H315V160H620V117"
    assert made.scope == "M40 30H315V30H620V30"
    assert [month.word for month in made.months] == ["Jan.", "Feb.", "März"]
