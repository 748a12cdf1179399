"""How the suite runs: fast, alone on this machine, on the database that the environment names."""

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import override_settings

from portal.celery import app

VAR_DIR = tempfile.mkdtemp(prefix="werkstattportal-tests-")
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
os.mkdir(os.path.join(VAR_DIR, "static"))  # WhiteNoise warns without it

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "VAR_DIR": VAR_DIR,
    "DEMO": "true",
    "PRODUCTION": "false",
    "BASE_URL": "http://127.0.0.1:8000",
    "EMAIL_URL": "",
    "LOG_LEVEL": "CRITICAL",
}


def _own_redis(url: str) -> str:
    """Each worker process has a Redis database of its own: counters do not meet."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    base = urlsplit(url)
    return base._replace(path=f"/{int(base.path.strip('/') or 0) + worker}").geturl()


if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = _own_redis(os.environ["REDIS_URL"])

django.setup()  # here, for the variables above have to stand first

from portal import tasks  # noqa: E402 - it needs the apps
from tests import migrated  # noqa: E402


def _on_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith(("postgres:", "postgresql:"))


def pytest_report_header() -> str:
    if _on_postgres():
        return "database: PostgreSQL, with the tests that need row locks and real processes"
    return "database: SQLite; tests marked `postgres` are deselected (set DATABASE_URL to run them)"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """A worker sets its own variables before it reads the settings; it finds none to read early."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _on_postgres():
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    items[:] = [item for item in items if not item.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def migrated_before() -> Path | None:
    """Where the migrated database is kept between runs; PostgreSQL makes its own."""
    return None if _on_postgres() else migrated.place()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated_before: Path | None
) -> Iterator[None]:
    """Begins with the migrated database of an earlier run; Django then finds nothing to do."""
    if migrated_before is None or not migrated_before.exists():
        yield
        return
    held = migrated.load(migrated_before, connection.creation._get_test_db_name())
    yield
    held.close()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, migrated_before: Path | None
) -> None:
    """Keeps the database that was just migrated for later runs."""
    if migrated_before is None or migrated_before.exists():
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        migrated.store(migrated_before, connection.connection)


@pytest.fixture(scope="session", autouse=True)
def _fast_and_plain(django_test_environment: None) -> Iterator[None]:
    app.conf.task_always_eager = True
    tasks.later = lambda work: work()  # within the test, not in a thread that does not see its rows
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": plain},
    }
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, STORAGES=storages):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_way_out() -> Iterator[None]:
    """Nothing leaves this machine: sockets connect to the loopback address or to nobody."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        is_local = self.family == socket.AF_UNIX or (
            isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1", "localhost"}
        )
        if not is_local:
            raise AssertionError(f"A test tried to reach {address}.")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _empty_redis() -> None:
    """The database cache is rolled back with each test; Redis is emptied."""
    if os.environ.get("REDIS_URL"):
        cache.clear()
