"""Eight people move one milestone at the same moment: one does, the others are asked again."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

from tests.factories import MemberFactory, MilestoneFactory
from tests.workshops.loggers import HANDS
from workshops.models import ProgressEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(how):
    milestone = MilestoneFactory()
    for _hand in range(HANDS):
        MemberFactory(team=milestone.team)
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    command = [sys.executable, "-m", "tests.workshops.loggers", how]
    done = subprocess.run(
        [*command, str(milestone.pk)],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    milestone.refresh_from_db()
    return Counter(done.stdout.split()), milestone


def test_one_of_eight_moves_the_status_and_the_others_see_the_conflict():
    said, milestone = at_once("locked")
    assert said == Counter(moved=1, conflict=HANDS - 1)
    assert ProgressEntry.objects.get().status_to == milestone.status


def test_without_the_lock_several_believe_they_moved_it():
    said, _milestone = at_once("careless")
    assert said["moved"] > 1
