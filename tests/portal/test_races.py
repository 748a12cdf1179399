"""Many senders at once: real processes, a real lock, and a control without it that must fail."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection, transaction

from portal import clock, outbox
from portal.models import OutgoingMail
from portal.outbox import Letter
from tests.portal.senders import START

PROCESSES = 8
LETTERS = 40

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def crew(django_db_setup):
    """The processes, on the database of this test run; they end with their input."""
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.portal.senders"]
    environment = {**os.environ, "DATABASE_URL": url}
    crew = [subprocess.Popen(command, env=environment, **pipes) for _ in range(PROCESSES)]
    yield crew
    for process in crew:
        process.communicate(timeout=30)
    assert [process.returncode for process in crew] == [0] * PROCESSES


def at_once(crew, verb):
    """How often each word was said by all processes together, started at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [START])
        for process in crew:
            process.stdin.write(f"{verb}\n")
            process.stdin.flush()
        assert [process.stdout.readline() for process in crew] == ["ready\n"] * PROCESSES
        cursor.execute("SELECT pg_advisory_unlock(%s)", [START])
    return Counter(word for process in crew for word in process.stdout.readline().split())


@pytest.fixture
def letters(monkeypatch):
    monkeypatch.setattr(outbox.tasks.deliver, "delay", lambda: None)
    subjects = [f"L{number}" for number in range(LETTERS)]
    with transaction.atomic():
        for subject in subjects:
            outbox.post(Letter(to="a@example.org", subject=subject, text="x", occasion=subject))
    return subjects


def test_eight_senders_send_each_letter_once(crew, letters):
    assert at_once(crew, "deliver") == Counter(letters)
    assert OutgoingMail.objects.filter(state="sent", attempts=1).count() == LETTERS


def test_without_the_lock_letters_are_sent_twice(crew, letters):
    assert at_once(crew, "deliver-carelessly").total() > LETTERS


def test_eight_schedulers_run_each_job_once(crew):
    assert at_once(crew, "run-due") == Counter(job.name for job in clock.jobs())
