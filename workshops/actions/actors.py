"""Akteursanalyse: who matters for the team's subject."""

from datetime import datetime
from typing import Any

from django.db import transaction

from people.models import User
from workshops.actions import kept
from workshops.models import Actor, Team

MOST = 60


@transaction.atomic
def add(*, team: Team, by: User, at: datetime, **facts: Any) -> Actor:
    """Note an actor. Raises ValidationError beyond sixty, or for a name that is there already."""
    team = kept.team_locked(team)
    kept.refuse_beyond(MOST, team.actors.standing())
    return kept.added(Actor(team=team, **facts), "actor.added", team, by, at)


@transaction.atomic
def change(*, actor: Actor, version: int, by: User, at: datetime, **facts: Any) -> Actor:
    """Raises Conflict if somebody changed it after this version was read."""
    actor = Actor.objects.locked_as_seen(actor.pk, version)
    return kept.changed(actor, "actor.changed", facts, actor.team, by, at)


@transaction.atomic
def remove(*, actor: Actor, by: User, at: datetime) -> Actor:
    """Off the map; for thirty days it can be brought back."""
    actor = Actor.objects.locked(actor.pk)
    return kept.removed(actor, "actor.removed", actor.team, by, at)


@transaction.atomic
def bring_back(*, actor: Actor, by: User, at: datetime) -> Actor:
    """Raises ValidationError if there is no room, or its name has been given again."""
    team = kept.team_locked(actor.team)
    kept.refuse_beyond(MOST, team.actors.standing())
    return kept.brought_back(Actor.objects.locked(actor.pk), "actor.brought_back", team, by, at)


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Delete for good what was removed thirty days ago."""
    return Actor.objects.gone(at).delete()[0]
