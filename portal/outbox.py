"""The outbox: a letter is a row of the transaction that owes it; sending happens afterwards."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from portal import operator, tasks
from portal.delivery import deliver_due
from portal.models import MailAttachment, OutgoingMail, subject_of
from portal.seals import seal
from portal.text import clean_line

__all__ = ["Attachment", "Letter", "absolute", "deliver_due", "forget", "hidden", "post", "render"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is said to one recipient on one occasion.

    `occasion` is unique for ever ("meeting-moved:17:2"). `secrets` are the parts that must not be
    readable while the letter waits, a link with a token, a code: the text holds `hidden("link")`
    in their place. `scope` names the room it belongs to ("round:3"), whose coordinators see what
    became of it.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    occasion: str
    about: str = ""
    scope: str = ""
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    attachments: tuple[Attachment, ...] = ()
    is_sign_in: bool = False


def hidden(name: str) -> str:
    """The place of a secret part in the text of a letter."""
    return f"⟦{name}⟧"


def absolute(path: str) -> str:
    """The address of a path for a letter: from the settings, never from a request."""
    return urljoin(f"{settings.BASE_URL}/", path)


def render(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Text and HTML of `templates/emails/<template>.txt` and `.html`, with who runs the portal."""
    everything = {**operator.context(), "base_url": settings.BASE_URL, **context}
    text = render_to_string(f"emails/{template}.txt", everything)
    html = render_to_string(f"emails/{template}.html", everything)
    return f"{text.strip()}\n", html


def post(letter: Letter, *, at: datetime | None = None) -> OutgoingMail:
    """Owe this letter. Call it in the transaction of the change that it tells about.

    An occasion that had its letter gets no second one. Delivery is nudged once per transaction
    after the commit; if that fails, the sweep sends.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A letter belongs to a transaction.")
    now = at or timezone.now()
    mail, is_new = OutgoingMail.objects.get_or_create(
        occasion=letter.occasion,
        defaults={
            "recipient": clean_line(letter.to),
            "subject": clean_line(letter.subject)[:250],
            "text": letter.text,
            "html": letter.html,
            "about": letter.about,
            "scope": letter.scope,
            "is_sign_in": letter.is_sign_in,
            "sealed": seal(letter.secrets),
            "message_id": f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>",
            "posted_at": now,
            "next_attempt_at": now,
        },
    )
    if is_new:
        _attach(mail, letter.attachments)
        _nudge_after_commit()
    return mail


def pretend(letter: Letter) -> None:
    """The work of posting this letter, and nothing of it stays: for those who listen to the time.

    Call it in a transaction, as `post`.
    """
    with transaction.atomic():
        post(letter)
        transaction.set_rollback(True)
    _nudge_after_commit()


def forget(thing: models.Model, *, address: str = "") -> None:
    """Nobody shall read any more what was written about this record, or to this address about its
    kind. What waits is not sent; of what was sent only the occasion stays, so that it stays one.
    """
    kind = f"{thing._meta.label_lower}:"
    written = Q(about=subject_of(thing))
    if address:
        written |= Q(recipient__iexact=address, about__startswith=kind)
    mails = OutgoingMail.objects.filter(written)
    mails.exclude(state=OutgoingMail.State.SENT).delete()
    MailAttachment.objects.filter(mail__in=mails).delete()
    mails.update(recipient="", subject="", text="", html="", error="")


def forget_texts(*, before: datetime) -> int:
    """Of what was sent before this moment nobody shall read the text; how many letters these were.

    To whom it went, about what and when stays: it proves that people were told.
    """
    mails = OutgoingMail.objects.sent_before(before)
    MailAttachment.objects.filter(mail__in=mails).delete()
    return mails.exclude(text="", html="").update(text="", html="")


def _attach(mail: OutgoingMail, files: tuple[Attachment, ...]) -> None:
    MailAttachment.objects.bulk_create(
        MailAttachment(mail=mail, name=file.name, media_type=file.media_type, content=file.content)
        for file in files
    )


def _nudge_after_commit() -> None:
    if not any(entry[1] is _nudge for entry in connection.run_on_commit):
        transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    """Ask for delivery; a broker that is away only costs time, the sweep does the rest."""
    try:
        tasks.deliver_soon()
    except Exception as away:
        log.warning("delivery not nudged: %s", type(away).__name__)
