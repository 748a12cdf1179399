"""A crowd that comes at the same moment: `python -m tests.registrations.crowd PLAN` forks and acts.

The plan is JSON: `{"lock": true, "acts": [["register", {…}], …]}`, one process per act. All start
together; what became of each comes back as one line of JSON.
"""

import json
import multiprocessing
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core.exceptions import ValidationError  # noqa: E402 - as above
from django.db import connection, transaction  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from people.models import User  # noqa: E402 - as above
from portal import tasks  # noqa: E402 - as above
from registrations.actions import changes, quotas, registrations  # noqa: E402 - as above
from registrations.models import (  # noqa: E402 - as above
    Offer,
    Particulars,
    Quota,
    QuotaQuerySet,
    Registration,
    quota,
)

# one connection each; and a busy machine is no fault here, who waits long is measured elsewhere
settings.DATABASES["default"]["OPTIONS"] = {"options": "-c statement_timeout=90s"}
quota.LONGEST_WAIT = "80s"


def without_lock(held, offers):
    """The control: the same rows, only the lock is missing; and time to think."""
    found = list(held.filter(offer__in=offers).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")
    return found


def register(*, offer, number, key="", sessions=()):
    """With the address confirmed at once, as if the mailbox were looked into very fast."""
    given = Particulars(
        first_name="Kim",
        last_name=f"Gast{number}",
        email=f"gast{number}@example.org",
        sessions=tuple(Quota.objects.filter(pk__in=sessions)),
    )
    made = registrations.register(
        offer=Offer.objects.get(pk=offer), given=given, key=key or f"k{number}", at=timezone.now()
    )
    if not key:
        registrations.confirm(registration=made, at=timezone.now())


def cancel(*, registration):
    registrations.cancel(registration=Registration.objects.get(pk=registration), at=timezone.now())


def set_capacity(*, of, capacity, by):
    quotas.set_capacity(
        quota=Quota.objects.get(pk=of),
        capacity=capacity,
        by=User.objects.get(pk=by),
        at=timezone.now(),
    )


def choose(*, registration, sessions):
    changes.choose(
        registration=Registration.objects.get(pk=registration),
        sessions=Quota.objects.filter(pk__in=sessions),
        at=timezone.now(),
    )


def move(*, registration, to, by):
    changes.move(
        registration=Registration.objects.get(pk=registration),
        to=Offer.objects.get(pk=to),
        by=User.objects.get(pk=by),
        at=timezone.now(),
    )


VERBS = {verb.__name__: verb for verb in (register, cancel, set_capacity, choose, move)}


def act(verb, facts, start, said):
    connection.ensure_connection()
    start.wait()
    try:
        VERBS[verb](**facts)
        said.put("done")
    except ValidationError as refusal:
        said.put(f"refused: {refusal.messages[0]}")
    except Exception as fault:
        said.put(f"fault: {type(fault).__name__}: {fault}")


def warm_up():
    """One registration that nobody sees: a web process has its templates and words at hand, too."""
    with transaction.atomic():
        offer = Offer.objects.create(
            slug="warm", title="Warm", audience="public", opens_at=timezone.now()
        )
        register(offer=offer.pk, number=0)
        transaction.set_rollback(True)


def main(plan):
    tasks.deliver_soon = lambda: None
    if not plan["lock"]:
        QuotaQuerySet.locked = without_lock
    warm_up()
    connection.close()
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(len(plan["acts"])), fork.Queue()
    crowd = [fork.Process(target=act, args=(*one, start, said)) for one in plan["acts"]]
    for one in crowd:
        one.start()
    words = [said.get(timeout=100) for _one in crowd]
    for one in crowd:
        one.join(timeout=100)
    sys.stdout.write(json.dumps(words))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
