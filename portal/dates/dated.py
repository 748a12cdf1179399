"""Records that take place at some time: the columns, their order, their past and future."""

from datetime import date, datetime
from typing import Self, TypeVar

from django.contrib import admin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from portal.dates.period import Period, Precision, berlin_day

M = TypeVar("M", bound="Dated")


class DatedQuerySet(models.QuerySet[M]):
    """What lies behind us, what lies before us, and in which order."""

    def past(self, at: datetime | date) -> Self:
        return self.filter(last_day__lt=_day(at))

    def upcoming(self, at: datetime | date) -> Self:
        """Not over yet, or without a date so far."""
        return self.filter(Q(last_day__gte=_day(at)) | Q(last_day=None))

    def in_order(self) -> Self:
        """By the first day; what has no date comes last."""
        return self.order_by(F("first_day").asc(nulls_last=True), "last_day", "pk")


def _day(at: datetime | date) -> date:
    return berlin_day(at) if isinstance(at, datetime) else at


class Dated(models.Model):
    """Something that takes place at a time known more or less precisely, or not yet.

    A subclass with a `Meta` of its own inherits from `Dated.Meta` and, if it has constraints,
    lists `*Dated.Meta.constraints` among them.
    """

    first_day = models.DateField(gettext_lazy("first day"), null=True, blank=True)
    last_day = models.DateField(gettext_lazy("last day"), null=True, blank=True)
    precision = models.CharField(
        gettext_lazy("precision"), max_length=6, choices=Precision.choices, default=Precision.DAY
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None)
                | Q(first_day__isnull=False, last_day__isnull=False, last_day__gte=F("first_day")),
                name="%(app_label)s_%(class)s_dates_in_order",
                violation_error_message=gettext_lazy(
                    "The last day must not lie before the first, and one needs the other."
                ),
            )
        ]

    @property
    @admin.display(ordering="first_day", description=gettext_lazy("when"))
    def when(self) -> Period | None:
        if self.first_day is None or self.last_day is None:
            return None
        return Period(self.first_day, self.last_day, Precision(self.precision))

    @when.setter
    def when(self, period: Period | None) -> None:
        self.first_day = period.first if period else None
        self.last_day = period.last if period else None
        self.precision = period.precision if period else Precision.DAY
