"""What every working sheet does with its parts: change, remove, bring back, and in time forget.

For the actions of one noun each; they lock what belongs together and say what it is called.
"""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from workshops.models import Team
from workshops.models.kept import Kept

K = TypeVar("K", bound=Kept)


def team_locked(team: Team) -> Team:
    """Sheets of a team are added one at a time, so that limits hold."""
    return Team.objects.select_for_update(of=("self",)).get(pk=team.pk)


def refuse_beyond(most: int, standing: models.QuerySet[K]) -> None:
    if standing.count() >= most:
        raise Refusal(
            _("There is room for %(most)d entries. Please remove one first.") % {"most": most}
        )


def added(thing: K, what: str, team: Team, by: User, at: datetime) -> K:
    thing.full_clean()
    thing.save()
    audit.record(what, thing, by=by, at=at, scope=team.round.scope)
    return thing


def changed(thing: K, what: str, facts: dict[str, Any], team: Team, by: User, at: datetime) -> K:
    """Set these facts of a locked row; where nothing is different nothing happens."""
    different = [name for name, value in facts.items() if getattr(thing, name) != value]
    if not different:
        return thing
    for name in different:
        setattr(thing, name, facts[name])
    thing.version += 1
    thing.full_clean()
    thing.save()
    audit.record(what, thing, by=by, at=at, fields=different, scope=team.round.scope)
    return thing


def removed(thing: K, what: str, team: Team, by: User, at: datetime) -> K:
    """Take a locked row off the sheet; a second click does nothing."""
    if thing.removed_at is None:
        thing.removed_at = at
        thing.save(update_fields=["removed_at"])
        audit.record(what, thing, by=by, at=at, scope=team.round.scope)
    return thing


def brought_back(thing: K, what: str, team: Team, by: User, at: datetime) -> K:
    if thing.removed_at is not None:
        thing.removed_at = None
        thing.full_clean()
        thing.save(update_fields=["removed_at"])
        audit.record(what, thing, by=by, at=at, scope=team.round.scope)
    return thing
