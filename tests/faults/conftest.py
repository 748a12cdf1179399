"""One installation for all faults: whatever is done to it, it must be well again for the next."""

import pytest
from django.db import connections

from portal.models import JobRun, OutgoingMail
from tests.faults.installation import Installation
from tests.faults.servers import running
from tests.portal.smtp import postman


@pytest.fixture(scope="session")
def installation(tmp_path_factory, django_db_blocker):
    """Running; and the questions of this process go to its database."""
    with running() as (postgres, redis), postman() as taker, django_db_blocker.unblock():
        portal = Installation(tmp_path_factory.mktemp("portal"), postgres, redis, taker)
        portal.prepare()
        _ask(postgres)
        portal.start()
        try:
            yield portal
        finally:
            portal.end()
            connections["default"].close()


def _ask(postgres):
    connections["default"].close()
    connections.settings["default"] |= {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "127.0.0.1",
        "PORT": postgres.port,
        "USER": "postgres",
        "PASSWORD": "",
        "NAME": "postgres",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {},
    }
    del connections["default"]


FIGURES = pytest.StashKey()


def pytest_configure(config):
    config.stash[FIGURES] = []


def pytest_terminal_summary(terminalreporter, config):
    for line in config.stash[FIGURES]:
        terminalreporter.write_line(line)


@pytest.fixture
def figures(pytestconfig):
    """What is said in the end, beside passed or failed."""
    return pytestconfig.stash[FIGURES]


@pytest.fixture
def portal(installation):
    """With an empty outbox and a clock that owes everything."""
    connections["default"].close()
    OutgoingMail.objects.all().delete()
    JobRun.objects.all().delete()
    installation.postman.taken.clear()
    installation.postman.mode = "ok"
    return installation
