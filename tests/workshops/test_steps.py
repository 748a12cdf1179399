from datetime import UTC, date, datetime

import pytest

from portal.dates import Period, Season
from tests.factories import MeetingFactory, PublishedRoundFactory
from workshops.models import Meeting, Round
from workshops.models.steps import steps

pytestmark = pytest.mark.django_db

Status = Meeting.Status
BETWEEN = datetime(2025, 6, 1, 12, tzinfo=UTC)
ON_THE_DAY = datetime(2025, 2, 6, 12, tzinfo=UTC)
LONG_AFTER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def round():
    return PublishedRoundFactory()


@pytest.fixture
def kick_off(round):
    when = Period.day(date(2025, 2, 6))
    return MeetingFactory(round=round, title="Auftakt", when=when, status=Status.CONFIRMED)


@pytest.fixture
def second(round):
    return MeetingFactory(round=round, title="Tag 2", when=Period.season(2025, Season.AUTUMN))


def told(round, meetings, at):
    return [
        (step.title, step.when, step.word, step.progress) for step in steps(round, meetings, at)
    ]


def test_between_two_days_the_round_stands_in_the_work_phase(round, kick_off, second):
    assert told(round, [kick_off, second], BETWEEN) == [
        ("Auftakt", "6. Februar 2025", "abgeschlossen", "is-done"),
        ("Arbeitsphase 1", "bis Herbst 2025", "läuft", "is-now"),
        ("Tag 2", "Herbst 2025", "geplant", "is-open"),
    ]


def test_on_a_day_itself_the_day_is_now_and_the_work_has_not_begun(round, kick_off, second):
    assert [step.progress for step in steps(round, [kick_off, second], ON_THE_DAY)] == [
        "is-now",
        "is-open",
        "is-open",
    ]


def test_a_season_that_was_only_planned_is_not_held_because_it_has_passed(round, kick_off, second):
    assert told(round, [kick_off, second], LONG_AFTER)[1:] == [
        (
            "Arbeitsphase 1",
            "war bis Herbst 2025 geplant",
            "seither nichts veröffentlicht",
            "is-now",
        ),
        ("Tag 2", "Herbst 2025", "war geplant", "is-open"),
    ]


def test_after_the_last_day_the_round_works_on_until_it_is_finished(round, kick_off):
    assert told(round, [kick_off], BETWEEN)[1:] == [
        ("Arbeitsphase 1", "der nächste Termin wird abgestimmt", "läuft", "is-now")
    ]


def test_a_finished_round_has_only_steps_behind_it(round, kick_off, second):
    round.phase = Round.Phase.FINISHED

    progress = [step.progress for step in steps(round, [kick_off, second], BETWEEN)]

    assert progress == ["is-done", "is-done", "is-done"]


def test_a_cancelled_day_is_no_step(round, kick_off, second):
    second.status = Status.CANCELLED

    titles = [step.title for step in steps(round, [kick_off, second], BETWEEN)]

    assert titles == ["Auftakt", "Arbeitsphase 1"]


def test_a_round_without_days_has_no_steps(round):
    assert steps(round, [], BETWEEN) == []


@pytest.mark.parametrize(
    ("status", "at", "word"),
    [
        (Status.PLANNED, datetime(2025, 1, 1, tzinfo=UTC), "geplant"),
        (Status.CONFIRMED, datetime(2025, 1, 1, tzinfo=UTC), "bestätigt"),
        (Status.MOVED, datetime(2025, 1, 1, tzinfo=UTC), "verlegt"),
        (Status.CANCELLED, datetime(2025, 1, 1, tzinfo=UTC), "abgesagt"),
        (Status.CONFIRMED, ON_THE_DAY, "heute"),
        (Status.CANCELLED, ON_THE_DAY, "abgesagt"),
        (Status.CONFIRMED, BETWEEN, "abgeschlossen"),
        (Status.PLANNED, BETWEEN, "abgeschlossen"),
        (Status.CANCELLED, BETWEEN, "abgesagt"),
    ],
)
def test_the_status_of_a_day_is_told_in_the_light_of_the_date(kick_off, status, at, word):
    kick_off.status = status

    assert kick_off.standing(at).word == word
