"""Kommunen that would like a Werkstatt, and what became of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from workshops.models import Interest

State = Interest.State


@transaction.atomic
def answer(*, interest: Interest, by: User, at: datetime) -> Interest:
    """Note that somebody has answered."""
    interest = _locked(interest)
    if interest.state != State.NEW:
        raise Refusal(_("This interest was already answered."))
    return _set(interest, State.ANSWERED, "interest.answered", by, at)


@transaction.atomic
def use(*, interest: Interest, by: User, at: datetime) -> Interest:
    """Note that a round came of it."""
    interest = _locked(interest)
    if interest.state == State.USED:
        raise Refusal(_("A round already came of this interest."))
    return _set(interest, State.USED, "interest.used", by, at)


def _locked(interest: Interest) -> Interest:
    return Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)


def _set(interest: Interest, state: Interest.State, what: str, by: User, at: datetime) -> Interest:
    interest.state = state
    interest.save(update_fields=["state"])
    audit.record(what, interest, by=by, at=at, fields=["state"])
    return interest
