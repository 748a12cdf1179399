"""Eight people save the same form at the same moment: one does, the others see both versions."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

from tests.factories import MemberFactory, MilestoneFactory
from tests.workshops.editors import HANDS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(how):
    milestone = MilestoneFactory()
    for _hand in range(HANDS):
        MemberFactory(team=milestone.team)
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    done = subprocess.run(
        [sys.executable, "-m", "tests.workshops.editors", how, str(milestone.pk)],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    milestone.refresh_from_db()
    return Counter(done.stdout.split()), milestone


def test_one_of_eight_saves_and_the_others_keep_their_words():
    said, milestone = at_once("checked")
    assert said == Counter({"303": 1, "409-kept": HANDS - 1})
    assert milestone.version == 2
    assert milestone.difference.startswith("Fassung ")


def test_without_the_version_check_words_are_lost():
    said, milestone = at_once("careless")
    assert said == Counter({"303": HANDS})
    assert milestone.version == 1 + HANDS
