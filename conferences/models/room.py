from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.text import LineField, ProseTextField


class Room(models.Model):
    """A room of the house, for the days of one conference."""

    conference = models.ForeignKey(
        "conferences.Conference",
        models.CASCADE,
        related_name="rooms",
        verbose_name=_("conference"),
    )
    name = LineField(_("name"), max_length=80)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    floor = LineField(_("floor"), max_length=60, blank=True)
    access = ProseTextField(
        _("getting in"), blank=True, help_text=_("Step-free? Induction loop? Which lift?")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="room_name_once_per_conference",
                violation_error_message=_("This conference already has a room of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
