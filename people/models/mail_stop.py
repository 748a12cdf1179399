"""The link in a mail with which its reader stops mails of this kind, without signing in.

It names nobody in clear, and all it can do is to stop these mails.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from people.models import mail_kind
from people.models.mail_kind import MailKind
from people.models.user import User
from portal import outbox

_SALT = "people.mail_stop"


def token(user: User, kind: MailKind) -> str:
    return signing.dumps([user.pk, kind.name], salt=_SALT)


def link(user: User, kind: MailKind) -> str:
    """The whole address, for a letter: `stop_link` in its context."""
    return outbox.absolute(reverse("people:stop_mails", args=[token(user, kind)]))


def read(token: str) -> tuple[User, MailKind] | None:
    """Whose mails of which kind; None where the link was made up or the account is gone."""
    try:
        pk, name = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    kind = mail_kind.named(name)
    user = User.objects.filter(pk=pk).first()
    return (user, kind) if user and kind else None
