"""What everybody may read, look at and take home."""

import logging
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import downloads as sending
from portal import pictures
from publications.formats import feed as atom_feed
from publications.forms import DocumentFilter, ReportFilter
from publications.models import Document, Picture, Report, Topic

log = logging.getLogger(__name__)

PAGE = "seite"
PER_PAGE = 12
IN_FEED = 20
FRESH_FOR = 300  # seconds a copy may outlive a withdrawal


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What was published, newest first, to be narrowed down by topic and year."""
    now = timezone.now()
    published = Report.objects.published(now)
    topics = Topic.objects.with_reports(now).in_order()
    narrowing = ReportFilter(request.GET, topics=topics, years=published.years())
    found = narrowing.narrow(published).select_related("picture").newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get(PAGE))
    return render(request, "publications/reports.html", {"form": narrowing, "page": page})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest reports for feed readers."""
    newest = Report.objects.published(timezone.now()).prefetch_related("topics").newest_first()
    response = HttpResponse(atom_feed.atom(newest[:IN_FEED]), content_type=atom_feed.MEDIA_TYPE)
    patch_cache_control(response, max_age=FRESH_FOR)
    return response


@require_safe
def downloads(request: HttpRequest) -> HttpResponse:
    """The archive: everything to take home, to be narrowed down by kind, topic and year."""
    now = timezone.now()
    published = Document.objects.published(now)
    topics = Topic.objects.with_documents(now).in_order()
    narrowing = DocumentFilter(request.GET, topics=topics, years=published.years())
    found = narrowing.narrow(published).with_newer_version(now).newest_first()
    page = Paginator(found, 2 * PER_PAGE).get_page(request.GET.get(PAGE))
    return render(request, "publications/downloads.html", {"form": narrowing, "page": page})


@require_safe
def file(request: HttpRequest, public_id: UUID, file_name: str) -> HttpResponseBase:
    """A published document, to be saved under its name for readers."""
    now = timezone.now()
    files = Document.objects.visible_to(request.user, now).files()
    document = get_object_or_404(files, public_id=public_id)
    if file_name != document.file_name:
        return redirect(document)
    try:
        response = sending.answer(
            request,
            str(document.file),
            media_type=document.content_type or "application/octet-stream",
            name=document.file_name,
        )
    except OSError as missing:
        log.error("file of document %s cannot be read: %s", document.pk, type(missing).__name__)
        raise Http404(_("The file is not there at the moment.")) from missing
    _let_cache(response, is_public=document.is_published(now))
    return response


@require_safe
def picture(request: HttpRequest, public_id: UUID, width: int) -> HttpResponseBase:
    """A picture in one of our widths, as long as the consent of the people in it stands."""
    shown = get_object_or_404(Picture.objects.shown(), public_id=public_id)
    response = _rendition(request, shown, width)
    patch_cache_control(response, max_age=FRESH_FOR)
    return response


def _rendition(request: HttpRequest, shown: Picture, width: int) -> HttpResponseBase:
    """Raises Http404 for a width that we do not offer, and where the file is gone."""
    try:
        stored = pictures.rendition(str(shown.file), width)
        return sending.answer(request, stored, media_type="image/webp")
    except ValueError as unknown:
        raise Http404 from unknown
    except (OSError, ValidationError) as missing:
        log.error("picture %s cannot be read: %s", shown.pk, type(missing).__name__)
        raise Http404 from missing


def _let_cache(response: HttpResponseBase, *, is_public: bool) -> None:
    """For a few minutes what everybody may see; never what only the office sees."""
    if is_public:
        patch_cache_control(response, max_age=FRESH_FOR)
    else:
        patch_cache_control(response, private=True, no_store=True)
