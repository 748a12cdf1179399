from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField
from workshops.models.milestone import Milestone


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """With the milestone: own team, shared ones of the round, coordinators."""
        return self.filter(milestone__in=Milestone.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("day")


class Measurement(models.Model):
    """The value of a milestone's indicator on a day; there is one per day."""

    milestone = models.ForeignKey(
        Milestone, models.PROTECT, related_name="measurements", verbose_name=_("milestone")
    )
    day = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=3)
    note = LineField(_("note"), max_length=200, blank=True)
    entry = models.ForeignKey(
        "workshops.ProgressEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name=_("progress entry"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "day"],
                name="measurement_once_per_day",
                violation_error_message=_(
                    "There is a value of this day already. Please correct that one."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone} ({date_format(self.day)})"
