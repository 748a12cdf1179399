"""The demonstration comes in chapters; each is loaded once and never looked at again.

That a chapter was loaded stands in the audit trail, written in the same transaction as its rows.
Whatever people change afterwards is theirs. New data come as a new chapter at the end.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from demo.loading import accounts, people, publications, register, workshops
from portal import audit
from portal.models import AuditEntry


class Chapter(NamedTuple):
    name: str
    load: Callable[[datetime], None]

    @property
    def mark(self) -> str:
        return f"demo.loaded:{self.name}"

    def is_loaded(self) -> bool:
        return AuditEntry.objects.filter(what=self.mark).exists()


def _first_light(at: datetime) -> None:
    accounts.load()
    register.load()
    people.load()
    shelf = publications.load(at)
    workshops.load(shelf, at)


CHAPTERS = [Chapter("first-light", _first_light)]


@transaction.atomic
def load(at: datetime) -> list[Chapter]:
    """Load what is missing, all of it or nothing; gives the chapters that were."""
    missing = [chapter for chapter in CHAPTERS if not chapter.is_loaded()]
    for chapter in missing:
        chapter.load(at)
        admin, _coordinator = accounts.office()
        audit.record(chapter.mark, admin, at=at)
    return missing
