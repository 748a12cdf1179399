"""Eight hands on one milestone: `python -m tests.workshops.loggers locked 17` forks and logs.

Arguments: `locked` or `careless` (the control), and the milestone. All members of its team start at
the same moment, each wants to move the status; what became of it comes back as one line.
"""

import multiprocessing
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django is set up first
from django.utils import timezone  # noqa: E402 - as above

from people.models import User  # noqa: E402 - as above
from portal.refusals import Conflict  # noqa: E402 - as above
from workshops.actions import progress  # noqa: E402 - as above
from workshops.models import Milestone, MilestoneQuerySet  # noqa: E402 - as above

HANDS = 8
WANTED = ["progress", "risk", "postponed", "reached"] * 2


def without_lock(milestones, pk):
    """The control: the same row, only the lock is missing."""
    found = milestones.get(pk=pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")
    return found


def move(number, milestone, start, said):
    status = WANTED[number]
    author = User.objects.filter(memberships__team__milestones=milestone).order_by("pk")[number]
    facts = {"milestone": Milestone.objects.get(pk=milestone), "by": author}
    start.wait()
    try:
        progress.log(status=status, status_seen="planned", at=timezone.now(), **facts)
        said.put("moved")
    except Conflict:
        said.put("conflict")


def main(how, milestone):
    if how == "careless":
        MilestoneQuerySet.locked = without_lock
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(HANDS), fork.Queue()
    hands = [
        fork.Process(target=move, args=(number, milestone, start, said)) for number in range(HANDS)
    ]
    for hand in hands:
        hand.start()
    words = [said.get(timeout=30) for _hand in hands]
    for hand in hands:
        hand.join(timeout=30)
    sys.stdout.write(" ".join(words))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
