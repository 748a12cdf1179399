"""Which mails somebody can do without."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from people.models import MailChoice, User, mail_kind
from people.models.mail_kind import MailKind
from portal import audit


@transaction.atomic
def choose(*, user: User, wanted: Collection[str], at: datetime) -> None:
    """Keep what this person wants of all kinds there are; the rest stays away from now on."""
    for kind in mail_kind.known():
        _keep(user, kind, kind.name in wanted, at)


@transaction.atomic
def stop(*, user: User, kind: MailKind, at: datetime) -> None:
    """No more mails of this kind. Stopping twice does no harm."""
    _keep(user, kind, False, at)


def _keep(user: User, kind: MailKind, wanted: bool, at: datetime) -> None:
    """What is not written down is wanted."""
    if MailChoice.objects.wants(user, kind.name) == wanted:
        return
    MailChoice.objects.update_or_create(user=user, kind=kind.name, defaults={"wanted": wanted})
    audit.record("mail_choice.changed", user, by=user, at=at, fields=[kind.name])
