"""The processes of the race tests: `python -m tests.portal.senders 8` reads verbs from its input.

For each it forks so many processes. They wait on the database until the test lets all start at the
same moment; what they said comes back as one line.
"""

import multiprocessing
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


def wait_for_the_start(ready):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        ready()
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


def die_while_sending():
    """As if the machine were switched off between the claim and the mail server."""
    mail.EmailMultiAlternatives.send = lambda message: os._exit(9)
    delivery.deliver_due(timezone.now())


VERBS = {
    "die-while-sending": die_while_sending,
    "deliver": lambda: deliver(CLAIMABLE),
    "deliver-carelessly": lambda: deliver(claimable_without_lock),
    "run-due": lambda: clock.run_due(timezone.now()),
}


def work(verb, said):
    wait_for_the_start(lambda: said.put("ready"))
    if verb == "die-while-sending":
        said.put("died")
    said.put(" ".join(VERBS[verb]()))


def main(processes):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    fork = multiprocessing.get_context("fork")  # nothing is connected yet
    for line in sys.stdin:
        said = fork.SimpleQueue()
        crew = [fork.Process(target=work, args=(line.strip(), said)) for _ in range(processes)]
        for process in crew:
            process.start()
        say(" ".join(said.get() for _ in crew))
        words = [said.get() for _ in crew]
        for process in crew:
            process.join()
        say(" ".join(words))


if __name__ == "__main__":
    main(int(sys.argv[1]))
