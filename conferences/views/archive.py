"""What a conference left behind, as one file."""

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conferences.models import Conference, Session
from conferences.views.public import visible
from portal import archives
from publications.models import Document, DocumentQuerySet


@require_safe
def documents_archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The published files of the conference and its sessions, newest version only; or 404."""
    found = visible(request, slug)
    published = Document.objects.published(timezone.now()).filter(replaced_by=None)
    files = _of(found, published).files().newest_first()
    entries = [archives.entry(document) for document in files]
    if not entries:
        raise Http404
    name = _("%(event)s – downloads.zip") % {"event": found.short_title}
    response = archives.answer(entries, name=name)
    if not found.is_published:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _of(conference: Conference, documents: DocumentQuerySet) -> DocumentQuerySet:
    own = Conference.documents.through.objects.filter(conference=conference)
    of_sessions = Session.documents.through.objects.filter(session__conference=conference)
    return documents.filter(
        Q(pk__in=own.values("document")) | Q(pk__in=of_sessions.values("document"))
    )
