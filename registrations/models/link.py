from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.models.registration import Registration


def digest_of(token: str) -> str:
    """What is stored of a token: nobody can make the token from it."""
    return hashlib.sha256(token.encode()).hexdigest()


class RegistrationLinkQuerySet(models.QuerySet["RegistrationLink"]):
    def valid(self) -> Self:
        return self.filter(replaced_at=None, registration__erased_at=None)

    def sent_to(self, mailbox: str, since: datetime) -> int:
        """In how many mails links went to this mailbox since then."""
        found = self.filter(registration__mailbox=mailbox, issued_at__gt=since)
        return found.values("issued_at").distinct().count()


class RegistrationLink(models.Model):
    """A key to one registration, sent by mail; only its digest is stored.

    Every letter carries a key of its own. All of them stop working when new links are asked for.
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="links", verbose_name=_("registration")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField(_("issued at"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = RegistrationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a registration")
        verbose_name_plural = _("links to registrations")

    def __str__(self) -> str:
        return f"{self.registration_id}, {self.issued_at:%Y-%m-%d}"
