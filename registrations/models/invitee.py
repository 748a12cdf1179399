from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField
from registrations.models.offer import Offer


class InviteeQuerySet(models.QuerySet["Invitee"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(offer__stewards=user) if user.is_coordinator else self.none()


class Invitee(models.Model):
    """An address that may register for an offer for invited people."""

    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="invitees", verbose_name=_("offer")
    )
    first_name = LineField(_("first name"), max_length=80, blank=True)
    last_name = LineField(_("last name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=200)
    mailbox = models.CharField(_("mailbox"), max_length=200, editable=False)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)

    objects = InviteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("invited person")
        verbose_name_plural = _("invited people")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "mailbox"],
                name="invitee_once_per_offer",
                violation_error_message=_("This address is already invited."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email
