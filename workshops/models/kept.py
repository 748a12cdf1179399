"""What several people edit on a working sheet: no change is lost, and what was removed returns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.refusals import Conflict, Refusal

RETURNS_WITHIN = timedelta(days=30)

K = TypeVar("K", bound="Kept")


class KeptQuerySet(models.QuerySet[K]):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        """What can still be brought back, the latest first."""
        return self.exclude(removed_at=None).order_by("-removed_at", "-pk")

    def gone(self, at: datetime) -> Self:
        """Removed so long ago that nobody will ask for it."""
        return self.filter(removed_at__lt=at - RETURNS_WITHIN)

    def locked(self, pk: int) -> K:
        """The row, held until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def locked_as_seen(self, pk: int, version: int) -> K:
        """The row, held. Raises Conflict if it changed since this version was read."""
        row = self.locked(pk)
        if row.removed_at is not None:
            raise Refusal(_("This was removed meanwhile. Please bring it back first."))
        if row.version != version:
            raise Conflict(_("Somebody changed this meanwhile."))
        return row


class Kept(models.Model):
    """Counts its changes, and stays for thirty days after it was removed."""

    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(
        gettext_lazy("removed at"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True
