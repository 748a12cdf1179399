from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry
from portal.refusals import Refusal
from tests.factories import MeasurementFactory, MilestoneFactory
from tests.workshops.rooms import log_url, of_the_round, shown, typed
from workshops.actions import measurements, progress
from workshops.models import Measurement, Milestone, ProgressEntry
from workshops.views.trend import trend

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 2)


@pytest.fixture
def measured(milestone):
    Milestone.objects.update(
        indicator="Schulen mit Fahrplan", unit="Schulen", baseline=4, target=31, source="Umfrage"
    )
    milestone.refresh_from_db()
    return milestone


def to(milestone, name="measurement_new", *more):
    ids = [milestone.team.public_id, milestone.public_id, *more]
    return reverse(f"workshops:{name}", args=ids)


# --- the action ----------------------------------------------------------------------------------
def test_there_is_one_value_a_day_and_none_of_tomorrow(measured, member):
    facts = {"milestone": measured, "by": member, "at": AT}
    measurements.record(day=DAY, value=Decimal("12.5"), **facts)

    with pytest.raises(ValidationError, match="schon einen Wert"):
        measurements.record(day=DAY, value=Decimal(13), **facts)
    with pytest.raises(Refusal, match="kommt erst noch"):
        measurements.record(day=DAY + timedelta(days=1), value=Decimal(13), **facts)

    assert Measurement.objects.get().value == Decimal("12.5")


def test_correcting_and_removing_are_written_down(measured, member):
    facts = {"by": member, "at": AT}
    value = measurements.record(milestone=measured, day=DAY, value=Decimal(1), **facts)
    measurements.correct(measurement=value, day=DAY, value=Decimal(2), note="Umfrage", **facts)
    assert Measurement.objects.get().value == 2
    measurements.remove(measurement=value, **facts)

    assert not Measurement.objects.exists()
    told = AuditEntry.objects.order_by("pk").values_list("what", flat=True)
    assert list(told) == ["measurement.recorded", "measurement.corrected", "measurement.removed"]


def test_a_value_comes_with_an_entry_and_a_second_click_brings_no_second(measured, member):
    for _click in range(2):
        entry = progress.log(
            milestone=measured,
            by=member,
            at=AT,
            status="planned",
            status_seen="planned",
            value=Decimal("1234.5"),
        )
    value = Measurement.objects.get()
    assert (value.entry, value.day, value.value) == (entry, DAY, Decimal("1234.5"))
    assert entry.note == "Neuer Wert: 1.234,5 Schulen"


# --- the pages -----------------------------------------------------------------------------------
def test_a_value_is_entered_corrected_and_removed(client, measured, member):
    client.force_login(member)
    today = timezone.localdate()
    words = {"value": "1.234,5", "day": today.isoformat(), "note": "Stichtag"}

    entered = client.post(to(measured), words, follow=True)
    assert "1.234,5 Stichtag Berichtigen" in shown(entered)
    assert client.post(to(measured), words).status_code == 422
    value = Measurement.objects.get()
    assert 'value="1234,5"' in client.get(to(measured, "measurement", value.pk)).content.decode()
    client.post(to(measured, "measurement", value.pk), {**words, "value": "7"})
    assert Measurement.objects.get().value == 7
    gone = client.post(to(measured, "measurement_remove", value.pk), follow=True)
    assert "Der Wert ist entfernt." in shown(gone)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"value": "viel", "day": "2026-01-01"},
        {"value": "1", "day": "gestern"},
        {"value": "1", "day": "9999-12-31"},
        {"value": "9" * 200, "day": "2026-01-01"},
        {"value": "1", "day": "2026-01-01", "note": "x" * 10_000},
    ],
)
def test_what_is_no_value_is_explained(client, measured, member, words):
    client.force_login(member)
    answer = client.post(to(measured), words)
    assert (answer.status_code, "Bitte prüfen Sie" in shown(answer)) == (422, True)


def test_a_value_that_cannot_be_corrected_is_explained(client, measured, member):
    client.force_login(member)
    value, other = MeasurementFactory.create_batch(2, milestone=measured)
    words = {"value": "1", "day": other.day.isoformat()}
    assert client.post(to(measured, "measurement", value.pk), words).status_code == 422


def test_a_value_of_another_milestone_is_not_found(client, measured, member):
    strange = MeasurementFactory(milestone=MilestoneFactory(team=measured.team))
    client.force_login(member)
    for name in ("measurement", "measurement_remove"):
        for number in (strange.pk, 10**30, 0):
            assert client.post(to(measured, name, number)).status_code == 404


def test_the_other_teams_read_the_figures_of_a_shared_milestone(client, measured):
    MeasurementFactory(milestone=measured, value=Decimal(17), note="Umfrage im Mai")
    Milestone.objects.update(visibility="round")
    client.force_login(of_the_round(measured.team))
    words = shown(client.get(measured.get_absolute_url()))
    assert "17 Umfrage im Mai" in words
    assert "Wert eintragen" not in words


def test_the_log_form_asks_for_a_value_where_there_are_figures(client, measured, member):
    client.force_login(member)
    plain = MilestoneFactory(team=measured.team)
    asked = [b'name="value"' in client.get(log_url(one)).content for one in (measured, plain)]
    assert asked == [True, False]

    client.post(log_url(measured), typed(measured, note="Es geht voran.", value="17,5"))

    assert Measurement.objects.get().entry == ProgressEntry.objects.get()
    assert (
        client.post(log_url(measured), typed(measured, note="Neu.", value="18")).status_code == 422
    )
    assert ProgressEntry.objects.count() == 1  # all or nothing


# --- the drawing ---------------------------------------------------------------------------------
def test_the_drawing_goes_from_the_beginning_to_the_target(measured):
    Milestone.objects.update(
        baseline_on=date(2026, 1, 1), first_day=date(2026, 12, 31), last_day=date(2026, 12, 31)
    )
    measured.refresh_from_db()
    values = [
        MeasurementFactory.build(day=day, value=Decimal(value))
        for day, value in ((date(2026, 7, 2), 4), (date(2026, 12, 31), 31))
    ]

    drawn = trend(measured, values)

    assert (drawn.plan, drawn.done) == (
        "M64.0 200.0L620.0 28.0",
        "M64.0 200.0L342.0 200.0L620.0 28.0",
    )
    assert [(dot.x, dot.y, dot.words) for dot in drawn.dots] == [
        ("342.0", "200.0", "4"),
        ("620.0", "28.0", "31"),
    ]
    assert [day.words for day in drawn.days] == ["Januar 2026", "Dezember 2026"]


def test_a_single_value_without_any_figures_lies_in_the_middle(milestone):
    drawn = trend(milestone, [MeasurementFactory.build(day=DAY, value=Decimal(7))])
    assert [(dot.x, dot.y) for dot in drawn.dots] == [("342.0", "114.0")]
    assert (drawn.begin, drawn.target, drawn.plan, drawn.done) == (None, None, "", "")


def test_without_values_and_ends_nothing_is_drawn(milestone):
    assert trend(milestone, []) is None


def test_beginning_and_target_are_drawn_before_there_is_a_value(measured):
    assert trend(measured, []).plan == "M64.0 200.0L620.0 28.0"
