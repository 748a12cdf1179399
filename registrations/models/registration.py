from __future__ import annotations

import re
import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField, ProseTextField, german
from registrations.models.offer import Offer

MOST_WORDS = 8  # of a search
CODE = 8  # letters of the public id that one types at the door
_CODE = re.compile(rf"[0-9a-fA-F]{{{CODE}}}")


def _of_code(code: str) -> Q:
    """All public ids that begin like this, as a span: databases store them in different ways."""
    first, last = code.ljust(32, "0"), code.ljust(32, "f")
    return Q(public_id__gte=uuid.UUID(first), public_id__lte=uuid.UUID(last))


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The stewards of the offer, and superusers to read. Registrants come by their link."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(offer__stewards=user) if user.is_coordinator else self.none()

    def active(self) -> Self:
        return self.exclude(status=Registration.Status.CANCELLED)

    def of_mailbox(self, mailbox: str) -> Self:
        return self.filter(mailbox=mailbox)

    def known(self) -> Self:
        """Those whose names we still have."""
        return self.filter(erased_at=None)

    def found(self, text: str) -> Self:
        """Whose name, address or organisation holds each of these words; or whose code it is."""
        if _CODE.fullmatch(text.strip()):
            return self.filter(_of_code(text.strip()))
        found = self
        for word in text.split()[:MOST_WORDS]:
            found = found.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(email__icontains=word)
                | Q(organisation__icontains=word)
            )
        return found

    def by_name(self) -> Self:
        return self.order_by(german("last_name"), german("first_name"), "pk")


class Registration(models.Model):
    """One person who wants to come to one offer. No account; the link in a mail is the key."""

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("address not confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    class Source(models.TextChoices):
        FORM = "form", _("form")
        PARTY = "party", _("registered together")
        TEAM = "team", _("named by the team")
        OFFICE = "office", _("by the office")
        IMPORT = "import", _("import")

    class Ending(models.TextChoices):
        PERSON = "person", _("cancelled by the person")
        OFFICE = "office", _("cancelled by the office")
        EXPIRED = "expired", _("address not confirmed in time")
        NOT_ACCEPTED = "not_accepted", _("offered place not accepted in time")
        REPLACED = "replaced", _("somebody else comes instead")
        MOVED = "moved", _("moved to another offer")
        ERASED = "erased", _("deleted on request")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(
        Offer, models.PROTECT, related_name="registrations", verbose_name=_("offer")
    )
    first_name = LineField(_("first name"), max_length=80, blank=True)
    last_name = LineField(_("last name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=200, blank=True)
    mailbox = models.CharField(_("mailbox"), max_length=200, db_index=True, editable=False)
    organisation = LineField(_("organisation"), max_length=200, blank=True)
    function = LineField(_("function"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        "municipalities.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Kommune"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status)
    registered_at = models.DateTimeField(_("registered at"))
    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, blank=True)
    held_until = models.DateTimeField(_("to be confirmed until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=20, choices=Ending, blank=True)
    ending_reason = LineField(_("reason"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=Source, default=Source.FORM)
    key = models.CharField(max_length=80, editable=False)
    party = models.CharField(
        _("belongs together with"), max_length=80, blank=True, db_index=True, editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    terms = models.ManyToManyField(
        "registrations.Terms", blank=True, related_name="+", verbose_name=_("terms as read")
    )
    note = ProseTextField(_("note of the office"), blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "mailbox"],
                condition=~Q(status="cancelled"),
                name="registration_active_once_per_address",
                violation_error_message=_("This address is already registered."),
            ),
            models.UniqueConstraint(
                fields=["offer", "key"],
                name="registration_once_per_form",
                violation_error_message=_("This form was sent already."),
            ),
            models.CheckConstraint(
                condition=Q(status="unconfirmed", held_until__isnull=False, confirmed_at=None)
                | ~Q(status="unconfirmed"),
                name="registration_unconfirmed_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=(Q(status="cancelled", cancelled_at__isnull=False) & ~Q(ending=""))
                | (~Q(status="cancelled") & Q(cancelled_at=None, ending="")),
                name="registration_cancelled_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    first_name="",
                    last_name="",
                    email="",
                    organisation="",
                    function="",
                    note="",
                    ending_reason="",
                ),
                name="registration_erased_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or f"#{self.pk}"

    @property
    def code(self) -> str:
        """What the office types at the door; it opens nothing to anybody else."""
        return self.public_id.hex[:CODE].upper()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def scope(self) -> str:
        """The room of the audit trail that it belongs to."""
        return f"offer:{self.offer_id}"

    @property
    def is_unconfirmed(self) -> bool:
        return self.status == self.Status.UNCONFIRMED

    @property
    def is_active(self) -> bool:
        return self.status != self.Status.CANCELLED

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    def can_come_back(self) -> bool:
        """Only what the clock ended is revived by the old link: somebody confirms late."""
        return self.ending == self.Ending.EXPIRED and not self.is_erased
