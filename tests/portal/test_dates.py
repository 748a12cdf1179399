# ruff: noqa: E501 - tables of examples, one line each
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.dates import BERLIN, Parts, Period, Precision, Season, parse
from portal.widgets import DatedForm, PeriodField
from tests.factories.workshops import MeetingFactory
from workshops.models import Meeting

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
years = st.integers(1990, 2099)
periods = st.one_of(
    st.builds(lambda first, more: Period.day(first, first + timedelta(more)), days, st.integers(0, 800)),
    st.builds(Period.month, years, st.integers(1, 12)),
    st.builds(Period.season, years, st.sampled_from(Season)),
    st.builds(Period.year, years),
    st.builds(lambda y, m, n: Period.month(y, m).until(Period.month(y + n, 12)), years, st.integers(1, 12), st.integers(0, 3)),
    st.builds(lambda y, s, n: Period.season(y, s).until(Period.season(y + n, Season.WINTER)), years, st.sampled_from(Season), st.integers(0, 3)),
    st.builds(lambda y, n: Period.year(y).until(Period.year(y + n)), years, st.integers(0, 3)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        (Period.day(date(2025, 2, 6)), "6. Februar 2025"),
        (Period.day(date(2024, 9, 10), date(2024, 9, 11)), "10.–11. September 2024"),
        (Period.day(date(2025, 9, 30), date(2025, 10, 1)), "30. September – 1. Oktober 2025"),
        (Period.day(date(2025, 12, 30), date(2026, 1, 2)), "30. Dezember 2025 – 2. Januar 2026"),
        (Period.month(2025, 2), "Februar 2025"),
        (Period.season(2025, Season.AUTUMN), "Herbst 2025"),
        (Period.season(2025, Season.WINTER), "Winter 2025/26"),
        (Period.season(1999, Season.WINTER), "Winter 1999/00"),
        (Period.year(2025), "2025"),
        (Period.month(2025, 2).until(Period.month(2026, 6)), "Februar 2025 – Juni 2026"),
    ],
)
def test_a_period_reads_as_a_german_would_say_it(period, shown):
    assert str(period) == shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Herbst 2025", Period.season(2025, Season.AUTUMN)),
        ("  herbst   2025 ", Period.season(2025, Season.AUTUMN)),
        ("Frühling 2026", Period.season(2026, Season.SPRING)),
        ("6.2.2025", Period.day(date(2025, 2, 6))),
        ("06.02.2025", Period.day(date(2025, 2, 6))),
        ("6. Februar 2025", Period.day(date(2025, 2, 6))),
        ("6. Feb. 2025", Period.day(date(2025, 2, 6))),
        ("10.–11.9.2024", Period.day(date(2024, 9, 10), date(2024, 9, 11))),
        ("10.-11.9.2024", Period.day(date(2024, 9, 10), date(2024, 9, 11))),
        ("10. bis 11. September 2024", Period.day(date(2024, 9, 10), date(2024, 9, 11))),
        ("30.9. - 1.10.2025", Period.day(date(2025, 9, 30), date(2025, 10, 1))),
        ("Februar 2025", Period.month(2025, 2)),
        ("2/2025", Period.month(2025, 2)),
        ("März – Mai 2025", Period.month(2025, 3).until(Period.month(2025, 5))),
        ("2025", Period.year(2025)),
        ("2025-02-06", Period.day(date(2025, 2, 6))),
        ("Winter 2025/26", Period.season(2025, Season.WINTER)),
        ("Winter 2025/2026", Period.season(2025, Season.WINTER)),
        ("Herbst – Winter 2025/26", Period.season(2025, Season.AUTUMN).until(Period.season(2025, Season.WINTER))),
    ],
)  # fmt: skip
def test_what_a_coordinator_types_is_understood(typed, meant):
    assert parse(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "bald", "31.2.2025", "6.2.", "13/2025", "Winter 2025/27", "Herbst 2025/26", "2025–2024",
     "Februar 2025 – 2026", "1 – 2 – 3.4.2025", "6. Foo 2025", "0000", "99.99.9999"],
)  # fmt: skip
def test_what_is_no_date_gets_a_hint(typed):
    with pytest.raises(ValidationError, match="Herbst 2025"):
        parse(typed)


@given(periods)
def test_what_is_shown_can_be_typed_again(period):
    assert parse(str(period)) == period
    with override("en"):
        assert parse(str(period)) == period


@given(st.lists(periods))
def test_periods_sort_by_their_first_day(many):
    ordered = sorted(many)
    assert [one.first for one in ordered] == sorted(one.first for one in many)


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text):
    with suppress(ValidationError):
        assert isinstance(parse(text), Period)


def test_the_last_day_is_never_before_the_first():
    with pytest.raises(ValueError, match="letzte Tag"):
        Period.day(date(2025, 2, 2), date(2025, 2, 1))


def test_half_a_month_is_no_month():
    with pytest.raises(ValueError, match="ganze"):
        Period(date(2025, 2, 1), date(2025, 2, 20), Precision.MONTH)


def test_a_run_needs_one_precision():
    with pytest.raises(ValueError, match="gleich"):
        Period.year(2025).until(Period.month(2026, 1))


def test_winter_crosses_the_year_and_knows_leap_years():
    assert Period.season(2027, Season.WINTER).last == date(2028, 2, 29)


def test_a_period_is_over_after_its_last_day_in_germany():
    due = Period.day(date(2025, 3, 30))  # the night in which the clocks change
    assert not due.is_over(datetime(2025, 3, 30, 23, 59, tzinfo=BERLIN))
    assert due.is_over(datetime(2025, 3, 30, 22, 0, tzinfo=UTC))
    assert due.days_over(datetime(2025, 4, 2, 8, tzinfo=BERLIN)) == 3
    assert due.days_over(datetime(2025, 3, 1, 8, tzinfo=BERLIN)) == 0


@pytest.mark.parametrize(
    ("period", "parts", "machine"),
    [
        (Period.day(date(2025, 2, 6)), Parts("6.", "Februar 2025", False), "2025-02-06"),
        (Period.day(date(2024, 9, 10), date(2024, 9, 11)), Parts("10.–11.", "September 2024", False), ""),
        (Period.day(date(2025, 9, 30), date(2025, 10, 1)), Parts("30.", "September – 1. Oktober 2025", False), ""),
        (Period.month(2025, 2), Parts("Februar", "2025", True), "2025-02"),
        (Period.season(2025, Season.AUTUMN), Parts("Herbst", "2025", True), ""),
        (Period.season(2025, Season.WINTER), Parts("Winter", "2025/26", True), ""),
        (Period.year(2025), Parts("2025", "", True), "2025"),
        (Period.month(2025, 2).until(Period.month(2025, 3)), Parts("Februar 2025 – März 2025", "", True), ""),
    ],
)  # fmt: skip
def test_a_period_has_parts_for_the_eye_and_a_word_for_the_machine(period, parts, machine):
    assert (period.parts, period.machine) == (parts, machine)


@pytest.mark.django_db
def test_what_is_past_is_not_upcoming():
    at = datetime(2025, 6, 1, 12, tzinfo=BERLIN)
    autumn = MeetingFactory(when=Period.season(2025, Season.AUTUMN))
    spring = MeetingFactory(when=Period.month(2025, 5))
    today = MeetingFactory(when=Period.day(date(2025, 6, 1)))
    some_day = MeetingFactory(when=None)
    meetings = type(autumn).objects
    assert list(meetings.past(at)) == [spring]
    assert list(meetings.upcoming(at).in_order()) == [today, autumn, some_day]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last"), [(date(2025, 2, 2), date(2025, 2, 1)), (date(2025, 2, 2), None), (None, date(2025, 2, 2))]
)  # fmt: skip
def test_the_database_refuses_dates_out_of_order(first, last):
    meeting = MeetingFactory()
    with pytest.raises(IntegrityError, match="dates_in_order"), transaction.atomic():
        type(meeting).objects.filter(pk=meeting.pk).update(first_day=first, last_day=last)


def test_the_form_field_shows_and_takes_words():
    field = PeriodField()
    autumn = Period.season(2025, Season.AUTUMN)
    assert field.prepare_value(autumn) == "Herbst 2025"
    assert field.clean("Herbst 2025") == autumn
    assert not field.has_changed(autumn, "Herbst 2025 ")
    assert field.has_changed(autumn, "2025")
    with pytest.raises(ValidationError, match="erforderlich"):
        field.clean("  ")


class MeetingForm(DatedForm):
    when = PeriodField(required=False)

    class Meta(DatedForm.Meta):
        model = Meeting
        fields = ["title"]


@pytest.mark.django_db
def test_a_dated_form_has_one_field_for_three_columns():
    meeting = MeetingFactory(when=Period.season(2025, Season.AUTUMN))
    assert 'value="Herbst 2025"' in str(MeetingForm(instance=meeting)["when"])
    form = MeetingForm({"title": meeting.title, "when": "10.–11.9.2024"}, instance=meeting)
    saved = form.save()
    assert (saved.first_day, saved.last_day, saved.precision) == (
        date(2024, 9, 10),
        date(2024, 9, 11),
        "day",
    )
    assert MeetingForm({"title": "x", "when": ""}, instance=saved).save().when is None
    wrong = MeetingForm({"title": "x", "when": "bald"}, instance=saved)
    assert list(wrong.errors) == ["when"]
    assert 'value="bald"' in str(wrong["when"])
