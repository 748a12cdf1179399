"""Members of a team: named, handed the lead, taken leave of."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, outbox
from portal.dates import berlin_day
from portal.refusals import Refusal
from workshops.letters import teams as letters
from workshops.models import Member, Team

Role = Member.Role


@transaction.atomic
def add(
    *,
    team: Team,
    user: User,
    by: User,
    at: datetime,
    role: Member.Role | str = Role.MEMBER,
    function: str = "",
) -> Member:
    """Name somebody, from today on. The size of the team is advice, not a limit."""
    team = _locked(team)
    if team.state == Team.State.LEFT:
        raise Refusal(_("This team has left the round."))
    if not user.is_active:
        raise Refusal(_("This account is inactive."))
    if team.round.coordinators.contains(user):
        raise Refusal(_("Whoever coordinates the round cannot belong to one of its teams."))
    member = Member(team=team, user=user, role=role, function=function, from_day=berlin_day(at))
    member.full_clean()
    member.save()
    return _note("member.added", member, by, at, "user", "role")


@transaction.atomic
def end(*, member: Member, by: User, at: datetime, successor: Member | None = None) -> Member:
    """Let the membership end today. What the person wrote stays, and says who wrote it.

    The last lead of a team names a successor, who is lead from now on; whoever leads nothing has
    nothing to hand over. Whoever did not end it themselves is told. Raises Refusal.
    """
    team = _locked(member.team)
    member = _active(member)
    leads = team.members.active().filter(role=Role.LEAD).exclude(pk=member.pk)
    if member.role == Role.LEAD and successor is not None:
        _make_lead(team, member, successor, by, at)
    elif member.role == Role.LEAD and not leads.exists():
        raise Refusal(_("The last lead cannot go without a successor."))
    member.until_day = berlin_day(at)
    member.full_clean()
    member.save(update_fields=["until_day"])
    if member.user_id != by.pk:
        outbox.post(letters.membership_ended(member), at=at)
    return _note("member.ended", member, by, at, "until_day")


@transaction.atomic
def hand_over(*, member: Member, successor: Member, by: User, at: datetime) -> Member:
    """Make somebody else lead; the lead stays as a member."""
    team = _locked(member.team)
    member = _active(member)
    if member.role != Role.LEAD:
        raise Refusal(_("Only a lead can hand over the lead."))
    _make_lead(team, member, successor, by, at)
    member.role = Role.MEMBER
    member.save(update_fields=["role"])
    return _note("member.handed_over", member, by, at, "role")


@transaction.atomic
def make_lead(*, member: Member, by: User, at: datetime) -> Member:
    """Let a member lead the team, beside whoever leads it already."""
    _locked(member.team)
    member = _active(member)
    if member.role == Role.LEAD:
        return member
    member.role = Role.LEAD
    member.save(update_fields=["role"])
    return _note("member.became_lead", member, by, at, "role")


def _locked(team: Team) -> Team:
    """Who leads is decided by one person at a time."""
    return Team.objects.select_for_update(of=("self",)).get(pk=team.pk)


def _active(member: Member) -> Member:
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.until_day is not None:
        raise Refusal(_("This membership has already ended."))
    return member


def _make_lead(team: Team, member: Member, successor: Member, by: User, at: datetime) -> None:
    fits = team.members.active().exclude(pk=member.pk).filter(pk=successor.pk).exists()
    if not fits:
        raise Refusal(_("The successor must be an active member of the same team."))
    successor.role = Role.LEAD
    successor.save(update_fields=["role"])
    _note("member.became_lead", successor, by, at, "role")


def _note(what: str, member: Member, by: User, at: datetime, *fields: str) -> Member:
    audit.record(what, member, by=by, at=at, fields=fields, scope=member.team.round.scope)
    return member
