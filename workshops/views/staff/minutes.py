"""Minutes and photo protocols of a day: kept for the closed group."""

import logging
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import SignedInRequest
from portal import downloads
from workshops import policies
from workshops.actions import meeting_files
from workshops.forms.circular import MinutesForm
from workshops.models import MeetingFile
from workshops.views.answers import SeeOther
from workshops.views.staff.doors import meeting_of

log = logging.getLogger(__name__)


@login_required
@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """What is kept of the day; a POST adds a file."""
    meeting = meeting_of(request.user, round_id, meeting_id)
    is_sent = request.method == "POST"
    form = MinutesForm(request.POST, request.FILES) if is_sent else MinutesForm()
    if form.is_valid():
        now = timezone.now()
        try:
            meeting_files.add(meeting=meeting, by=request.user, at=now, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The file is kept for the teams of the round."))
            return SeeOther(reverse("workshops:minutes", args=[round_id, meeting_id]))
    files = MeetingFile.objects.filter(meeting=meeting).newest_first()
    page = {"round": meeting.round, "meeting": meeting, "form": form, "files": files}
    page["may_write"] = policies.may_write_letters(request.user, meeting.round)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent else HTTPStatus.OK
    return render(request, "workshops/staff/minutes.html", page, status=status)


@login_required
@require_POST
def remove(
    request: SignedInRequest, round_id: int, meeting_id: int, public_id: UUID
) -> HttpResponse:
    meeting = meeting_of(request.user, round_id, meeting_id)
    files = MeetingFile.objects.filter(meeting=meeting).select_related("meeting__round")
    file = get_object_or_404(files, public_id=public_id)
    name = file.file_name
    meeting_files.remove(file=file, by=request.user, at=timezone.now())
    messages.success(request, _("“%(file)s” is removed.") % {"file": name})
    return SeeOther(reverse("workshops:minutes", args=[round_id, meeting_id]))


@login_required
@require_safe
def minutes_file(request: SignedInRequest, public_id: UUID, file_name: str) -> HttpResponseBase:
    """The file itself, for the closed group, to be saved under its name."""
    readable = MeetingFile.objects.visible_to(request.user)
    found = readable.filter(public_id=public_id, file_name=file_name).first()
    if found is None:
        raise PermissionDenied if request.user.is_editor else Http404
    try:
        return downloads.answer(
            request, str(found.file), media_type=found.content_type, name=found.file_name
        )
    except OSError as missing:
        log.error("file %s of a day cannot be read: %s", found.pk, type(missing).__name__)
        raise Http404(_("The file is not there at the moment.")) from missing
