from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models import User
from portal.richtext import RichTextField
from portal.search import Word, Words, holding, searched
from portal.text import LineField, ProseTextField
from publications.models.stewards import seen_by
from publications.models.topic import Topic


class ReportQuerySet(models.QuerySet["Report"]):
    def published(self, at: datetime) -> Self:
        return self.filter(state=Report.State.PUBLISHED, published_at__lte=at)

    def visible_to(self, user: User | AnonymousUser, at: datetime) -> Self:
        """Drafts are for editors and their stewards; published reports are for everybody."""
        return seen_by(user, self, public=self.published(at))

    def withdrawn(self) -> Self:
        """Those that the public could read once."""
        return self.filter(state=Report.State.WITHDRAWN).exclude(published_at=None)

    def about(self, topic: Topic) -> Self:
        return self.filter(
            pk__in=Report.topics.through.objects.filter(topic=topic).values("report")
        )

    def of_year(self, year: int) -> Self:
        return self.filter(published_at__year=year)

    def years(self) -> list[int]:
        """The years in which something was published, the latest first."""
        days = self.exclude(published_at=None).datetimes("published_at", "year", order="DESC")
        return [day.year for day in days]

    def search_for(self, words: Words) -> Self:
        """By its titles, its teaser and its blocks."""
        return searched(
            self,
            words,
            title=["title", "subtitle"],
            text=["kicker", "teaser", "short_text"],
            beside=[_with_a_block],
        )

    def with_found_text(self, words: Words) -> Self:
        """Adds `found_text`: the first block that holds one of the words."""
        blocks = ReportBlock.objects.filter(report=OuterRef("pk"))
        hit = reduce(or_, (_in_block(word) for word in words), Q())
        first = blocks.filter(hit).order_by("position", "pk").annotate(all=_whole_block())
        return self.annotate(found_text=Subquery(first.values("all")[:1]))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


def _in_block(word: Word) -> Q:
    return holding(word, ["heading", "text", "quotation", "source"])


def _with_a_block(word: Word) -> models.QuerySet[ReportBlock, Any]:
    return ReportBlock.objects.filter(_in_block(word)).values("report")


def _whole_block() -> Concat:
    blank = Value(" ")
    fields = (F("heading"), blank, F("text"), blank, F("quotation"), blank, F("source"))
    return Concat(*fields, output_field=models.TextField())


class Report(models.Model):
    """An editorial text about what happened; its facts come from the records it is attached to."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kicker = LineField(_("kicker"), max_length=120, blank=True)
    title = LineField(_("title"), max_length=200)
    subtitle = LineField(_("subtitle"), max_length=250, blank=True)
    teaser = ProseTextField(
        _("teaser"), max_length=600, help_text=_("Two sentences for lists, feed and search.")
    )
    short_text = ProseTextField(
        _("short text"),
        max_length=1500,
        blank=True,
        help_text=_("Up to ten sentences to pass on: for the feed, newsletters and other sites."),
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    picture = models.ForeignKey(
        "publications.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    topics = models.ManyToManyField(
        "publications.Topic", blank=True, related_name="reports", verbose_name=_("topics")
    )
    contact = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True, editable=False)
    correction_note = ProseTextField(_("correction note"), blank=True)
    stewards = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Coordinators named here may edit it as long as it is not published."),
    )
    is_demo = models.BooleanField(_("written for the demonstration"), default=False)

    objects = ReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(published_at=None),
                name="report_published_has_a_date",
                violation_error_message=_("A published report has a date of publication."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("home:report", args=[self.slug])

    def is_published(self, at: datetime) -> bool:
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= at
        )

    def is_scheduled(self, at: datetime) -> bool:
        """Whether it will appear by itself at a moment still to come."""
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at > at
        )

    @property
    def summary(self) -> str:
        """The short text, or the teaser as long as there is none."""
        return self.short_text or self.teaser


def _pairs(text: str) -> list[tuple[str, str]]:
    return [_pair(line.strip()) for line in text.splitlines() if line.strip()]


def _pair(line: str) -> tuple[str, str]:
    """The words and the address; an address alone is its own words, without the scheme."""
    if line.startswith(("https://", "http://")) and "|" not in line:
        return line.partition("://")[2].removeprefix("www.").rstrip("/"), line
    label, _bar, url = line.partition("|")
    return label.strip(), url.strip()


def validate_links(text: str) -> None:
    """Each line is `Words | https://address` or an address; raises ValidationError naming it."""
    for number, (label, url) in enumerate(_pairs(text), start=1):
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise ValidationError(
                _("Line %(number)d is not of the form “Words | https://address”."),
                params={"number": number},
            ) from error
        if not label:
            raise ValidationError(_("Line %(number)d lacks its words."), params={"number": number})


class ReportBlock(models.Model):
    """One piece of a report, in order: text, picture, gallery, quotation, downloads or links."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        PICTURE = "picture", _("Picture")
        GALLERY = "gallery", _("Gallery")
        QUOTATION = "quotation", _("Quotation")
        DOWNLOADS = "downloads", _("Downloads")
        LINKS = "links", _("Links")

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="blocks", verbose_name=_("report")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TEXT)
    heading = LineField(_("heading"), max_length=200, blank=True)
    text = RichTextField(_("text"), blank=True)
    picture = models.ForeignKey(
        "publications.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    pictures = models.ManyToManyField(
        "publications.Picture",
        blank=True,
        related_name="+",
        verbose_name=_("pictures of a gallery"),
    )
    quotation = ProseTextField(_("quotation"), blank=True)
    source = LineField(_("who said it, and where"), max_length=250, blank=True)
    documents = models.ManyToManyField(
        "publications.Document", blank=True, related_name="+", verbose_name=_("documents")
    )
    links = ProseTextField(
        _("links"),
        blank=True,
        validators=[validate_links],
        help_text=_("One a line: Words | https://address"),
    )

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="text") | ~Q(text=""),
                name="report_block_text_is_not_empty",
                violation_error_message=_("A text block needs its text."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="picture") | ~Q(picture=None),
                name="report_block_picture_is_chosen",
                violation_error_message=_("Please choose the picture."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="quotation") | (~Q(quotation="") & ~Q(source="")),
                name="report_block_quotation_has_a_source",
                violation_error_message=_("A quotation needs its words and its source."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="links") | ~Q(links=""),
                name="report_block_links_are_not_empty",
                violation_error_message=_("Please give at least one link."),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()}: {self.heading}"
            if self.heading
            else self.get_kind_display()
        )

    @property
    def link_pairs(self) -> list[tuple[str, str]]:
        """The links as (words, address)."""
        return _pairs(self.links)
