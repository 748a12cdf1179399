"""What the settings demand of an installation that is open to the world."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache

SOUND = {
    "PRODUCTION": "true",
    "DEBUG": "false",
    "DEMO": "false",
    "SECRET_KEY": "geheim" * 10,
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp+tls://portal:sample@mail.example.org:587",
}


def start(**changes):
    """How the settings end, and their last words."""
    done = subprocess.run(
        [sys.executable, "-c", "import portal.settings"],
        env={**os.environ, **SOUND, **changes},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr.strip().rpartition("\n")[2]


def test_production_starts_with_all_it_needs():
    assert start() == (0, "")


@pytest.mark.parametrize("change", [{"DEBUG": "true"}, {"DEMO": "true"}])
def test_production_excludes_what_is_for_the_own_machine(change):
    code, words = start(**change)
    assert (code, "PRODUCTION excludes DEMO and DEBUG" in words) == (1, True)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"])
def test_production_does_without_nothing_of_its_own(name):
    code, words = start(**{name: ""})
    assert (code, f"Production needs {name}" in words) == (1, True)


def test_a_link_to_a_new_password_is_valid_for_an_hour():
    assert settings.PASSWORD_RESET_TIMEOUT == 3600


@pytest.mark.django_db
def test_counters_of_limits_do_not_push_each_other_out():
    for number in range(400):  # Django's own cache would keep 300
        cache.set(f"counter:{number}", 1, 3600)

    assert len(cache.get_many([f"counter:{number}" for number in range(400)])) == 400
