"""Who belongs to a team: invited, ended, handed over; and whether the Kommune stays."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from people.http import SignedInRequest
from people.models import User
from workshops import policies
from workshops.actions import invitations, members, teams
from workshops.forms.invitations import InviteForm
from workshops.forms.members import EndForm, HandOverForm, LeaveForm
from workshops.models import Interest, Member, Team, TeamInvitation
from workshops.views.answers import SeeOther
from workshops.views.team.doors import team_of

HEADINGS = {
    "invite": _("Invite somebody"),
    "member_end": _("End membership"),
    "member_hand_over": _("Hand over the lead"),
    "leave": _("Leave the round"),
}


@login_required
@require_GET
def members_page(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Who is in the team and since when, who was, and who is invited."""
    team = team_of(request.user, team_id)
    everybody = Member.objects.filter(team=team).in_order().select_related("user")
    may_manage = policies.may_manage_members(request.user, team)
    page = {
        "team": team,
        "members": [member for member in everybody if member.until_day is None],
        "former": [member for member in everybody if member.until_day],
        "invitations": _pending(team) if may_manage else [],
        "may_manage": may_manage,
        "now": timezone.now(),
    }
    return render(request, "workshops/team/members.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Ask somebody into the team by letter."""
    team = managed_team_of(request.user, team_id)
    form = InviteForm(_posted(request), team=team, email=_who_asked(request.user, team))
    done = _("The invitation is on its way.")
    return _act(
        request, "invite", team, form, lambda **given: invitations.invite(team=team, **given), done
    )


@login_required
@require_POST
def resend(request: SignedInRequest, team_id: UUID, invitation_id: int) -> HttpResponse:
    """A new link to the same address."""
    team = managed_team_of(request.user, team_id)
    invitation = get_object_or_404(_pending(team), pk=invitation_id)
    return _press(request, team, invitations.resend, invitation, _("Sent anew, with a new link."))


@login_required
@require_POST
def withdraw(request: SignedInRequest, team_id: UUID, invitation_id: int) -> HttpResponse:
    """The link leads nowhere from now on."""
    team = managed_team_of(request.user, team_id)
    invitation = get_object_or_404(_pending(team), pk=invitation_id)
    return _press(
        request, team, invitations.withdraw, invitation, _("The invitation is withdrawn.")
    )


@login_required
@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, team_id: UUID, member_id: int) -> HttpResponse:
    """Let a membership end today; the last lead names a successor."""
    team = managed_team_of(request.user, team_id)
    member = _member(team, member_id)
    form = EndForm(_posted(request), member=member)
    done = _("The membership of %(name)s has ended.") % {"name": member}
    return _act(
        request,
        "member_end",
        team,
        form,
        lambda **given: members.end(member=member, **given),
        done,
        member=member,
    )


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, team_id: UUID, member_id: int) -> HttpResponse:
    """Somebody else leads from now on; the lead stays as a member."""
    team = managed_team_of(request.user, team_id)
    member = _member(team, member_id)
    form = HandOverForm(_posted(request), member=member)
    return _act(
        request,
        "member_hand_over",
        team,
        form,
        lambda **given: members.hand_over(member=member, **given),
        _("The lead is handed over."),
        member=member,
    )


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """The Kommune leaves the round, with a reason."""
    team = managed_team_of(request.user, team_id)
    form = LeaveForm(_posted(request))
    done = _("%(team)s has left the round.") % {"team": team}
    return _act(
        request,
        "leave",
        team,
        form,
        lambda **given: teams.leave(team=team, **given),
        done,
    )


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def managed_team_of(user: User, team_id: UUID) -> Team:
    """A team whose members this user names; 403 for who may only read its room."""
    team = team_of(user, team_id)
    if not policies.may_manage_members(user, team):
        raise PermissionDenied
    return team


def _act(
    request: SignedInRequest,
    name: str,
    team: Team,
    form: Form,
    action: Callable[..., Any],
    done: StrOrPromise,
    **more: Any,
) -> HttpResponse:
    """Do what the form says and go back to the members, or say what is in the way."""
    if form.is_valid():
        try:
            action(**form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return _back(request, team, done)
    is_wrong = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    page = {"team": team, "form": form, "heading": HEADINGS[name], **more}
    return render(request, f"workshops/team/{name}.html", page, status=status)


def _press(
    request: SignedInRequest,
    team: Team,
    action: Callable[..., Any],
    invitation: TeamInvitation,
    done: StrOrPromise,
) -> HttpResponse:
    try:
        action(invitation=invitation, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return SeeOther(reverse("workshops:members", args=[team.public_id]))
    return _back(request, team, done)


def _back(request: SignedInRequest, team: Team, done: StrOrPromise) -> HttpResponse:
    """The members; whoever has just lost the right to see them begins with their teams."""
    messages.success(request, done)
    if Team.objects.visible_to(request.user).filter(pk=team.pk).exists():
        return SeeOther(reverse("workshops:members", args=[team.public_id]))
    return SeeOther(reverse("workshops:teams"))


def _pending(team: Team) -> Any:
    found = TeamInvitation.objects.filter(team=team).pending().newest_first()
    return found.select_related("invitation__invited_by", "team__round__workshop")


def _member(team: Team, member_id: int) -> Member:
    found = team.members.active().select_related("user", "team__round__workshop")
    return get_object_or_404(found, pk=member_id)


def _who_asked(user: User, team: Team) -> str:
    """Whoever wrote for the Kommune, as long as nobody is in the team: only the office sees it."""
    if team.state != Team.State.INVITED:
        return ""
    asked = Interest.objects.visible_to(user).filter(round=team.round_id)
    found = asked.filter(municipality=team.municipality_id).newest_first().first()
    return found.contact_email if found else ""
