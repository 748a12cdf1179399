from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from demo.loading.moments import moment, period
from portal.dates import BERLIN, Period, Season

NOW = datetime(2026, 11, 20, 12, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Herbst 2025", Period.season(2025, Season.AUTUMN)),
        ("in 10 days", Period.day(date(2026, 11, 30))),
        ("20 days ago", Period.day(date(2026, 10, 31))),
        ("month in 20 days", Period.month(2026, 12)),
        ("season in 60 days", Period.season(2026, Season.WINTER)),
        ("season in 120 days", Period.season(2027, Season.SPRING)),
        ("year in 60 days", Period.year(2027)),
        ("thursday in 7 days", Period.day(date(2026, 12, 3))),
        ("thursday in 42 days", Period.day(date(2027, 1, 7))),
    ],
)
def test_a_period_is_read_as_people_say_it(words, expected):
    assert period(words, NOW) == expected


def test_a_period_that_means_nothing_is_refused():
    with pytest.raises(ValidationError):
        period("demnächst", NOW)


def test_a_moment_is_a_time_in_germany():
    assert moment("3 days ago, 09:15", NOW) == datetime(2026, 11, 17, 9, 15, tzinfo=BERLIN)
    assert moment(datetime(2025, 3, 18, 14, 20), NOW) == datetime(  # noqa: DTZ001 - as TOML gives it
        2025, 3, 18, 14, 20, tzinfo=BERLIN
    )


def test_a_moment_that_means_nothing_is_refused():
    with pytest.raises(ValueError, match="gestern"):
        moment("gestern", NOW)
