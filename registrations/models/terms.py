from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.text import ProseTextField
from registrations.models.offer import Offer


class TermsQuerySet(models.QuerySet["Terms"]):
    def current(self) -> Self:
        """The newest version of each kind."""
        newer = Terms.objects.filter(
            offer=models.OuterRef("offer"),
            kind=models.OuterRef("kind"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(newer))


class Terms(models.Model):
    """Conditions of participation or a privacy notice, version by version; none ever changes."""

    class Kind(models.TextChoices):
        CONDITIONS = "conditions", _("conditions of participation")
        PRIVACY = "privacy", _("privacy notice")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="terms", verbose_name=_("offer"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text = ProseTextField(_("text"))
    published_at = models.DateTimeField(_("published at"))

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "kind", "version"],
                name="terms_once_per_version",
                violation_error_message=_("This version exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"
