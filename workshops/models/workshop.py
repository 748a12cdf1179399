from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from people.models import User
from portal.richtext import RichTextField
from portal.search import Words, searched
from portal.text import LineField, ProseTextField, german
from workshops.models.round import Round
from workshops.models.team import Team

RESERVED = frozenset({"interesse"})


def validate_not_reserved(slug: str) -> None:
    """Raises ValidationError for words that are addresses of their own."""
    if slug in RESERVED:
        raise ValidationError(_("This word is an address of the portal; please choose another."))


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published ones; drafts for the whole office, which plans them together."""
        return self if user.is_authenticated and user.is_staff else self.published()

    def editable_by(self, user: User) -> Self:
        """Those with a round of one's own and, for coordinators, those that have none yet."""
        if user.is_superuser:
            return self
        if not user.is_coordinator:
            return self.none()
        own = Round.objects.of_coordinator(user).values("workshop")
        return self.filter(Q(pk__in=own) | ~Q(pk__in=Round.objects.values("workshop")))

    def with_contacts(self) -> Self:
        return self.select_related("contact__organisation", "deputy__organisation")

    def with_rounds(self, user: User | AnonymousUser) -> Self:
        """Prefetches topics, the rounds that this user sees, and their named Kommunen."""
        rounds = Round.objects.visible_to(user).with_team_count().newest_first()
        teams = Team.objects.named_in_public().select_related("municipality").districts_first()
        return self.prefetch_related(
            "topics", Prefetch("rounds", rounds), Prefetch("rounds__teams", teams)
        )

    def search_for(self, words: Words) -> Self:
        title = ["title", "short_title"]
        return searched(self, words, title=title, text=["summary", "description"])

    def in_order(self) -> Self:
        return self.order_by(german("title"))


class Workshop(models.Model):
    """An Entwicklungswerkstatt: one subject, worked on in one or more rounds."""

    title = LineField(_("title"), max_length=200)
    short_title = LineField(
        _("short title"), max_length=80, help_text=_("For breadcrumbs, lists and the calendar.")
    )
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, validators=[validate_not_reserved]
    )
    summary = ProseTextField(_("summary"), max_length=400, help_text=_("One or two sentences."))
    description = RichTextField(_("description"), blank=True)
    topics = models.ManyToManyField(
        "publications.Topic", blank=True, related_name="+", verbose_name=_("topics")
    )
    contact = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    deputy = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )
    is_published = models.BooleanField(_("published"), default=False, editable=False)

    objects = WorkshopQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("workshop series")
        verbose_name_plural = pgettext_lazy("several", "workshop series")
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED),
                name="workshop_address_is_not_reserved",
                violation_error_message=_(
                    "This word is an address of the portal; please choose another."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshop", args=[self.slug])
