"""Saying what moved on a milestone."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.http import SignedInRequest
from people.models import User
from portal import drafts
from portal.refusals import Conflict
from workshops import policies
from workshops.actions import progress
from workshops.forms.log import LogForm
from workshops.models import Milestone, ProgressEntry
from workshops.models.board import lines
from workshops.views.answers import SeeOther
from workshops.views.rows import Addresses, BlankForms, row
from workshops.views.team.doors import own_milestone_of


@login_required
@require_http_methods(["GET", "POST"])
def log(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Say what moved. With htmx the answer is the milestone's line in the room."""
    milestone = own_milestone_of(request.user, team_id, milestone_id)
    corrects = _entry_to_correct(request, milestone)
    form = LogForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        milestone=milestone,
        corrects=corrects,
        typed=drafts.kept(request),
        may_drop=policies.may_order_milestones(request.user, milestone.team),
    )
    if form.is_valid():
        try:
            _say(request.user, milestone, corrects, form)
        except Conflict:
            return _conflict(request, milestone, corrects, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            drafts.drop(request)
            return _said(request, milestone)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return _form_page(request, milestone, form, status, corrects=corrects)


def _entry_to_correct(request: SignedInRequest, milestone: Milestone) -> ProgressEntry | None:
    """The entry named in the address by `?berichtigt=17`."""
    number = request.GET.get("berichtigt", "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise Http404
    entry = get_object_or_404(milestone.entries.select_related("milestone__team"), pk=number)
    if not policies.may_correct_entry(request.user, entry):
        raise PermissionDenied
    return entry


def _say(
    user: User, milestone: Milestone, corrects: ProgressEntry | None, form: LogForm
) -> ProgressEntry:
    now = timezone.now()
    if corrects:
        return progress.correct(entry=corrects, by=user, at=now, **form.facts)
    return progress.log(milestone=milestone, by=user, at=now, **form.facts)


def _said(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    """The milestone's page with a word of success; for htmx its line and the margin."""
    if not request.htmx:
        messages.success(request, _("Your entry is saved."))
        return SeeOther(milestone.get_absolute_url())
    context = {
        "row": {**_fresh_row(request, milestone), "saved": True},
        "feed": ProgressEntry.objects.feed_of(milestone.team),
        "team": milestone.team,
        "out_of_band": True,
    }
    return render(request, "workshops/team/_said.html", context)


def _conflict(
    request: SignedInRequest, milestone: Milestone, corrects: ProgressEntry | None, form: LogForm
) -> HttpResponse:
    """How the status stands now and who moved it; what was typed can be saved all the same."""
    milestone.refresh_from_db(fields=["status", "reached_on", "version"])
    last_move = (
        milestone.entries.moving_the_status().newest_first().select_related("author").first()
    )
    moved = last_move if last_move and last_move.status_to == milestone.status else None
    again = form.seeing(milestone)
    return _form_page(
        request,
        milestone,
        again,
        HTTPStatus.CONFLICT,
        corrects=corrects,
        conflict=True,
        moved=moved,
    )


def _form_page(
    request: SignedInRequest,
    milestone: Milestone,
    form: LogForm,
    status: HTTPStatus,
    **more: Any,
) -> HttpResponse:
    context = {
        "milestone": milestone,
        "team": milestone.team,
        "form": form,
        "ticket": drafts.ticket(request.user),
        "draft": drafts.kept(request),
        **more,
    }
    if request.htmx:
        context["row"] = {**_fresh_row(request, milestone), "form": form, **more}
        return render(request, "workshops/team/_milestone.html", context, status=status)
    return render(request, "workshops/team/log.html", context, status=status)


def _fresh_row(request: SignedInRequest, milestone: Milestone) -> dict[str, Any]:
    again = Milestone.objects.filter(pk=milestone.pk).with_names()
    may_drop = policies.may_order_milestones(request.user, milestone.team)
    forms = BlankForms(request, milestone.team, may_drop=may_drop)
    return row(lines(again, timezone.now())[0], Addresses(milestone.team), forms)
