"""The migrated, empty database of the suite: made once, copied by every later run.

Migrations run whenever one of them changes, or anything that a field of ours is made of; otherwise
a run begins with a copy of what they made. Running them took a quarter of the suite.
"""

import os
import sqlite3
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings


def place() -> Path:
    """Another one with every change to a migration, to the floor with its fields, or to Django."""
    seen = blake2b(f"{django.get_version()} {sqlite3.sqlite_version}".encode(), digest_size=12)
    for path in _sources():
        seen.update(path.name.encode() + path.read_bytes())
    return settings.BASE_DIR / ".migrated" / f"{seen.hexdigest()}.sqlite3"


def _sources() -> Iterator[Path]:
    for app in apps.get_app_configs():
        yield from sorted(Path(app.path).glob("migrations/*.py"))
    yield from sorted((settings.BASE_DIR / "portal").rglob("*.py"))


def load(template: Path, name: str) -> sqlite3.Connection:
    """Fills the database of this name in memory; it lives as long as the connection is open."""
    held = sqlite3.connect(name, uri=True, check_same_thread=False)
    with sqlite3.connect(template) as source:
        source.backup(held)
    source.close()
    return held


def store(template: Path, connection: sqlite3.Connection) -> None:
    """Keeps the database for later runs, in place of older ones; whole or not at all."""
    template.parent.mkdir(exist_ok=True)
    unfinished = template.with_suffix(f".{os.getpid()}")
    target = sqlite3.connect(unfinished)
    connection.backup(target)
    target.close()
    for older in template.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    unfinished.replace(template)
