"""What is said by e-mail about reports and documents."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from portal import outbox
from portal.dates import berlin_day
from portal.models import subject_of
from publications.models import Document


def accessible_version_wanted(
    document: Document, *, sender: str, message: str, ticket: str
) -> outbox.Letter:
    """To the operator: who needs which document, and how. Once per form that was shown."""
    address = outbox.absolute(document.get_absolute_url())
    context = {"document": document, "sender": sender, "message": message, "link": address}
    text, html = outbox.render("publications/accessible_version_wanted", context)
    return outbox.Letter(
        to=settings.OPERATOR["email"],
        subject=_("Accessible version wanted: %(title)s") % {"title": document.title},
        text=text,
        html=html,
        occasion=f"accessible-version-wanted:{document.pk}:{_digest(ticket)}",
        about=subject_of(document),
    )


def accessible_version_promised(document: Document, *, to: str, at: datetime) -> outbox.Letter:
    """To whoever asked: that it arrived. Nothing that they wrote; once a day and document."""
    text, html = outbox.render("publications/accessible_version_promised", {"document": document})
    return outbox.Letter(
        to=to,
        subject=_("Your request: %(title)s") % {"title": document.title},
        text=text,
        html=html,
        occasion=f"accessible-version-promised:{document.pk}:{berlin_day(at)}:{_digest(to.lower())}",
        about=subject_of(document),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
