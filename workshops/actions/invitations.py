"""Invitations to a team: sent, sent anew, withdrawn, accepted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions import accounts
from people.actions import invitations as tickets
from people.models import User
from portal import audit, outbox
from portal.open_forms import counted
from portal.refusals import Refusal, TooMany
from workshops.actions import members, teams
from workshops.letters import teams as letters
from workshops.models import Member, Team, TeamInvitation

MOST = 30  # an hour, by one account
HOUR = timedelta(hours=1)
Role = Member.Role


@transaction.atomic
def invite(
    *,
    team: Team,
    email: str,
    by: User,
    at: datetime,
    role: Member.Role | str = Role.MEMBER,
    message: str = "",
) -> TeamInvitation:
    """Invite somebody, with or without an account, by a letter to this address.

    A team that has not accepted yet is offered to its lead. Raises Refusal.
    """
    team = _held(team)
    email = email.strip().lower()
    _refuse_unless_fits(team, email, role)
    _count(by, at)
    issued = tickets.issue(email=email, by=by, at=at)
    invitation = TeamInvitation.objects.create(
        invitation=issued.invitation, team=team, role=role, message=message
    )
    _note("team.invited", invitation, by, at)
    outbox.post(letters.team_invitation(invitation, token=issued.token), at=at)
    return invitation


@transaction.atomic
def resend(*, invitation: TeamInvitation, by: User, at: datetime) -> TeamInvitation:
    """Send a new link, valid for 14 days; the old one leads nowhere any more."""
    _refuse_if_over(_held(invitation.team))
    _count(by, at)
    issued = tickets.renew(invitation=invitation.invitation, by=by, at=at)
    invitation.invitation = issued.invitation
    _note("team.invited_again", invitation, by, at)
    outbox.post(letters.team_invitation(invitation, token=issued.token), at=at)
    return invitation


@transaction.atomic
def withdraw(*, invitation: TeamInvitation, by: User, at: datetime) -> TeamInvitation:
    """The link leads nowhere from now on."""
    invitation.invitation = tickets.withdraw(invitation=invitation.invitation, by=by, at=at)
    return _note("team.invitation_withdrawn", invitation, by, at)


@transaction.atomic
def accept(*, invitation: TeamInvitation, user: User, at: datetime, function: str = "") -> Member:
    """Let the account of the invited address into the team.

    A lead who accepts brings the team into the round. Whoever is in the team already stays what
    they are, or becomes its lead. Raises Refusal.
    """
    team = _held(invitation.team)
    _refuse_if_over(team)
    if user.email.lower() != invitation.invitation.email.lower():
        raise Refusal(_("This invitation was sent to another address than that of your account."))
    invitation.invitation = tickets.use(invitation=invitation.invitation, by=user, at=at)
    member = team.members.active().filter(user=user).first()
    if member is None:
        role = invitation.role
        member = members.add(team=team, user=user, by=user, at=at, role=role, function=function)
    elif invitation.role == Role.LEAD:
        member = members.make_lead(member=member, by=user, at=at)
    if member.role == Role.LEAD and team.state == Team.State.INVITED:
        teams.accept(team=team, by=user, at=at)
    _note("team.invitation_accepted", invitation, user, at)
    outbox.post(letters.invitation_accepted(invitation, member), at=at)
    return member


@transaction.atomic
def accept_with_new_account(
    *,
    invitation: TeamInvitation,
    first_name: str,
    last_name: str,
    function: str,
    password: str | None,
    at: datetime,
) -> Member:
    """Make an account for the invited address, and let it in; without a password it uses codes.

    Raises Refusal, also where such an account has come about meanwhile.
    """
    account = accounts.create(
        email=invitation.invitation.email,
        first_name=first_name,
        last_name=last_name,
        by=None,
        at=at,
        password=password,
    )
    return accept(invitation=invitation, user=account, at=at, function=function)


def _held(team: Team) -> Team:
    """Who comes in is decided by one person at a time."""
    held = Team.objects.select_for_update(of=("self",)).select_related("round__workshop")
    return held.get(pk=team.pk)


def _refuse_unless_fits(team: Team, email: str, role: Member.Role | str) -> None:
    _refuse_if_over(team)
    if team.state == Team.State.INVITED and role != Role.LEAD:
        raise Refusal(_("Please invite a lead first; with the lead the team accepts."))
    if team.members.active().filter(user__email__iexact=email).exists():
        raise Refusal(_("This person is already a member of the team."))
    if team.round.coordinators.filter(email__iexact=email).exists():
        raise Refusal(_("Whoever coordinates the round cannot belong to one of its teams."))
    if User.objects.filter(email__iexact=email, is_active=False).exists():
        raise Refusal(_("This account is inactive."))
    if team.invitations.pending().filter(invitation__email=email).exists():
        raise Refusal(_("This address is invited already; send the invitation anew if needed."))


def _refuse_if_over(team: Team) -> None:
    if team.state == Team.State.LEFT:
        raise Refusal(_("This team has left the round."))
    if team.round.is_finished:
        raise Refusal(_("This round is over."))


def _count(by: User, at: datetime) -> None:
    """Raises TooMany: an account that was taken over must not become a mill of letters."""
    if counted("team-invitation", str(by.pk), per=HOUR, at=at) > MOST:
        raise TooMany(
            _("That was too often in a short time. Please try again later."),
            retry_after=int(HOUR.total_seconds()),
        )


def _note(what: str, invitation: TeamInvitation, by: User, at: datetime) -> TeamInvitation:
    audit.record(what, invitation, by=by, at=at, scope=invitation.team.round.scope)
    return invitation
