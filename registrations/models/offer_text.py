from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.text import LineField, ProseTextField
from registrations.models.offer import Offer


class OfferText(models.Model):
    """What an offer says in one kind of letter, in its own words instead of ours.

    `{vorname}` and its like are filled in when the letter is written; see `letters.PLACEHOLDERS`.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("place confirmed")
        WAITING = "waiting", _("on the waiting list")
        PROMOTED = "promoted", _("moved up")
        OFFERED = "offered", _("place offered")
        CHANGED = "changed", _("changed")
        CANCELLED = "cancelled", _("cancelled")
        REMINDER = "reminder", _("reminder")
        EVENT_CHANGED = "event_changed", _("event changed")
        EVENT_CANCELLED = "event_cancelled", _("event cancelled")
        THANKS = "thanks", _("thank-you")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="texts", verbose_name=_("offer"))
    kind = models.CharField(_("letter"), max_length=20, choices=Kind)
    subject = LineField(_("subject line"), max_length=150, blank=True)
    body = ProseTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["offer", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "kind"],
                name="offer_text_once_per_letter",
                violation_error_message=_("This letter has a text already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
