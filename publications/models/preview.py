from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField
from publications.models.report import Report


def digest_of(token: str) -> str:
    """What is stored instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


class ReportPreviewQuerySet(models.QuerySet["ReportPreview"]):
    def open(self, at: datetime) -> Self:
        """Valid, and made by somebody who is still in the office."""
        makers = User.objects.in_office().values("pk")
        return self.filter(revoked_at=None, expires_at__gt=at, made_by__in=makers)

    def opened_by(self, token: str, at: datetime) -> Self:
        """The one link that this token opens now, with its report; or none."""
        links = self.open(at).filter(token_hash=digest_of(token))
        return links.select_related("report__picture", "report__contact__organisation")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All of them for editors; for coordinators those of their reports, and their own."""
        if not user.is_authenticated or not user.is_staff:
            return self.none()
        if user.is_superuser or user.is_editor:
            return self
        stewarded = Report.objects.filter(stewards=user).values("pk")
        return self.filter(Q(report__in=stewarded) | Q(made_by=user))

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class ReportPreview(models.Model):
    """A link under which somebody from outside reads a report that is not published yet."""

    report = models.ForeignKey(
        "publications.Report",
        models.CASCADE,
        related_name="previews",
        verbose_name=_("report"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    reader = LineField(_("for whom"), max_length=160)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = ReportPreviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="report_preview_expires_after_it_was_made",
                violation_error_message=_("A preview link is valid for a while."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} – {self.reader}"

    def is_open(self, at: datetime) -> bool:
        maker: User = self.made_by
        may_still_show_it = maker.is_active and maker.is_staff
        return self.revoked_at is None and at < self.expires_at and may_still_show_it
