"""The conferences with who was there and what was told; real ones only as far as they are known."""

from datetime import datetime, timedelta
from typing import Any

from conferences.actions import conferences
from conferences.models import Conference, ParticipantCount
from demo.loading import accounts, programmes, sources
from demo.loading.moments import period
from demo.loading.people import organisation
from demo.loading.publications import Shelf, topics
from demo.loading.sources import Facts
from municipalities.models import Venue
from people.models import Person, User
from portal.dates import Period
from publications.models import Report


def load(shelf: Shelf, now: datetime, part: str) -> None:
    """A conference whose address people have given away by then is left out."""
    put_off = []
    for entry in sources.folder("programmes", part):
        if Conference.objects.filter(slug=entry["slug"]).exists():
            continue
        reason, later = entry.pop("postponed_because", ""), entry.pop("moved_to", "")
        conference = _load_conference(entry, shelf, now)
        if reason:
            put_off.append((conference, reason, later))
        else:
            _confirm(conference, now)
    for conference, reason, later in put_off:
        _postpone(conference, reason, later, now)


def _confirm(conference: Conference, now: datetime) -> None:
    admin, _coordinator = accounts.office()
    conferences.confirm(conference=conference, by=admin, at=now)


def _postpone(conference: Conference, reason: str, later: str, now: datetime) -> None:
    admin, _coordinator = accounts.office()
    instead = Conference.objects.filter(slug=later).first()
    conferences.postpone(conference=conference, reason=reason, moved_to=instead, by=admin, at=now)


def _load_conference(entry: Facts, shelf: Shelf, now: datetime) -> Conference:
    admin, _coordinator = accounts.office()
    plan = {name: entry.pop(name, []) for name in ("rooms", "sessions", "islands", "stands")}
    counts = entry.pop("participants", [])
    attached: dict[str, Any] = {
        "coordinators": User.objects.filter(email__in=entry.pop("coordinators", [])),
        "topics": topics(entry.pop("topics", [])),
        "reports": Report.objects.filter(slug__in=entry.pop("reports", [])),
        "documents": [shelf.documents[key] for key in entry.pop("documents", [])],
        "pictures": [shelf.pictures[key] for key in entry.pop("pictures", [])],
    }
    when = _days(entry.pop("when"), entry.pop("days", 1), now)
    conference = Conference(
        year=when.first.year,
        venue=Venue.objects.filter(name=entry.pop("venue", "")).first(),
        organiser=organisation(entry.pop("organiser", "")),
        carried_out_by=organisation(entry.pop("carried_out_by", "")),
        contact=Person.objects.filter(slug=entry.pop("contact", "")).first(),
        **entry,
    )
    conference.when = when
    conference.save()
    for name, things in attached.items():
        getattr(conference, name).set(things)
    for work in (*attached["reports"], *attached["documents"], *attached["pictures"]):
        work.stewards.add(*attached["coordinators"])
    for position, count in enumerate(counts, start=1):
        ParticipantCount.objects.create(conference=conference, position=position, **count)
    programmes.load(conference, plan, now)
    return conferences.publish(conference=conference, by=admin, at=now)


def _days(words: str, days: int, now: datetime) -> Period:
    """So many days in a row from the first one."""
    first = period(words, now)
    if days == 1:
        return first
    return first.until(Period.day(first.first + timedelta(days=days - 1)))
