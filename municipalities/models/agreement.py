from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.dates import Precision
from portal.text import ProseTextField


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The dates and notes are the office's; that one stands is public on the Kommune's page."""
        return self if user.is_authenticated and user.is_staff else self.none()

    def standing(self, at: date) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=at), Q(valid_until=None) | Q(valid_until__gte=at)
        )


class Agreement(models.Model):
    """A Rahmenvereinbarung between a Kommune and the agency, dated, and renewed at times."""

    municipality = models.ForeignKey(
        "municipalities.Municipality",
        models.PROTECT,
        related_name="agreements",
        verbose_name=_("municipality"),
    )
    valid_from = models.DateField(
        _("from"), null=True, blank=True, help_text=_("Leave empty if the day is not known.")
    )
    valid_from_precision = models.CharField(
        _("the beginning is known to the"), max_length=10, choices=Precision, default=Precision.DAY
    )
    valid_until = models.DateField(_("until"), null=True, blank=True)
    renews = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("renews"),
    )
    note = ProseTextField(_("note"), blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework agreement")
        verbose_name_plural = _("framework agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="agreement_ends_after_it_begins",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(renews=F("pk")),
                name="agreement_does_not_renew_itself",
                violation_error_message=_("An agreement cannot renew itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)

    def stands(self, at: date) -> bool:
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or self.valid_until >= at
        )
