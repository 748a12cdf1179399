from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from registrations.models.quota import Quota
from registrations.models.registration import Registration


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def last_words(self) -> Self:
        """The last word on each registration and quota."""
        later = Attendance.objects.filter(
            registration=OuterRef("registration"), quota=OuterRef("quota"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def present(self) -> Self:
        """Who was there, as far as the last word says so."""
        return self.last_words().filter(kind=Attendance.Kind.CAME)


class Attendance(models.Model):
    """One scan, or one undo of a scan: rows are added, never changed. The last one tells."""

    class Kind(models.TextChoices):
        CAME = "came", _("was there")
        UNDONE = "undone", _("undone")

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="attendances", verbose_name=_("registration")
    )
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="+", verbose_name=_("quota"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"
