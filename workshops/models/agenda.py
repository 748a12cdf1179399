from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Contribution
from portal.text import LineField, ProseTextField


class AgendaItem(models.Model):
    """One piece of a day; its clock time follows from the day's start and the minutes before it."""

    class Kind(models.TextChoices):
        ARRIVAL = "arrival", _("Arrival and welcome")
        INPUT = "input", _("Expert input")
        WORK = "work", _("Work phase")
        PEER = "peer", _("Peer consultation")
        EXCHANGE = "exchange", _("Exchange")
        BREAK = "break", _("Break")
        CLOSING = "closing", _("Closing")

    meeting = models.ForeignKey(
        "workshops.Meeting", models.CASCADE, related_name="agenda", verbose_name=_("workshop day")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.WORK)
    title = LineField(_("title"), max_length=200)
    description = ProseTextField(_("description"), blank=True)
    outcome = ProseTextField(_("outcome"), blank=True)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=720),
                name="agenda_item_lasts_up_to_twelve_hours",
                violation_error_message=_("An item lasts between 1 and 720 minutes."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaContribution(Contribution):
    """Who gives the input, who moderates."""

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="contributions", verbose_name=_("agenda item")
    )

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "role"],
                name="agenda_contribution_once_per_role",
                violation_error_message=_("This person already has this role here."),
            )
        ]
