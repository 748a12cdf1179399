"""The keys to registrations: made for a letter, tried, sent again."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, outbox
from portal.models import OutgoingMail
from portal.open_forms import mailbox
from portal.refusals import Refusal
from registrations import letters
from registrations.models import Registration, RegistrationLink, digest_of

MAILS_PER_HOUR = 3
HOUR = timedelta(hours=1)


def issue(registration: Registration, *, at: datetime) -> str:
    """A new key for one letter, 256 random bits. Only its digest is stored."""
    token = secrets.token_urlsafe(32)
    RegistrationLink.objects.create(
        registration=registration, token_hash=digest_of(token), issued_at=at
    )
    return token


def find(token: str) -> Registration | None:
    """The registration that this key opens. Looking changes nothing."""
    link = RegistrationLink.objects.valid().filter(token_hash=digest_of(token))
    found = link.select_related("registration__offer").first()
    return found.registration if found else None


def is_enough(email: str, *, at: datetime) -> bool:
    """Whether this mailbox got as many letters within an hour as anybody may cause."""
    return RegistrationLink.objects.sent_to(mailbox(email), at - HOUR) >= MAILS_PER_HOUR


@transaction.atomic
def send_again(*, email: str, ticket: str, at: datetime) -> None:
    """One letter with new keys to everything that this address is registered for.

    The old keys stop working. Whoever asked learns nothing: for a strange address, or one that got
    its three letters this hour, nothing happens.
    """
    theirs = Registration.objects.of_mailbox(mailbox(email)).active().known()
    found = list(theirs.select_related("offer").select_for_update(of=("self",)).order_by("pk"))
    found = [one for one in found if one.offer.ends is None or at < one.offer.ends]
    if not found or is_enough(email, at=at):
        return
    RegistrationLink.objects.valid().filter(registration__in=found).update(replaced_at=at)
    tokens = [(registration, issue(registration, at=at)) for registration in found]
    outbox.post(letters.links_again(tokens, ticket=ticket), at=at)
    for registration in found:
        audit.record(
            "registration.links_sent",
            registration,
            actor=audit.Actor.REGISTRANT,
            scope=registration.scope,
            at=at,
        )


@transaction.atomic
def renew(*, registration: Registration, ticket: str, by: User, at: datetime) -> None:
    """The office sends somebody a new key; the old ones stop working. One letter per ticket."""
    of_whom = Registration.objects.select_related("offer").select_for_update(of=("self",))
    registration = of_whom.get(pk=registration.pk)
    if registration.is_erased or not registration.is_active:
        raise Refusal(_("This registration was cancelled."))
    if OutgoingMail.objects.filter(occasion=letters.links_occasion(registration, ticket)).exists():
        return
    RegistrationLink.objects.valid().filter(registration=registration).update(replaced_at=at)
    token = issue(registration, at=at)
    outbox.post(letters.links_again([(registration, token)], ticket=ticket), at=at)
    audit.record("registration.links_sent", registration, by=by, scope=registration.scope, at=at)
