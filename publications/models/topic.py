from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.search import Words, searched
from portal.text import LineField, ProseTextField, german


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self

    def with_reports(self, at: datetime) -> Self:
        """Those with a published report."""
        links = self.model.reports.through.objects.filter(topic=OuterRef("pk"))
        return self.filter(
            Exists(links.filter(report__state="published", report__published_at__lte=at))
        )

    def with_documents(self, at: datetime) -> Self:
        """Those with a published document."""
        links = self.model.documents.through.objects.filter(topic=OuterRef("pk"))
        return self.filter(Exists(links.filter(document__published_at__lte=at)))

    def search_for(self, words: Words) -> Self:
        return searched(self, words, title=["name"], text=["description"])

    def in_order(self) -> Self:
        return self.order_by("kind", "position", german("name"))


class Topic(models.Model):
    """A subject of work, or one of the seven core themes of data-based education management."""

    class Kind(models.TextChoices):
        SUBJECT = "subject", _("Subject")
        CORE_THEME = "core_theme", _("Core theme")

    name = LineField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SUBJECT)
    description = ProseTextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home:topic", args=[self.slug])
