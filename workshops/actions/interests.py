"""Kommunen that would like a Werkstatt, and what became of it."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from people.models import User
from portal import audit, outbox
from portal.audit import Actor
from portal.open_forms import counted, mailbox
from portal.refusals import Refusal, TooMany
from workshops.letters import interests as letters
from workshops.models import Interest, Round

State = Interest.State
HOUR = timedelta(hours=1)
MOST = 3  # an hour, from one mailbox


@transaction.atomic
def send(
    *,
    municipality: Municipality | None,
    municipality_text: str,
    contact_email: str,
    consent_text: str,
    ticket: str,
    at: datetime,
    **told: Any,
) -> Interest:
    """Take a Kommune's interest, confirm it, and tell the office.

    A form that was sent twice is one interest. Raises TooMany for the fourth of a mailbox within
    an hour.
    """
    digest = hashlib.sha256(ticket.encode()).hexdigest()
    if known := Interest.objects.filter(ticket=digest).first():
        return known
    if counted("interest", mailbox(contact_email), per=HOUR, at=at) > MOST:
        wait = int(HOUR.total_seconds())
        raise TooMany(
            _("Several messages have come from this address already. Please try again later."),
            retry_after=wait,
        )
    interest = Interest(
        municipality=municipality,
        municipality_text=municipality_text,
        contact_email=contact_email,
        consent_text=consent_text,
        consented_at=at,
        sent_at=at,
        ticket=digest,
        **told,
    )
    interest.full_clean(exclude=["ticket"])
    try:
        with transaction.atomic():
            interest.save()
    except IntegrityError:  # the other click was faster by a moment
        return Interest.objects.get(ticket=digest)
    audit.record("interest.sent", interest, actor=Actor.REGISTRANT, at=at)
    outbox.post(letters.interest_received(interest), at=at)
    for address in _office():
        outbox.post(letters.interest_came(interest, to=address), at=at)
    return interest


@transaction.atomic
def answer(*, interest: Interest, by: User, at: datetime) -> Interest:
    """Note that somebody has answered."""
    interest = _locked(interest)
    if interest.state != State.NEW:
        raise Refusal(_("This interest was already answered."))
    interest.state = State.ANSWERED
    return _save(interest, "interest.answered", by, at, "state")


@transaction.atomic
def use(*, interest: Interest, round: Round, by: User, at: datetime) -> Interest:
    """Note which round came of it."""
    interest = _locked(interest)
    if interest.state == State.USED:
        raise Refusal(_("A round already came of this interest."))
    interest.state, interest.round = State.USED, round
    return _save(interest, "interest.used", by, at, "state", "round")


def _office() -> list[str]:
    """The coordinators; as long as there are none, whoever runs the portal."""
    coordinators = User.objects.coordinators().values_list("email", flat=True)
    return list(coordinators) or [settings.OPERATOR["email"]]


def _locked(interest: Interest) -> Interest:
    return Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)


def _save(interest: Interest, what: str, by: User, at: datetime, *fields: str) -> Interest:
    interest.save(update_fields=fields)
    audit.record(what, interest, by=by, at=at, fields=fields)
    return interest
