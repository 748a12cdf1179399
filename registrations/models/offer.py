from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.dates import Dated
from portal.text import LineField


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """An offer is worked on by its stewards; what the public sees is announced elsewhere."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(stewards=user)

    def open(self, at: datetime) -> Self:
        return self.filter(
            Q(opens_at__lte=at),
            Q(closes_at=None) | Q(closes_at__gt=at),
            audience=Offer.Audience.PUBLIC,
        )


def _calendar_uid() -> str:
    return f"{uuid.uuid4()}@werkstattportal"


class Offer(Dated):
    """Something one can register for, and what registrants were announced about it.

    The announced facts (title, dates, times, place, page, calendar sequence) are written by the
    action `announce` only, which the app that owns the event calls.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        INVITED = "invited", _("invited people")
        CLOSED = "closed", _("nobody at present")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = LineField(_("announced title"), max_length=200, editable=False)
    starts_at = models.TimeField(_("announced start"), null=True, blank=True, editable=False)
    ends_at = models.TimeField(_("announced end"), null=True, blank=True, editable=False)
    place = LineField(_("announced place"), max_length=300, blank=True, editable=False)
    page = models.CharField(_("page of the event"), max_length=200, blank=True, editable=False)
    calendar_uid = models.CharField(
        max_length=80, unique=True, default=_calendar_uid, editable=False
    )
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    audience = models.CharField(
        _("who may register"), max_length=20, choices=Audience, default=Audience.CLOSED
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave empty for no limit.")
    )
    places_per_municipality = models.PositiveSmallIntegerField(
        _("places per Kommune"), null=True, blank=True
    )
    stewards = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="offers",
        verbose_name=_("looked after by"),
    )

    objects = OfferQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=F("opens_at")),
                name="offer_closes_after_it_opens",
                violation_error_message=_("Registration must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug


class Quota(models.Model):
    """A limited part of an offer: the event itself, or a session that one may choose."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="quotas", verbose_name=_("offer"))
    title = LineField(_("title"), max_length=200)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    starts_at = models.DateTimeField(_("announced start"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("announced end"), null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "title"],
                name="quota_title_once_per_offer",
                violation_error_message=_("This offer already has a quota of this title."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | (Q(starts_at__isnull=False) & Q(starts_at__lt=F("ends_at"))),
                name="quota_ends_after_it_starts",
                violation_error_message=_("The end must lie after the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
