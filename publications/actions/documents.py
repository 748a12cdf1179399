"""Documents on their way to the public, and back; and to those who need them otherwise."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, outbox
from portal.open_forms import counted, mailbox
from portal.refusals import Refusal
from publications import letters
from publications.models import Document

PROMISES = 3  # an hour, to one mailbox
HOUR = timedelta(hours=1)


@transaction.atomic
def publish(*, document: Document, by: User, at: datetime) -> Document:
    """Put it into the archive of downloads. From now on everybody may fetch it."""
    document = _locked(document)
    if document.published_at is not None:
        raise Refusal(_("This document is already published."))
    return _set(document, at, "document.published", by, at)


@transaction.atomic
def unpublish(*, document: Document, by: User, at: datetime) -> Document:
    """Take it out of the archive; its address answers "not found"."""
    document = _locked(document)
    if document.published_at is None:
        raise Refusal(_("This document is not published."))
    return _set(document, None, "document.unpublished", by, at)


@transaction.atomic
def request_accessible(
    *, document: Document, email: str, message: str, ticket: str, at: datetime
) -> None:
    """Tell the operator who needs an accessible version, and the sender that it arrived.

    Nobody gets more than three such letters an hour, whichever documents are asked for.
    """
    wanted = letters.accessible_version_wanted(
        document, sender=email, message=message, ticket=ticket
    )
    outbox.post(wanted, at=at)
    if counted("accessible-version-promised", mailbox(email), per=HOUR, at=at) <= PROMISES:
        outbox.post(letters.accessible_version_promised(document, to=email, at=at), at=at)


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update().get(pk=document.pk)


def _set(
    document: Document, published_at: datetime | None, what: str, by: User, at: datetime
) -> Document:
    document.published_at = published_at
    document.save(update_fields=["published_at"])
    audit.record(what, document, by=by, at=at, fields=["published_at"])
    return document
