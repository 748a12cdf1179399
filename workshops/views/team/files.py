"""The files of a team: list and send, hand out, share with the round, remove."""

import logging
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import SignedInRequest
from people.models import User
from portal import downloads
from portal.refusals import Refusal
from workshops import policies
from workshops.actions import team_files
from workshops.forms.files import FilesForm
from workshops.models import MeetingFile, Team, TeamFile
from workshops.views.answers import SeeOther
from workshops.views.team.doors import team_of

log = logging.getLogger(__name__)

PER_PAGE = 50
PAGE = "seite"


@login_required
@require_http_methods(["GET", "POST"])
def files(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """What the team keeps, and what others of the round share with it; members add to it."""
    team = team_of(request.user, team_id)
    may_add = policies.may_add_file(request.user, team)
    is_sent = request.method == "POST"
    if is_sent and not may_add:
        raise PermissionDenied
    form = FilesForm(request.POST, request.FILES) if is_sent else FilesForm()
    if form.is_valid():
        try:
            kept = _keep(request.user, team, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = ngettext("%(count)s file is kept.", "%(count)s files are kept.", len(kept))
            return _to_list(request, team, said % {"count": len(kept)})
    return _list(request, team, form, may_add=may_add)


@login_required
@require_safe
def file(
    request: SignedInRequest, team_id: UUID, file_id: UUID, file_name: str
) -> HttpResponseBase:
    """The file itself, to be saved under its name."""
    found = _file(request.user, team_id, file_id)
    if file_name != found.file_name:
        raise Http404
    try:
        return downloads.answer(
            request, str(found.file), media_type=found.content_type, name=found.file_name
        )
    except OSError as missing:
        log.error("file %s of a team cannot be read: %s", found.pk, type(missing).__name__)
        raise Http404(_("The file is not there at the moment.")) from missing


@login_required
@require_POST
def share_file(request: SignedInRequest, team_id: UUID, file_id: UUID) -> HttpResponse:
    found = _file_to_share(request.user, team_id, file_id)
    try:
        team_files.share(file=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _to_list(request, found.team, refusal.messages[0])
    said = _("“%(file)s” can now be read by all teams of the round.")
    return _to_list(request, found.team, said % {"file": found})


@login_required
@require_POST
def take_back_file(request: SignedInRequest, team_id: UUID, file_id: UUID) -> HttpResponse:
    found = _file_to_share(request.user, team_id, file_id)
    try:
        team_files.take_back(file=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _to_list(request, found.team, refusal.messages[0])
    said = _("“%(file)s” can only be read by your team and its coordinators again.")
    return _to_list(request, found.team, said % {"file": found})


@login_required
@require_http_methods(["GET", "POST"])
def remove_file(request: SignedInRequest, team_id: UUID, file_id: UUID) -> HttpResponse:
    """Ask once more, then remove it for good."""
    found = _own_file(request.user, team_id, file_id)
    if not policies.may_remove_file(request.user, found):
        raise PermissionDenied
    if request.method == "GET":
        page = {"team": found.team, "file": found}
        return render(request, "workshops/team/file_remove.html", page)
    name = str(found)
    team_files.remove(file=found, by=request.user, at=timezone.now())
    return _to_list(request, found.team, _("“%(file)s” is removed.") % {"file": name})


def _keep(user: User, team: Team, form: FilesForm) -> list[TeamFile]:
    sent, note = form.cleaned_data["documents"], form.cleaned_data["note"]
    return team_files.add(team=team, files=sent, by=user, at=timezone.now(), note=note)


def _list(request: SignedInRequest, team: Team, form: FilesForm, *, may_add: bool) -> HttpResponse:
    readable = TeamFile.objects.visible_to(request.user).with_names().newest_first()
    own = Paginator(readable.filter(team=team), PER_PAGE).get_page(request.GET.get(PAGE))
    others = readable.shared().filter(team__round=team.round).exclude(team=team)
    page = {
        "team": team,
        "form": form,
        "may_add": may_add,
        "is_lead": policies.may_share_files(request.user, team),
        "page": own,
        "others": others[:PER_PAGE],
        "minutes": MeetingFile.objects.of_round(team.round).newest_first(),
        "used": team.files.bytes(),
        "quota": team_files.quota(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "workshops/team/files.html", page, status=status)


def _to_list(request: SignedInRequest, team: Team, said: str) -> HttpResponse:
    messages.success(request, said)
    return SeeOther(reverse("workshops:files", args=[team.public_id]))


def _file(user: User, team_id: UUID, file_id: UUID) -> TeamFile:
    """A file that this user may read."""
    readable = TeamFile.objects.visible_to(user).with_names().select_related("team__round")
    found = readable.filter(public_id=file_id, team__public_id=team_id).first()
    if found is None:
        raise PermissionDenied if user.is_editor else Http404
    return found


def _own_file(user: User, team_id: UUID, file_id: UUID) -> TeamFile:
    """A file of a room that this user may enter; what others share is only read."""
    found = _file(user, team_id, file_id)
    if not policies.may_see_team_room(user, found.team):
        raise Http404
    return found


def _file_to_share(user: User, team_id: UUID, file_id: UUID) -> TeamFile:
    found = _own_file(user, team_id, file_id)
    if not policies.may_share_files(user, found.team):
        raise PermissionDenied
    return found
