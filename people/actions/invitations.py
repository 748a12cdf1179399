"""Invitations: a single-use right to come in, sent to one address; the upper app says to what.

The token is said once, to whoever writes the letter; stored is only what it is recognised by.
"""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Invitation, User, digest_of
from portal import audit
from portal.refusals import Refusal

VALID = timedelta(days=14)
TOKEN_BYTES = 32  # 256 bits


class Issued(NamedTuple):
    invitation: Invitation
    token: str


@transaction.atomic
def issue(*, email: str, by: User, at: datetime) -> Issued:
    """Make an invitation for this address, valid for 14 days."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        token_hash=digest_of(token),
        email=email.strip().lower(),
        invited_by=by,
        created_at=at,
        expires_at=at + VALID,
    )
    invitation.full_clean()
    invitation.save()
    audit.record("invitation.issued", invitation, by=by, at=at)
    return Issued(invitation, token)


@transaction.atomic
def renew(*, invitation: Invitation, by: User, at: datetime) -> Issued:
    """Give it a new token and 14 more days; the old token opens nothing any more."""
    invitation = _pending(invitation)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash = digest_of(token)
    invitation.expires_at = at + VALID
    invitation.save(update_fields=["token_hash", "expires_at"])
    fields = ["token_hash", "expires_at"]
    audit.record("invitation.renewed", invitation, by=by, at=at, fields=fields)
    return Issued(invitation, token)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Nobody comes in by it any more."""
    invitation = _pending(invitation)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("invitation.withdrawn", invitation, by=by, at=at, fields=["withdrawn_at"])
    return invitation


@transaction.atomic
def use(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Use it up; two at once cannot."""
    invitation = _pending(invitation)
    if not invitation.is_open(at):
        raise Refusal(_("This invitation has expired."))
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    audit.record("invitation.used", invitation, by=by, at=at, fields=["used_at"])
    return invitation


def _pending(invitation: Invitation) -> Invitation:
    """Held; neither used nor withdrawn. Raises Refusal."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.used_at is not None:
        raise Refusal(_("This invitation has been accepted already."))
    if invitation.withdrawn_at is not None:
        raise Refusal(_("This invitation has been withdrawn."))
    return invitation
