"""Rounds: shown, hidden, begun, ended, and how many Kommunen fit in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from workshops.models import Round, Team

Phase = Round.Phase


@transaction.atomic
def publish(*, round: Round, by: User, at: datetime) -> Round:
    """Show the round on the public pages, as soon as its Werkstatt is shown."""
    round = Round.objects.locked(round.pk)
    if round.is_published:
        raise Refusal(_("This round is already published."))
    if round.when is None:
        raise Refusal(_("Please enter when the round takes place before you publish it."))
    round.is_published = True
    return _save(round, "round.published", by, at, "is_published")


@transaction.atomic
def unpublish(*, round: Round, by: User, at: datetime) -> Round:
    """Hide the round; its teams and coordinators still see it."""
    round = Round.objects.locked(round.pk)
    if not round.is_published:
        raise Refusal(_("This round is not published."))
    round.is_published = False
    return _save(round, "round.unpublished", by, at, "is_published")


@transaction.atomic
def start(*, round: Round, by: User, at: datetime) -> Round:
    """The round runs; a closed group takes nobody in from now on."""
    round = Round.objects.locked(round.pk)
    if round.phase != Phase.PREPARATION:
        raise Refusal(_("Only a round in preparation can be started."))
    if not round.teams.taking_part().exists():
        raise Refusal(_("A round starts with at least one team that takes part."))
    round.phase = Phase.RUNNING
    return _save(round, "round.started", by, at, "phase")


@transaction.atomic
def finish(*, round: Round, by: User, at: datetime) -> Round:
    """The round is over. Days that are still to come must be cancelled or held first."""
    round = Round.objects.locked(round.pk)
    if round.phase != Phase.RUNNING:
        raise Refusal(_("Only a running round can be finished."))
    if round.meetings.taking_place().upcoming(at).exists():
        raise Refusal(_("The round still has a workshop day to come."))
    round.phase = Phase.FINISHED
    return _save(round, "round.finished", by, at, "phase")


@transaction.atomic
def reopen(*, round: Round, by: User, at: datetime) -> Round:
    """Take the end back, for example for one more day."""
    round = Round.objects.locked(round.pk)
    if round.phase != Phase.FINISHED:
        raise Refusal(_("Only a finished round can be reopened."))
    round.phase = Phase.RUNNING
    return _save(round, "round.reopened", by, at, "phase")


@transaction.atomic
def set_capacity(*, round: Round, capacity: int | None, by: User, at: datetime) -> Round:
    """How many Kommunen may take part; None for no limit. Never fewer than there are."""
    round = Round.objects.locked(round.pk)
    taken = round.teams.exclude(state=Team.State.LEFT).count()
    if capacity is not None and capacity < taken:
        raise Refusal(_("There are already %(number)d teams in this round.") % {"number": taken})
    round.capacity = capacity
    return _save(round, "round.capacity_changed", by, at, "capacity")


def _save(round: Round, what: str, by: User, at: datetime, *fields: str) -> Round:
    round.save()
    audit.record(what, round, by=by, at=at, fields=fields, scope=round.scope)
    return round
