"""Teams: admitted to a round, accepted, gone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from people.actions import invitations
from people.models import User
from portal import audit, outbox
from portal.dates import berlin_day
from portal.models import AuditEntry
from portal.refusals import Refusal
from workshops.letters import teams as letters
from workshops.models import Round, Team

State = Team.State


@transaction.atomic
def admit(
    *, round: Round, municipality: Municipality, by: User, at: datetime, reason: str = ""
) -> Team:
    """Give the Kommune a place in the round and invite its team; a team that left comes back.

    The Rahmenvereinbarung must stand when the round starts (today, if that is not known); without
    it a reason is needed, and so it is where a closed group is already running. A reason that was
    needed is kept. Raises Refusal.
    """
    round = Round.objects.locked(round.pk)
    team = Team(round=round, municipality=municipality)
    team = round.teams.filter(municipality=municipality).first() or team
    if team.pk and team.state != State.LEFT:
        raise Refusal(_("This Kommune already has a team in this round."))
    _refuse_unless_open(round)
    reason, objections = reason.strip(), _objections(round, municipality, at)
    if objections and not reason:
        raise Refusal(objections)
    team.state, team.left_reason = State.INVITED, ""
    team.admission_reason = reason if objections else ""
    return _save(team, "team.admitted", by, at, "state", "admission_reason")


@transaction.atomic
def accept(*, team: Team, by: User, at: datetime) -> Team:
    """The team takes part."""
    team = _locked(team)
    if team.state != State.INVITED:
        raise Refusal(_("Only an invited team can accept."))
    return _save(_in_state(team, State.ACCEPTED), "team.accepted", by, at, "state")


@transaction.atomic
def leave(*, team: Team, reason: str, by: User, at: datetime) -> Team:
    """The team is no longer part of the round; what it wrote stays.

    Its members are out with the next request, its open invitations lead nowhere, and the
    coordinators are told. Raises Refusal.
    """
    team = _locked(team)
    if team.state == State.LEFT:
        raise Refusal(_("This team has already left."))
    if not reason.strip():
        raise Refusal(_("Please say why the team left."))
    team.left_reason = reason
    team = _save(_in_state(team, State.LEFT), "team.left", by, at, "state", "left_reason")
    for invitation in team.invitations.pending().select_related("invitation"):
        invitations.withdraw(invitation=invitation.invitation, by=by, at=at)
    times = AuditEntry.objects.about(team).filter(what="team.left").count()
    for coordinator in team.round.coordinators.coordinators().exclude(pk=by.pk):
        outbox.post(letters.team_left(team, to=coordinator, number=times), at=at)
    return team


def _refuse_unless_open(round: Round) -> None:
    if round.phase == Round.Phase.FINISHED:
        raise Refusal(_("This round is over."))
    taken = round.teams.exclude(state=State.LEFT).count()
    if round.capacity is not None and taken >= round.capacity:
        raise Refusal(_("All places for Kommunen in this round are taken."))


def _objections(round: Round, municipality: Municipality, at: datetime) -> list[str]:
    """What only a reason can outweigh."""
    found = []
    if round.phase == Round.Phase.RUNNING and round.is_closed_group:
        found.append(
            _("This round is a closed group and already running; please say why one more joins.")
        )
    if not municipality.is_eligible(round.first_day or berlin_day(at)):
        found.append(
            _("No framework agreement stands at the start of the round; please give a reason.")
        )
    return found


def _locked(team: Team) -> Team:
    return Team.objects.select_for_update(of=("self",)).get(pk=team.pk)


def _in_state(team: Team, state: Team.State) -> Team:
    team.state = state
    return team


def _save(team: Team, what: str, by: User, at: datetime, *fields: str) -> Team:
    team.full_clean()
    team.save()
    audit.record(what, team, by=by, at=at, fields=fields, scope=team.round.scope)
    return team
