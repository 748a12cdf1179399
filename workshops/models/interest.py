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

    def unserved(self) -> Self:
        """Those that no round came of so far."""
        return self.exclude(state=Interest.State.USED)

    def with_names(self) -> Self:
        """Loads the Kommune and the topic."""
        return self.select_related("municipality", "topic")

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-pk")


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
    contact_phone = LineField(_("telephone"), max_length=60, blank=True)
    note = ProseTextField(_("message"), max_length=2000, blank=True)
    consent_text = ProseTextField(_("consented to"), blank=True, editable=False)
    consented_at = models.DateTimeField(_("consented at"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NEW)
    round = models.ForeignKey(
        "workshops.Round",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interests",
        verbose_name=_("round"),
    )
    sent_at = models.DateTimeField(_("sent at"))
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)
    ticket = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

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
            models.CheckConstraint(
                condition=Q(consented_at=None, consent_text="")
                | (Q(consented_at__isnull=False) & ~Q(consent_text="")),
                name="interest_consent_has_its_text_and_time",
                violation_error_message=_("A consent needs its text and its time."),
            ),
            models.CheckConstraint(
                condition=Q(round=None) | Q(state="used"),
                name="interest_with_a_round_is_used",
                violation_error_message=_("Only an interest that was used leads to a round."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.what}"

    @property
    def who(self) -> str:
        """The Kommune as it stands alone; expects it to be loaded."""
        return self.municipality.known_as if self.municipality else self.municipality_text

    @property
    def what(self) -> str:
        """The topic, and what was added in own words; expects it to be loaded."""
        return ": ".join(filter(None, [str(self.topic or ""), self.topic_text]))
