import os
import signal
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError

from portal import clock, tasks
from portal.dates import BERLIN
from portal.models import JobRun

AT = datetime(2025, 5, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(clock, "_jobs", {})


def job(runs, when, name="job"):
    def function(at):
        runs.append(at)

    function.__name__ = name
    return when(function)


def test_a_job_runs_again_when_its_minutes_have_passed(registry):
    runs = []
    job(runs, clock.every(minutes=5))
    for minutes in (0, 1, 4, 5, 9, 10):
        clock.run_due(AT + timedelta(minutes=minutes))
    assert [int((run - AT).total_seconds() / 60) for run in runs] == [0, 5, 10]


def test_a_daily_job_runs_at_its_hour_on_the_wall_on_both_sides_of_the_clock_change(registry):
    runs = []
    job(runs, clock.daily(at="06:00"))
    at = datetime(2025, 3, 28, 12, tzinfo=BERLIN)
    while at < datetime(2025, 4, 1, tzinfo=BERLIN):
        clock.run_due(at)
        at += timedelta(minutes=30)
    assert [run.astimezone(BERLIN).strftime("%d. %H:%M") for run in runs] == [
        "28. 12:00", "29. 06:00", "30. 06:00", "31. 06:00"
    ]  # fmt: skip


def test_two_schedulers_run_a_job_once(registry):
    runs = []
    one = job(runs, clock.every(minutes=5)) and clock.jobs()[0]
    assert [clock._take(one, AT), clock._take(one, AT)] == [True, False]


def test_a_run_that_died_is_started_again_after_its_lease(registry):
    runs = []
    job(runs, clock.daily(at="06:00"))
    clock._take(clock.jobs()[0], AT)
    clock.run_due(AT + timedelta(minutes=14))
    assert runs == []
    clock.run_due(AT + timedelta(minutes=15))
    assert len(runs) == 1


def test_a_fault_is_noted_and_stops_no_other_job(registry):
    runs = []

    def broken(at):
        raise ZeroDivisionError("by zero")

    clock.daily(at="06:00")(broken)
    job(runs, clock.every(minutes=5), name="zzz")
    clock.run_due(AT)
    row = JobRun.objects.get(name__endswith="broken")
    assert (row.error, row.next_at) == ("ZeroDivisionError: by zero", AT + clock.AFTER_FAULT)
    assert len(runs) == 1


def test_a_clock_that_was_set_back_does_not_stop_the_jobs(registry):
    runs = []
    job(runs, clock.every(minutes=5))
    clock.run_due(AT + timedelta(days=400))
    clock.run_due(AT)
    clock.run_due(AT + timedelta(minutes=1))
    clock.run_due(AT + timedelta(minutes=5))
    assert len(runs) == 3


def test_a_name_is_given_once(registry):
    job([], clock.every(minutes=5))
    with pytest.raises(ValueError, match="two jobs"):
        job([], clock.every(minutes=5))


def test_the_floor_has_its_jobs():
    names = {one.name for one in clock.jobs()}
    assert {"portal.periodic.sweep_outbox", "portal.periodic.forget_sessions"} <= names


def test_the_command_names_what_ran_and_knows_another_time():
    Session.objects.create(session_key="x", session_data="", expire_date=AT)
    said = StringIO()
    in_germany_a_second_later = "2025-05-14T12:00:01"
    call_command("run_due", "--now", in_germany_a_second_later, stdout=said)
    assert "portal.periodic.forget_sessions" in said.getvalue().split()
    assert Session.objects.count() == 0


def test_the_ticker_survives_a_database_that_is_away_and_ends_on_a_signal(registry, monkeypatch):
    turns = []

    def run_due(at):
        turns.append(at)
        if len(turns) == 1:
            raise OperationalError("away")
        os.kill(os.getpid(), signal.SIGTERM)
        return []

    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(clock, "run_due", run_due)
    call_command("run_due", "--every", "0.01")
    assert len(turns) == 2
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@pytest.mark.parametrize(
    "wrong", [["--now", "gestern"], ["--now", "2025-05-14T12:00", "--every", "5"]]
)
def test_the_command_says_what_it_does_not_understand(wrong):
    with pytest.raises(CommandError):
        call_command("run_due", *wrong)


def test_celery_runs_the_same_jobs():
    tasks.run_due.delay()
    assert JobRun.objects.get(name="portal.periodic.sweep_outbox").error == ""
