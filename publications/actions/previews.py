"""Links under which somebody from outside reads a report before it is published."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.outbox import absolute
from portal.refusals import Refusal
from publications.models import Report, ReportPreview, digest_of

VALID = timedelta(days=14)
TOKEN_BYTES = 24  # 192 bits


class Made(NamedTuple):
    """The record, and the address that is said once and stored nowhere."""

    preview: ReportPreview
    address: str


@transaction.atomic
def make(*, report: Report, reader: str, by: User, at: datetime) -> Made:
    """Make a link for this reader, valid for 14 days."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.is_published(at):
        raise Refusal(_("This report is published: everybody can read it."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    preview = ReportPreview(
        report=report,
        token_hash=digest_of(token),
        reader=reader,
        made_by=by,
        made_at=at,
        expires_at=at + VALID,
    )
    preview.full_clean()
    preview.save()
    audit.record("report_preview.made", preview, by=by, at=at)
    return Made(preview, absolute(reverse("home:report_preview", args=[token])))


@transaction.atomic
def revoke(*, preview: ReportPreview, by: User, at: datetime) -> ReportPreview:
    """Close the link at once."""
    preview = ReportPreview.objects.select_for_update().get(pk=preview.pk)
    if not preview.is_open(at):
        raise Refusal(_("This link leads nowhere any more."))
    return _close(preview, by, at)


def revoke_all(*, report: Report, by: User, at: datetime) -> None:
    """Close every link to this report. Call it in the transaction of its reason."""
    for preview in report.previews.select_for_update().open(at):
        _close(preview, by, at)


def _close(preview: ReportPreview, by: User, at: datetime) -> ReportPreview:
    preview.revoked_at = at
    preview.save(update_fields=["revoked_at"])
    audit.record("report_preview.revoked", preview, by=by, at=at, fields=["revoked_at"])
    return preview
