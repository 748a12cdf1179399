"""Many senders at once: real processes, a real lock, and a control without it that must fail."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal import clock, delivery, outbox
from portal.models import OutgoingMail
from portal.outbox import Letter
from tests.portal.senders import START

PROCESSES = 8
LETTERS = 40

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def crew(django_db_setup):
    """The mother of the processes, on the database of this test run; she ends with her input."""
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.portal.senders", str(PROCESSES)]
    crew = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, **pipes)
    yield crew
    crew.communicate(timeout=30)
    assert crew.returncode == 0


def at_once(crew, verb):
    """How often each word was said by all processes together, started at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [START])
        crew.stdin.write(f"{verb}\n")
        crew.stdin.flush()
        assert crew.stdout.readline().split() == ["ready"] * PROCESSES
        cursor.execute("SELECT pg_advisory_unlock(%s)", [START])
    return Counter(crew.stdout.readline().split())


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


def test_what_dying_senders_held_is_sent_after_their_lease(crew, letters, mailoutbox):
    assert at_once(crew, "die-while-sending") == Counter({"died": PROCESSES})
    held = OutgoingMail.objects.filter(state="in_flight")
    assert held.count() == PROCESSES
    now = timezone.now()
    assert delivery.deliver_due(now) == LETTERS - PROCESSES
    assert delivery.deliver_due(now + delivery.LEASE) == PROCESSES
    assert Counter(one.subject for one in mailoutbox) == Counter(letters)


def test_eight_schedulers_run_each_job_once(crew):
    assert at_once(crew, "run-due") == Counter(job.name for job in clock.jobs())
