from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.pictures import DocumentField
from portal.search import Words, searched
from portal.text import LineField, LinkField, ProseTextField, german
from portal.uploads import RandomName
from publications.models.stewards import seen_by
from publications.models.topic import Topic


class DocumentQuerySet(models.QuerySet["Document"]):
    def published(self, at: datetime) -> Self:
        return self.filter(published_at__lte=at)

    def visible_to(self, user: User | AnonymousUser, at: datetime) -> Self:
        """Drafts are for editors and their stewards; the rest is for everybody."""
        return seen_by(user, self, public=self.published(at))

    def about(self, topic: Topic) -> Self:
        return self.filter(
            pk__in=Document.topics.through.objects.filter(topic=topic).values("document")
        )

    def of_year(self, year: int) -> Self:
        return self.filter(published_at__year=year)

    def years(self) -> list[int]:
        """The years in which something was published, the latest first."""
        days = self.exclude(published_at=None).datetimes("published_at", "year", order="DESC")
        return [day.year for day in days]

    def files(self) -> Self:
        """Those that we hand out ourselves; the others are links."""
        return self.exclude(file="")

    def with_newer_version(self, at: datetime) -> Self:
        """Loads `replaced_by` along, as far as that is published itself; else it is None."""
        newer = models.Prefetch("replaced_by", Document.objects.published(at))
        return self.prefetch_related(newer)

    def search_for(self, words: Words) -> Self:
        return searched(self, words, title=["title"], text=["description", "file_name"])

    def newest_first(self) -> Self:
        return self.order_by(F("published_at").desc(nulls_first=True), german("title"), "pk")


class Document(models.Model):
    """Something to download, public by nature once published."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("Programme")
        SLIDES = "slides", _("Slides")
        HANDOUT = "handout", _("Handout")
        MINUTES = "minutes", _("Minutes")
        TEMPLATE = "template", _("Template")
        OTHER = "other", _("Other")

    class Accessibility(models.TextChoices):
        CHECKED = "checked", _("checked, accessible")
        UNCHECKED = "unchecked", _("accessibility not yet checked")
        INACCESSIBLE = "inaccessible", _("not accessible")

    class Language(models.TextChoices):
        GERMAN = "de", _("German")
        PLAIN = "de-simple", _("Plain German (Leichte Sprache)")
        ENGLISH = "en", _("English")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = LineField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.HANDOUT)
    description = ProseTextField(_("description"), blank=True)
    file = DocumentField(_("file"), upload_to=RandomName("documents"), blank=True, max_length=200)
    file_name = LineField(
        _("file name for readers"),
        max_length=160,
        blank=True,
        help_text=_("With its ending, e.g. .pdf."),
    )
    content_type = models.CharField(max_length=120, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    link = LinkField(_("or a link"), blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=Language, default=Language.GERMAN
    )
    licence = LineField(_("licence"), max_length=120, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    accessibility = models.CharField(
        _("accessibility"), max_length=20, choices=Accessibility, default=Accessibility.UNCHECKED
    )
    topics = models.ManyToManyField(
        "publications.Topic", blank=True, related_name="documents", verbose_name=_("topics")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by the newer version"),
    )
    stewards = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Coordinators named here may edit it as long as it is not published."),
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=(~Q(file="") & Q(link="")) | (Q(file="") & ~Q(link="")),
                name="document_is_a_file_or_a_link",
                violation_error_message=_("Please give either a file or a link, not both."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | ~Q(file_name=""),
                name="document_file_has_a_name_for_readers",
                violation_error_message=_("Please give the file a name for readers."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="document_does_not_replace_itself",
                violation_error_message=_("A document cannot replace itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.link:
            return str(self.link)
        return reverse("publications:file", args=[self.public_id, self.file_name])

    def is_published(self, at: datetime) -> bool:
        return self.published_at is not None and self.published_at <= at

    @property
    def suffix(self) -> str:
        """The ending in capitals, for the little sheet of paper: PDF, ODT."""
        return self.file_name.rpartition(".")[2].upper() if "." in self.file_name else ""
