from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.models import OutgoingMail, OutgoingMailQuerySet
from portal.text import LineField, ProseTextField
from registrations.models.offer import Offer
from registrations.models.place import Place
from registrations.models.quota import Quota
from registrations.models.registration import Registration, RegistrationQuerySet


class OfferLetterQuerySet(models.QuerySet["OfferLetter"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(offer__stewards=user) if user.is_coordinator else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-pk")


class OfferLetter(models.Model):
    """A letter to many who registered for an offer; each gets a copy of their own."""

    class To(models.TextChoices):
        CONFIRMED = "confirmed", _("everybody who has a place")
        WAITING = "waiting", _("everybody who waits")
        SESSION = "session", _("everybody who has a place in a session")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(
        Offer, models.PROTECT, related_name="letters", verbose_name=_("offer")
    )
    to = models.CharField(_("to"), max_length=20, choices=To)
    quota = models.ForeignKey(
        Quota, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    subject = LineField(_("subject line"), max_length=150)
    text = ProseTextField(_("text"), max_length=5000)
    addressed = models.PositiveIntegerField(_("recipients"), default=0)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"))

    objects = OfferLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to many")
        verbose_name_plural = _("letters to many")
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text=""),
                name="offer_letter_says_something",
                violation_error_message=_("A letter has a subject and a text."),
            ),
            models.CheckConstraint(
                condition=Q(to="session", quota__isnull=False) | (~Q(to="session") & Q(quota=None)),
                name="offer_letter_to_a_session_names_it",
                violation_error_message=_("Please say which session."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def to_whom(self) -> str:
        return str(self.quota) if self.quota else self.get_to_display()

    @property
    def occasion(self) -> str:
        """What the occasions of its copies begin with."""
        return f"offer-letter:{self.key}:"

    def recipients(self) -> RegistrationQuerySet:
        """Whom it reaches now, by name."""
        active = Registration.objects.active().known().filter(offer=self.offer)
        if self.quota:
            held = Place.objects.filter(quota=self.quota, status=Place.Status.CONFIRMED)
            active = active.filter(pk__in=held.values("registration"))
        else:
            active = active.filter(status=self.to)
        return active.by_name()

    def copies(self) -> OutgoingMailQuerySet:
        """What became of each; what was forgotten on request is not among them any more."""
        return OutgoingMail.objects.filter(occasion__startswith=self.occasion)
