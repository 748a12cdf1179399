"""One real process of the race tests: `python -m tests.portal.senders` reads verbs from its input.

Before each it waits on the database until the test lets all processes start at the same moment.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core import mail  # noqa: E402 - as above
from django.db import IntegrityError, connection  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from portal import clock, delivery  # noqa: E402 - as above
from portal.models import OutgoingMailQuerySet  # noqa: E402 - as above

START = 4711
CLAIMABLE = OutgoingMailQuerySet.claimable


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def wait_for_the_start():
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        say("ready")
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [START])
        cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [START])


def claimable_without_lock(rows, at):
    """The control: the same claim, only the lock is missing."""
    first = [row.pk for row in rows.due(at).order_by("next_attempt_at", "pk")[:1]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.02)")
    return rows.filter(pk__in=first)


def deliver(claimable):
    """Send until nothing is due; the subjects of what was sent.

    Without the lock a claim may meet a row that another has sent. The database refuses it and the
    sender goes on.
    """
    OutgoingMailQuerySet.claimable = claimable
    mail.outbox = []
    sent = 1
    while sent:
        try:
            sent = delivery.deliver_due(timezone.now(), limit=100)
        except IntegrityError:
            continue
    return [message.subject for message in mail.outbox]


VERBS = {
    "deliver": lambda: deliver(CLAIMABLE),
    "deliver-carelessly": lambda: deliver(claimable_without_lock),
    "run-due": lambda: clock.run_due(timezone.now()),
}


def main():
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for line in sys.stdin:
        wait_for_the_start()
        say(" ".join(VERBS[line.strip()]()))


if __name__ == "__main__":
    main()
