"""What teams and those who look after them see and do, signed in."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from people.http import SignedInRequest
from people.models import User
from portal import drafts
from portal.refusals import Conflict
from workshops import policies
from workshops.actions import progress
from workshops.forms.log import LogForm
from workshops.models import (
    Meeting,
    Member,
    Milestone,
    MilestoneQuerySet,
    ProgressEntry,
    ProgressEntryQuerySet,
    Team,
)
from workshops.models.board import Line, lines, next_day, overviews, unconfirmed_day
from workshops.views.rows import BlankForms, row

FEED = 6  # entries in the margin of the room


class SeeOther(HttpResponseRedirect):
    """After a change: fetch that page now (303)."""

    status_code = HTTPStatus.SEE_OTHER


@login_required
@require_GET
def teams(request: SignedInRequest) -> HttpResponse:
    """The teams one belongs to; for coordinators those of their rounds, round by round."""
    now = timezone.now()
    mine = Team.objects.visible_to(request.user).with_names().with_last_entry().by_round()
    mine = mine.prefetch_related("milestones", "round__meetings")
    rounds = [
        (round, *_days_ahead(round.meetings.all(), now), overviews(of_round, now))
        for round, of_round in groupby(mine, lambda team: team.round)
    ]
    return render(request, "workshops/team/teams.html", {"rounds": rounds})


@login_required
@require_GET
def room(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The team's room: the next day, the milestones with a short form each, who does what."""
    team, now = _team(request.user, public_id), timezone.now()
    forms = BlankForms(request, team) if policies.belongs_to(request.user, team) else None
    milestones = Milestone.objects.filter(team=team).with_names().by_due_date()
    days = Meeting.objects.filter(round=team.round).with_round().in_order()
    coming, unconfirmed = _days_ahead(days, now)
    context = {
        "team": team,
        "next_meeting": coming,
        "standing": coming.standing(now) if coming else None,
        "unconfirmed": unconfirmed,
        "rows": [row(line, forms) for line in lines(milestones, now)],
        "members": Member.objects.filter(team=team).active().in_order().select_related("user"),
        "others": _shared_by_others(request.user, team),
        "feed": _feed(team),
    }
    return render(request, "workshops/team/room.html", context)


@login_required
@require_GET
def milestone(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """A milestone with its whole history; other teams of the round read it without hurdles."""
    milestone = _milestone(request.user, team_id, milestone_id)
    sees_all = policies.may_see_team_room(request.user, milestone.team)
    entries = milestone.entries.newest_first().select_related("author", "corrects", "corrected_by")
    history = list(entries if sees_all else entries.without_mere_hurdles())
    last = history[0] if history and sees_all else None
    context = {
        "milestone": milestone,
        "line": Line(milestone, last, timezone.now()),
        "entries": history,
        "sees_all": sees_all,
        "may_log": policies.may_log_progress(request.user, milestone),
        "statements": milestone.statements.cleared().newest_first(),
    }
    return render(request, "workshops/team/milestone.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def log(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Say what moved. With htmx the answer is the milestone's line in the room."""
    milestone = _own_milestone(request.user, team_id, milestone_id)
    corrects = _entry_to_correct(request, milestone)
    form = LogForm(
        request.POST if request.method == "POST" else None,
        milestone=milestone,
        corrects=corrects,
        typed=drafts.kept(request),
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


def _days_ahead(days: Iterable[Meeting], at: datetime) -> tuple[Meeting | None, Meeting | None]:
    """The next day, or else the last one that was planned and of which nobody told."""
    coming = next_day(days, at)
    return coming, None if coming else unconfirmed_day(days, at)


def _team(user: User, public_id: UUID) -> Team:
    """The team whose room this user may enter; editors have no business in any of them."""
    team = Team.objects.visible_to(user).with_names().filter(public_id=public_id).first()
    if team is None:
        raise PermissionDenied if user.is_editor else Http404
    return team


def _milestone(user: User, team_id: UUID, milestone_id: UUID) -> Milestone:
    """A milestone that this user may read."""
    readable = Milestone.objects.visible_to(user).with_names()
    milestone = readable.filter(public_id=milestone_id, team__public_id=team_id).first()
    if milestone is None:
        raise PermissionDenied if user.is_editor else Http404
    return milestone


def _own_milestone(user: User, team_id: UUID, milestone_id: UUID) -> Milestone:
    """A milestone of one's own team: 403 for who may only read the room, 404 for all others."""
    milestone = _milestone(user, team_id, milestone_id)
    if policies.may_log_progress(user, milestone):
        return milestone
    if policies.may_see_team_room(user, milestone.team):
        raise PermissionDenied
    raise Http404


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
        return progress.correct(entry=corrects, by=user, at=now, **form.cleaned_data)
    return progress.log(milestone=milestone, by=user, at=now, **form.cleaned_data)


def _said(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    """The milestone's page with a word of success; for htmx its line and the margin."""
    if not request.htmx:
        messages.success(request, _("Your entry is saved."))
        return SeeOther(milestone.get_absolute_url())
    context = {
        "row": {**_fresh_row(request, milestone), "saved": True},
        "feed": _feed(milestone.team),
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
    return row(lines(again, timezone.now())[0], BlankForms(request, milestone.team))


def _feed(team: Team) -> ProgressEntryQuerySet:
    newest = ProgressEntry.objects.filter(milestone__team=team).standing().newest_first()
    return newest.select_related("author", "milestone")[:FEED]


def _shared_by_others(user: User, team: Team) -> MilestoneQuerySet:
    """What the other teams of the round let one read."""
    others = Milestone.objects.visible_to(user).filter(team__round=team.round).exclude(team=team)
    return others.shared().of_teams_taking_part().with_names().by_team()
