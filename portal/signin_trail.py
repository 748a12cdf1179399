"""Who came in, who did not, who left: rows of the audit trail, written where the libraries say so.

Signals, for nothing else tells of a wrong code, and one mechanism is enough (ADR 2). No address is
stored: the subject of a failed attempt is the account, if there is one, else accounts as a kind.
"""

from datetime import datetime
from typing import Any

from allauth.account import signals
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from portal import audit
from portal.models import AuditEntry

TRAIL = (
    "account.signed_in",
    "account.signed_out",
    "account.sign_in_failed",
    "account.password_changed",
    "account.address_changed",
)


def forget(*, before: datetime) -> int:
    """Who came and went before this moment is nobody's concern any more; how many rows it was."""
    return AuditEntry.objects.forget(TRAIL, before=before)


@receiver(signals.user_logged_in, dispatch_uid="trail.signed_in")
def signed_in(user: AbstractBaseUser, **_more: Any) -> None:
    _note("account.signed_in", user)


@receiver(user_logged_out, dispatch_uid="trail.signed_out")
def signed_out(user: AbstractBaseUser | None, **_more: Any) -> None:
    if user is not None:
        _note("account.signed_out", user)


@receiver(user_login_failed, dispatch_uid="trail.password_was_wrong")
def password_was_wrong(credentials: dict[str, Any], **_more: Any) -> None:
    """Known or not, the same work is done."""
    accounts = get_user_model()
    known = accounts._default_manager.filter(email__iexact=credentials.get("email", "")).first()
    _note_failure(known or accounts)


@receiver(signals.login_code_rejected, dispatch_uid="trail.code_was_wrong")
def code_was_wrong(user: AbstractBaseUser | None, **_more: Any) -> None:
    _note_failure(user or get_user_model())


@receiver(
    [signals.password_changed, signals.password_reset, signals.password_set],
    dispatch_uid="trail.password_changed",
)
def password_changed(user: AbstractBaseUser, **_more: Any) -> None:
    _note("account.password_changed", user, fields=["password"])


@receiver(signals.email_changed, dispatch_uid="trail.address_changed")
def address_changed(user: AbstractBaseUser, **_more: Any) -> None:
    _note("account.address_changed", user, fields=["email"])


def _note(what: str, account: AbstractBaseUser, fields: list[str] | None = None) -> None:
    audit.record(what, account, by=account, fields=fields or [], at=timezone.now())


def _note_failure(subject: AbstractBaseUser | type[AbstractBaseUser]) -> None:
    """By somebody at the door: nobody knows yet whose account it is."""
    what, actor = "account.sign_in_failed", audit.Actor.USER
    audit.record(what, subject, actor=actor, at=timezone.now())
