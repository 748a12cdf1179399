from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.text import LineField, ProseTextField
from registrations.models.offer import Offer
from registrations.models.registration import Registration


class ConsentRequest(models.Model):
    """A consent that an offer asks for, each by itself and none preset.

    Its words do not change: other words are a new version, the old one stays readable.
    """

    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="consent_requests", verbose_name=_("offer")
    )
    purpose = LineField(_("purpose"), max_length=80)
    text = ProseTextField(_("text"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_asked = models.BooleanField(_("asked now"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("consent to ask for")
        verbose_name_plural = _("consents to ask for")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "purpose", "version"],
                name="consent_request_once_per_version",
                violation_error_message=_("This version exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """That somebody agreed to these words, when, and when it was withdrawn. No row: no consent."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="consents", verbose_name=_("registration")
    )
    request = models.ForeignKey(
        ConsentRequest, models.PROTECT, related_name="consents", verbose_name=_("consent")
    )
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["request__position", "request", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "request"],
                condition=Q(withdrawn_at=None),
                name="consent_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_was_given_before_it_was_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None
