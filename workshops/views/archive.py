"""What a workshop day left behind, as one file."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import archives
from workshops.models import Meeting


@require_safe
def documents_archive(
    request: HttpRequest, slug: str, number: int, meeting_slug: str
) -> HttpResponseBase:
    """The published files of the day in their newest version; 404 where there are none."""
    days = Meeting.objects.visible_to(request.user).with_round()
    where = {"round__workshop__slug": slug, "round__number": number, "slug": meeting_slug}
    day = get_object_or_404(days, **where)
    files = Meeting.objects.filter(pk=day.pk).documents(timezone.now()).files().newest_first()
    entries = [archives.entry(document) for document in files]
    if not entries:
        raise Http404
    name = _("%(event)s – downloads.zip") % {"event": day.title}
    response = archives.answer(entries, name=name)
    if not day.round.is_public:
        patch_cache_control(response, private=True, no_store=True)
    return response
