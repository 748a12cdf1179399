"""The demonstration comes in chapters; each is loaded once and never looked at again.

That a chapter was loaded stands in the audit trail, written in the same transaction as its rows.
Whatever people change afterwards is theirs. New data come as a new chapter at the end.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from demo.loading import (
    accounts,
    conferences,
    days,
    interests,
    invitations,
    people,
    publications,
    register,
    registrations,
    sheets,
    team_rooms,
    workshops,
)
from portal import audit
from portal.models import AuditEntry


class Chapter(NamedTuple):
    name: str
    load: Callable[[datetime], None]

    @property
    def mark(self) -> str:
        return f"demo.loaded:{self.name}"


def _first_light(at: datetime) -> None:
    accounts.load()
    register.load()
    people.load()
    shelf = publications.load(at)
    workshops.load(shelf, at)


def _conferences(at: datetime) -> None:
    """What people have made of the first chapter by then is theirs, and may be gone."""
    part = "conferences"
    register.load_venues(part)
    people.load(part)
    shelf = publications.load(at, part)
    conferences.load(shelf, at, part)
    team_rooms.load(at, part)
    interests.load(at, part)


def _sheets(at: datetime) -> None:
    sheets.load(at, "sheets")


def _days(at: datetime) -> None:
    days.load(at, "cockpit")


def _registrations(at: datetime) -> None:
    registrations.load(at, "registrations")


def _entrance(at: datetime) -> None:
    interests.load(at, "entrance")
    invitations.load(at, "entrance")


CHAPTERS = [
    Chapter("first-light", _first_light),
    Chapter("conferences", _conferences),
    Chapter("sheets", _sheets),
    Chapter("days", _days),
    Chapter("registrations", _registrations),
    Chapter("entrance", _entrance),
]


@transaction.atomic
def load(at: datetime) -> list[Chapter]:
    """Load what is missing, all of it or nothing; gives the chapters that were."""
    marks = [chapter.mark for chapter in CHAPTERS]
    loaded = set(AuditEntry.objects.filter(what__in=marks).values_list("what", flat=True))
    missing = [chapter for chapter in CHAPTERS if chapter.mark not in loaded]
    for chapter in missing:
        chapter.load(at)
        admin, _coordinator = accounts.office()
        audit.record(chapter.mark, admin, at=at)
    return missing
