"""How the outbox is emptied: claim and commit, send outside any transaction, mark.

At least once, and hardly ever twice: a sender that dies between sending and marking leaves a row
whose lease runs out, and the second copy carries the same Message-ID.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from html import escape
from time import monotonic
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.translation import gettext as _

from portal import audit
from portal.models import OutgoingMail
from portal.refusals import Refusal
from portal.seals import unseal

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]

State = OutgoingMail.State


class Unbuildable(ValueError):
    """The row cannot become a message, today or ever."""


def deliver_due(at: datetime, limit: int = 100) -> int:
    """Send what is due at this moment; returns how many were sent.

    Stops early when the mail server cannot be reached: the others keep their turn.
    """
    _give_up(at)
    sent, started = 0, monotonic()
    for _attempt in range(limit):
        moment = at + timedelta(seconds=monotonic() - started)
        mail = claim(moment)
        if mail is None:
            break
        fault = _send(mail, moment)
        sent += fault is None
        if fault is not None and _is_server_away(fault):
            break
    return sent


def _give_up(at: datetime) -> None:
    """A letter whose senders die again and again fails where people see it."""
    hopeless = OutgoingMail.objects.left_behind(at).filter(attempts__gt=len(PAUSES))
    hopeless.update(state=State.FAILED, lease_until=None, error="every sender died")


def claim(at: datetime) -> OutgoingMail | None:
    """Take the oldest due letter into our hands for the time of the lease, and commit that."""
    with transaction.atomic():
        mail = OutgoingMail.objects.claimable(at).first()
        if mail is None:
            return None
        mail.state = State.IN_FLIGHT
        mail.attempts += 1
        mail.lease_until = at + LEASE
        mail.save(update_fields=["state", "attempts", "lease_until"])
    return mail


def _send(mail: OutgoingMail, at: datetime) -> Exception | None:
    """Send one claimed letter and note what became of it; the fault, if there was one."""
    try:
        _build(mail).send()
    except Exception as fault:
        _note_fault(mail, fault, at)
        return fault
    _close(mail, state=State.SENT, sent_at=at, sealed="", error="")
    return None


@transaction.atomic
def send_again(*, mail: OutgoingMail, by: AbstractBaseUser, at: datetime) -> OutgoingMail:
    """Give a failed letter all its attempts anew."""
    failed = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if failed.state != State.FAILED:
        raise Refusal(_("Only a mail that failed is sent again."))
    failed.state = State.QUEUED
    failed.attempts = 0
    failed.next_attempt_at = at
    failed.save(update_fields=["state", "attempts", "next_attempt_at"])
    audit.record("mail.sent_again", failed, by=by, at=at, scope=failed.scope)
    return failed


def _note_fault(mail: OutgoingMail, fault: Exception, at: datetime) -> None:
    """Fail for good what no second try can mend; the rest is tried again after a longer pause."""
    error = f"{type(fault).__name__}: {fault}"[:300]
    if _is_for_good(fault) or mail.attempts > len(PAUSES):
        log.error("mail %s failed: %s", mail.pk, error)
        _close(mail, state=State.FAILED, error=error)
        return
    log.warning("mail %s is tried again: %s", mail.pk, error)
    pause = PAUSES[mail.attempts - 1]
    _close(mail, state=State.QUEUED, next_attempt_at=at + pause, error=error)


def _close(mail: OutgoingMail, **outcome: Any) -> None:
    """Put the letter out of our hands, unless our lease ran out and another sender has it."""
    mine = OutgoingMail.objects.filter(
        pk=mail.pk, state=State.IN_FLIGHT, lease_until=mail.lease_until
    )
    mine.update(lease_until=None, **outcome)


def _is_for_good(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return fault.smtp_code >= 500
    return isinstance(fault, Unbuildable | smtplib.SMTPNotSupportedError)


def _is_server_away(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code == 421:
        return True
    about_the_server = (
        smtplib.SMTPServerDisconnected
        | smtplib.SMTPConnectError
        | smtplib.SMTPHeloError
        | smtplib.SMTPAuthenticationError
    )
    if isinstance(fault, smtplib.SMTPException):
        return isinstance(fault, about_the_server)
    return isinstance(fault, OSError)


def _build(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message, with its secret parts put in. Raises Unbuildable."""
    try:
        secrets = unseal(mail.sealed)
        message = EmailMultiAlternatives(
            mail.subject,
            _filled(mail.text, secrets),
            to=[mail.recipient],
            headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        )
        if mail.html:
            shown = {name: escape(value) for name, value in secrets.items()}
            message.attach_alternative(_filled(mail.html, shown), "text/html")
        for file in mail.attachments.all():
            message.attach(file.name, bytes(file.content), file.media_type)
        message.message()
    except Exception as wrong:
        raise Unbuildable(type(wrong).__name__) from wrong
    return message


def _filled(text: str, secrets: dict[str, str]) -> str:
    for name, value in secrets.items():
        text = text.replace(f"⟦{name}⟧", value)
    return text
