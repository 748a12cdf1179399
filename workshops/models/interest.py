from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField, ProseTextField


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Coordinators read and answer; nobody else."""
        may = user.is_authenticated and (user.is_superuser or user.is_coordinator)
        return self if may else self.none()

    def waiting(self) -> Self:
        return self.filter(state=Interest.State.NEW)


class Interest(models.Model):
    """A Kommune would like a Werkstatt on a topic."""

    class Urgency(models.TextChoices):
        NOW = "now", _("as soon as possible")
        YEAR = "year", _("within a year")
        LATER = "later", _("later")

    class State(models.TextChoices):
        NEW = "new", _("new")
        ANSWERED = "answered", _("answered")
        USED = "used", _("became a round")

    municipality = models.ForeignKey(
        "municipalities.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    municipality_text = LineField(_("or in own words"), max_length=160, blank=True)
    topic = models.ForeignKey(
        "publications.Topic",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
    )
    topic_text = LineField(_("or an own topic"), max_length=200, blank=True)
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency, default=Urgency.YEAR)
    contact_name = LineField(_("name"), max_length=160)
    contact_email = models.EmailField(_("e-mail address"))
    note = ProseTextField(_("message"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NEW)
    sent_at = models.DateTimeField(_("sent at"))

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        constraints = [
            models.CheckConstraint(
                condition=~Q(municipality=None) | ~Q(municipality_text=""),
                name="interest_names_a_municipality",
                violation_error_message=_("Please name your Kommune."),
            ),
            models.CheckConstraint(
                condition=~Q(topic=None) | ~Q(topic_text=""),
                name="interest_names_a_topic",
                violation_error_message=_("Please name a topic."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality or self.municipality_text}: {self.topic or self.topic_text}"
