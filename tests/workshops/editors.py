"""Eight people save one milestone: `python -m tests.workshops.editors checked 17` forks and posts.

Arguments: `checked` or `careless` (the control, without the version check), and the milestone. All
members of its team press save at the same moment, each with words of their own; what the server
answered, and whether the answer still shows these words, comes back as one line.
"""

import multiprocessing
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.db import transaction  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.urls import reverse  # noqa: E402 - as above

from people.models import User  # noqa: E402 - as above
from workshops.actions import milestones  # noqa: E402 - as above
from workshops.models import Milestone  # noqa: E402 - as above

HANDS = 8
_edit = milestones.edit


@transaction.atomic
def without_check(*, milestone, version, **facts):
    """The control: whatever version was seen is taken for the present one."""
    now = Milestone.objects.locked(milestone.pk)
    return _edit(milestone=milestone, version=now.version, **facts)


def save(number, pk, start, said):
    milestone = Milestone.objects.select_related("team").get(pk=pk)
    client = Client(HTTP_HOST="127.0.0.1:8000")
    editor = User.objects.filter(memberships__team=milestone.team).order_by("pk")[number]
    client.force_login(editor, backend=settings.AUTHENTICATION_BACKENDS[0])
    ids = [milestone.team.public_id, milestone.public_id]
    mine = f"Fassung {number} von allen"
    words = {"title": milestone.title, "version": milestone.version, "difference": mine}
    start.wait()
    answer = client.post(reverse("workshops:milestone_edit", args=ids), words)
    kept = mine in answer.content.decode()
    said.put(f"{answer.status_code}{'-kept' if kept else ''}")


def main(how, pk):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # nothing was collected
    if how == "careless":
        milestones.edit = without_check
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(HANDS), fork.Queue()
    hands = [fork.Process(target=save, args=(n, pk, start, said)) for n in range(HANDS)]
    for hand in hands:
        hand.start()
    words = [said.get(timeout=30) for _hand in hands]
    for hand in hands:
        hand.join(timeout=30)
    sys.stdout.write(" ".join(words))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
