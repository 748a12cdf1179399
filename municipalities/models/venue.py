from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField, ProseTextField, german


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self

    def in_order(self) -> Self:
        return self.order_by(german("city"), german("name"))


class Venue(models.Model):
    """A house where people meet, and how to get in."""

    name = LineField(_("name"), max_length=160, help_text=_("For example: Wissenschaftspark"))
    street = LineField(_("street and number"), max_length=160, blank=True)
    postcode = LineField(_("postcode"), max_length=10, blank=True)
    city = LineField(_("town"), max_length=120)
    municipality = models.ForeignKey(
        "municipalities.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    access = ProseTextField(
        _("getting there and getting in"),
        blank=True,
        help_text=_("Station, step-free entrance, lift, induction loop, parking."),
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "city"],
                name="venue_is_known_once_per_town",
                violation_error_message=_("There is already a venue of this name in this town."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}" if self.name != self.city else self.city

    @property
    def address(self) -> str:
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (self.name, self.street, town) if part)
