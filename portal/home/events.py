"""What documents are left behind by: conferences with their sessions, and workshop days."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from conferences.models import Conference, Session
from portal.dates import Period
from publications.models import Document
from workshops.models import Meeting

# the rows that join an event and a document
OF_CONFERENCE = Conference.documents.through.objects
OF_SESSION = Session.documents.through.objects
OF_MEETING = Meeting.documents.through.objects


class Event(NamedTuple):
    """An event as the archive names it; `documents` selects the keys of its documents."""

    pk: int
    key: str
    kind: str
    title: str
    when: Period | None
    address: str
    documents: QuerySet[Any, Any]
    archive: str


def with_documents(at: datetime) -> list[Event]:
    """The public events that have published documents: conferences first, each newest first."""
    return [*_conferences(at), *_meetings(at)]


def by_document(
    documents: Iterable[Document], events: Sequence[Event]
) -> list[tuple[Document, Event | None]]:
    """Each document with the first of these events that it belongs to, in one query."""
    shown = list(documents)
    pks = [document.pk for document in shown]
    joined: list[tuple[str, Any, str]] = [
        (_conference_kind(), OF_CONFERENCE, "conference"),
        (_conference_kind(), OF_SESSION, "session__conference"),
        (_meeting_kind(), OF_MEETING, "meeting"),
    ]
    first, *others = (
        rows.filter(document__in=pks).values_list(Value(kind), event, "document")
        for kind, rows, event in joined
    )
    found: dict[tuple[str, int], set[int]] = {}
    for kind, event, document in first.union(*others):
        found.setdefault((kind, event), set()).add(document)
    belongs = {
        document: event
        for event in reversed(events)
        for document in found.get((event.kind, event.pk), ())
    }
    return [(document, belongs.get(document.pk)) for document in shown]


def _conference_kind() -> str:
    return _("Conferences")


def _meeting_kind() -> str:
    return _("Workshop days")


def _conferences(at: datetime) -> Iterator[Event]:
    shown = {"document__published_at__lte": at}
    own = Exists(OF_CONFERENCE.filter(conference=OuterRef("pk"), **shown))
    of_sessions = Exists(OF_SESSION.filter(session__conference=OuterRef("pk"), **shown))
    found = Conference.objects.published().filter(own | of_sessions)
    for conference in found.newest_first():
        of_session = OF_SESSION.filter(session__conference=conference).values("document")
        yield Event(
            pk=conference.pk,
            key=conference.slug,
            kind=_conference_kind(),
            title=conference.short_title,
            when=conference.when,
            address=conference.get_absolute_url(),
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
            pk=day.pk,
            key=f"{workshop.slug}.{number}.{day.slug}",
            kind=_meeting_kind(),
            title=_("%(workshop)s, round %(number)s: %(day)s") % facts,
            when=day.when,
            address=day.get_absolute_url(),
            documents=OF_MEETING.filter(meeting=day).values("document"),
            archive=reverse("workshops:documents_archive", args=[workshop.slug, number, day.slug]),
        )
