"""What documents are left behind by: conferences with their sessions, and workshop days."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from conferences.models import Conference, Session
from workshops.models import Meeting

# the rows that join an event and a document
OF_CONFERENCE = Conference.documents.through.objects
OF_SESSION = Session.documents.through.objects
OF_MEETING = Meeting.documents.through.objects


class Event(NamedTuple):
    """An event as the archive names it; `documents` selects the keys of its documents."""

    key: str
    kind: str
    title: str
    documents: QuerySet[Any, Any]
    archive: str


def with_documents(at: datetime) -> list[Event]:
    """The public events that have published documents: conferences first, each newest first."""
    return [*_conferences(at), *_meetings(at)]


def _conferences(at: datetime) -> Iterator[Event]:
    shown = {"document__published_at__lte": at}
    own = Exists(OF_CONFERENCE.filter(conference=OuterRef("pk"), **shown))
    of_sessions = Exists(OF_SESSION.filter(session__conference=OuterRef("pk"), **shown))
    found = Conference.objects.published().filter(own | of_sessions)
    for conference in found.newest_first():
        of_session = OF_SESSION.filter(session__conference=conference).values("document")
        yield Event(
            key=conference.slug,
            kind=_("Conferences"),
            title=conference.short_title,
            documents=OF_CONFERENCE.filter(conference=conference)
            .values("document")
            .union(of_session),
            archive=reverse("conferences:documents_archive", args=[conference.slug]),
        )


def _meetings(at: datetime) -> Iterator[Event]:
    own = OF_MEETING.filter(meeting=OuterRef("pk"), document__published_at__lte=at)
    days = Meeting.objects.published().filter(Exists(own)).with_round()
    for day in days.latest_first():
        workshop, number = day.round.workshop, day.round.number
        facts = {"workshop": workshop.short_title, "number": number, "day": day.title}
        yield Event(
            key=f"{workshop.slug}.{number}.{day.slug}",
            kind=_("Workshop days"),
            title=_("%(workshop)s, round %(number)s: %(day)s") % facts,
            documents=OF_MEETING.filter(meeting=day).values("document"),
            archive=reverse("workshops:documents_archive", args=[workshop.slug, number, day.slug]),
        )
