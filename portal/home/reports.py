"""The page of a report: the editor's words, and beside them what the records know."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from conferences.models import Conference, ConferenceQuerySet
from conferences.models.attendance import attendance
from people.models import User
from portal import errors
from portal.home import mentions
from portal.outbox import absolute
from portal.prepared import prepared
from publications.models import (
    Document,
    Picture,
    Report,
    ReportBlock,
    ReportPreview,
    ReportQuerySet,
)
from workshops.models import AgendaItem, Meeting, MeetingQuerySet
from workshops.models.agenda import AgendaItemQuerySet
from workshops.models.steps import Progress, steps
from workshops.models.timetable import Speaker, Timetable, timetables

WORDS_PER_MINUTE = 200
WITHDRAWN = _("This report was withdrawn.")
CLOSED = _("This link is not valid any more. Please ask whoever sent it to you for a new one.")


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """A published report; the office sees the others too, under a banner."""
    now = timezone.now()
    found = next(iter(_reports(request.user, slug, now)), None)
    if found is None:
        if Report.objects.withdrawn().filter(slug=slug).exists():
            return errors.page(request, HTTPStatus.NOT_FOUND, reason=WITHDRAWN)
        raise Http404
    response = render(request, "home/report.html", _page(found, request.user, now))
    if not found.is_published(now):
        patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A report that is not published yet, for whoever was given the link; changes nothing.

    Everybody sees what the public would see, the office too. Once published, it leads there.
    """
    now = timezone.now()
    link = ReportPreview.objects.opened_by(token, now).first()
    if link is None:
        said = _(
            "This link is not valid any more. Please ask whoever sent it to you for a new one."
        )
        response = errors.page(request, HTTPStatus.NOT_FOUND, reason=said)
    elif link.report.is_published(now):
        response = redirect(link.report)
    else:
        page = {**_page(link.report, AnonymousUser(), now), "link": link}
        response = render(request, "home/report.html", page)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@prepared
def _reports(user: User | AnonymousUser, slug: str, at: datetime) -> ReportQuerySet:
    reports = Report.objects.visible_to(user, at).filter(slug=slug)
    return reports.select_related("picture", "contact__organisation")


@prepared
def _blocks_of(report: int) -> QuerySet[ReportBlock]:
    return ReportBlock.objects.filter(report=report).select_related("picture")


@prepared
def _meetings(user: User | AnonymousUser, report: int) -> MeetingQuerySet:
    return Meeting.objects.visible_to(user).of_rounds_told_in(report)


@prepared
def _agenda(meeting: int) -> AgendaItemQuerySet:
    return AgendaItem.objects.filter(meeting=meeting).with_people()


@prepared
def _conferences(user: User | AnonymousUser, report: int) -> ConferenceQuerySet:
    told = Conference.objects.visible_to(user).filter(reports=report)
    return told.select_related("venue", "organiser", "carried_out_by").newest_first()[:1]


def _page(report: Report, reader: User | AnonymousUser, at: datetime) -> dict[str, Any]:
    """The report with all that this reader may see around it."""
    blocks = _blocks(report, at)
    return {
        "report": report,
        "is_public": report.is_published(at),
        "is_scheduled": report.is_scheduled(at),
        **_arranged(blocks),
        "minutes": _minutes_to_read(report, blocks),
        "canonical": absolute(report.get_absolute_url()),
        **_facts(report, _pictures(report, blocks), reader, at),
    }


def _blocks(report: Report, at: datetime) -> list[ReportBlock]:
    """The blocks in order with all they show; pictures and files are fetched only if needed."""
    blocks = _blocks_of(report.pk)
    galleries = [block for block in blocks if block.kind == ReportBlock.Kind.GALLERY]
    shelves = [block for block in blocks if block.kind == ReportBlock.Kind.DOWNLOADS]
    prefetch_related_objects(galleries, Prefetch("pictures", Picture.objects.shown()))
    prefetch_related_objects(shelves, Prefetch("documents", Document.objects.published(at)))
    return blocks


def _arranged(blocks: Sequence[ReportBlock]) -> dict[str, Any]:
    """Neighbours of one kind together; files and links at the very end follow the records."""
    end = len(blocks)
    while end and blocks[end - 1].kind in {ReportBlock.Kind.DOWNLOADS, ReportBlock.Kind.LINKS}:
        end -= 1
    return {"body": _grouped(blocks[:end]), "appendix": _grouped(blocks[end:])}


def _grouped(blocks: Sequence[ReportBlock]) -> list[tuple[str, list[ReportBlock]]]:
    return [(kind, list(group)) for kind, group in groupby(blocks, key=lambda block: block.kind)]


def _minutes_to_read(report: Report, blocks: Sequence[ReportBlock]) -> int:
    texts = [report.teaser, *(f"{block.text} {block.quotation}" for block in blocks)]
    words = sum(len(strip_tags(text).split()) for text in texts)
    return max(1, round(words / WORDS_PER_MINUTE))


def _pictures(report: Report, blocks: Sequence[ReportBlock]) -> list[Picture]:
    """Every picture of the page; a gallery's are fetched already."""
    galleries = [block for block in blocks if block.kind == ReportBlock.Kind.GALLERY]
    one_by_one = [report.picture, *(block.picture for block in blocks)]
    found = [picture for picture in one_by_one if picture is not None and picture.is_shown]
    return found + [picture for gallery in galleries for picture in gallery.pictures.all()]


def _facts(
    report: Report, pictures: Sequence[Picture], user: User | AnonymousUser, at: datetime
) -> dict[str, Any]:
    """What the records know of the meeting or conference that the report tells of."""
    meetings = _meetings(user, report.pk)
    told = [meeting for meeting in meetings if meeting.is_told]  # type: ignore[attr-defined]
    if not told:
        return _conference_facts(report, pictures, user)
    meeting = told[-1]
    days = [day for day in meetings if day.round_id == meeting.round_id]
    course = steps(meeting.round, days, at)
    return {
        "meeting": meeting,
        "mentions": _mentions(report, pictures, meeting=meeting),
        "steps": course,
        "goes_on": any(step.progress != Progress.DONE for step in course),
        "speakers": _speakers(timetables([meeting], _agenda(meeting.pk))[meeting.pk]),
    }


def _conference_facts(
    report: Report, pictures: Sequence[Picture], user: User | AnonymousUser
) -> dict[str, Any]:
    """The same of a conference: days, venue, who organised it, how many came."""
    conference = next(iter(_conferences(user, report.pk)), None)
    said = _mentions(report, pictures, conference=conference)
    if conference is None:
        return {"mentions": said}
    figures = attendance(said.participants)
    return {"mentions": said, "conference": conference, "attendance": figures}


def _mentions(
    report: Report,
    pictures: Sequence[Picture],
    *,
    meeting: Meeting | None = None,
    conference: Conference | None = None,
) -> mentions.Mentions:
    """Asks the records, and gives every picture the persons to name below it."""
    said = mentions.of_report(report, meeting=meeting, conference=conference)
    for picture in pictures:
        picture.named = said.shown.get(picture.pk, [])  # type: ignore[attr-defined]
    return said


def _speakers(timetable: Timetable) -> dict[str, list[Speaker]]:
    """Who stood in the agenda, by role; each person once in a role."""
    speakers: dict[str, list[Speaker]] = {}
    for slot in timetable.inputs:
        for speaker in slot.speakers:
            others = speakers.setdefault(speaker.role, [])
            if speaker not in others:
                others.append(speaker)
    return speakers
