"""What documents are left behind by: conferences with their sessions, and workshop days."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from conferences.models import Conference, Session
from publications.models import Document
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


def titles(documents: Iterable[Document]) -> dict[int, str]:
    """The public event that each of these documents belongs to, by its key; one where several."""
    pks = [document.pk for document in documents]
    found: dict[int, str] = {}
    days = OF_MEETING.filter(document__in=pks, meeting__in=Meeting.objects.published())
    for pk, workshop, number, day in days.values_list(
        "document",
        "meeting__round__workshop__short_title",
        "meeting__round__number",
        "meeting__title",
    ):
        found[pk] = _title_of_day(workshop, number, day)
    sessions = OF_SESSION.filter(document__in=pks, session__conference__is_published=True)
    found |= dict(sessions.values_list("document", "session__conference__short_title"))
    conferences = OF_CONFERENCE.filter(document__in=pks, conference__is_published=True)
    return found | dict(conferences.values_list("document", "conference__short_title"))


def _title_of_day(workshop: str, number: int, day: str) -> str:
    facts = {"workshop": workshop, "number": number, "day": day}
    return _("%(workshop)s, round %(number)s: %(day)s") % facts


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
        yield Event(
            key=f"{workshop.slug}.{number}.{day.slug}",
            kind=_("Workshop days"),
            title=_title_of_day(workshop.short_title, number, day.title),
            documents=OF_MEETING.filter(meeting=day).values("document"),
            archive=reverse("workshops:documents_archive", args=[workshop.slug, number, day.slug]),
        )
