from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conferences.models.conference import Conference
from people.models import User
from portal.text import LineField, ProseTextField


class Island(models.Model):
    """A themed group of stands on the Marktplatz."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="islands", verbose_name=_("conference")
    )
    title = LineField(_("title"), max_length=120)
    description = ProseTextField(_("description"), blank=True)
    topic = models.ForeignKey(
        "publications.Topic",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("theme island")
        verbose_name_plural = _("theme islands")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "title"],
                name="island_title_once_per_conference",
                violation_error_message=_("This conference already has an island of this title."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class StandQuerySet(models.QuerySet["Stand"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(conference__in=Conference.objects.visible_to(user))


class Stand(models.Model):
    """Who shows what on the Marktplatz; not a slot of the programme."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="stands", verbose_name=_("conference")
    )
    island = models.ForeignKey(
        Island,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stands",
        verbose_name=_("theme island"),
    )
    number = LineField(_("stand number"), max_length=10, blank=True)
    exhibitor = LineField(_("exhibitor"), max_length=200)
    organisation = models.ForeignKey(
        "people.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    description = ProseTextField(_("what is shown"), blank=True)
    needs = ProseTextField(_("needs (for the office only)"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = StandQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand")
        verbose_name_plural = _("stands")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "exhibitor"],
                name="stand_once_per_exhibitor",
                violation_error_message=_("This exhibitor already has a stand here."),
            )
        ]

    def __str__(self) -> str:
        return self.exhibitor

    def clean(self) -> None:
        if self.island and self.island.conference_id != self.conference_id:
            raise ValidationError(_("This theme island belongs to another conference."))
