"""What everybody may read, look at and take home."""

import logging
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import downloads as sending
from portal import pictures
from portal.open_forms import limit
from publications.actions import documents
from publications.formats import feed as atom_feed
from publications.forms import AccessibleVersionForm, ReportFilter
from publications.models import Document, Picture, Report, Topic

log = logging.getLogger(__name__)

PAGE = "seite"
PER_PAGE = 12
IN_FEED = 20
ASKED_PER_HOUR = 5
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


@require_http_methods(["GET", "HEAD", "POST"])
def request_accessible(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for a document in a form that one can use; answered by letter."""
    now = timezone.now()
    document = get_object_or_404(Document.objects.published(now), public_id=public_id)
    if request.method == "POST":
        limit(request, "accessible-version", most=ASKED_PER_HOUR, per=timedelta(hours=1), at=now)
    form = AccessibleVersionForm(request.POST if request.method == "POST" else None, at=now)
    if form.is_valid():
        if not form.is_from_machine:
            asked = {name: form.cleaned_data[name] for name in ("email", "message")}
            ticket = form.cleaned_data["opened"]
            documents.request_accessible(document=document, ticket=ticket, at=now, **asked)
        return redirect("publications:accessible_requested", document.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = {"document": document, "form": form}
    response = render(request, "publications/request_accessible.html", page, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def accessible_requested(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Thank you, and what happens next."""
    published = Document.objects.published(timezone.now())
    document = get_object_or_404(published, public_id=public_id)
    return render(request, "publications/accessible_requested.html", {"document": document})


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
