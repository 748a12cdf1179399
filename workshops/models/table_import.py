from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField

KEPT = timedelta(days=1)


class TableImportQuerySet(models.QuerySet["TableImport"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A table is seen by whoever sent it, as long as it is kept."""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def forgotten(self, at: datetime) -> Self:
        return self.filter(at__lte=at - KEPT)


class TableImport(models.Model):
    """A table that was sent and looked at, but not taken over yet; forgotten after a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        "workshops.Round", models.CASCADE, related_name="+", verbose_name=_("round")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("sent by")
    )
    at = models.DateTimeField(_("sent at"))
    file_name = LineField(_("file name"), max_length=160)
    content = models.BinaryField()

    objects = TableImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("table to be taken over")
        verbose_name_plural = _("tables to be taken over")

    def __str__(self) -> str:
        return self.file_name
