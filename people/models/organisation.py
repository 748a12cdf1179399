from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.text import LineField, LinkField, german

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models.user import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self

    def in_order(self) -> Self:
        return self.order_by(german("name"))


class Organisation(models.Model):
    """Where people in programmes come from: an agency, a ministry, a university."""

    name = LineField(_("name"), max_length=200, unique=True)
    short_name = LineField(_("short name"), max_length=60, blank=True)
    website = LinkField(_("website"), blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.short_name or self.name
