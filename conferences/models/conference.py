from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from municipalities.models import Venue
from people.models import Organisation, User
from portal.dates import Dated, DatedQuerySet
from portal.richtext import RichTextField
from portal.search import Beside, Word, Words, holding, searched
from portal.text import LineField, ProseTextField


class ConferenceQuerySet(DatedQuerySet["Conference"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def of_coordinator(self, user: User) -> Self:
        """Assigned conferences; an assignment counts only as long as the role does."""
        if not user.is_coordinator:
            return self.none()
        return self.filter(
            pk__in=Conference.coordinators.through.objects.filter(user=user).values("conference")
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published ones; unpublished ones for those assigned, the editors and superusers."""
        if not user.is_authenticated:
            return self.published()
        if user.is_superuser or user.is_editor:
            return self
        assigned = Conference.objects.of_coordinator(user).values("pk")
        return self.filter(Q(is_published=True) | Q(pk__in=assigned))

    def taking_place(self) -> Self:
        return self.exclude(status__in=["postponed", "cancelled"])

    def search_for(self, words: Words, *beside: Beside) -> Self:
        """By its titles, its text, and by the house and the town."""
        return searched(
            self,
            words,
            title=["title", "short_title", "motto"],
            text=["kicker", "summary", "description"],
            beside=[_at_a_venue, _by_an_organiser, *beside],
        )

    def on_a_day(self) -> Self:
        return self.filter(precision="day").exclude(first_day=None)

    def with_changes(self) -> Self:
        """Adds `changes`: how often it was saved, the SEQUENCE of its calendar entry."""
        saved = Conference.history.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
        return self.annotate(
            changes=Coalesce(Subquery(saved.annotate(n=Count("pk")).values("n")), 0)
        )

    def with_market(self) -> Self:
        """Adds `has_market`: whether there are stands."""
        return self.annotate(has_market=Exists(_records("stands")))

    def with_contents(self) -> Self:
        """Adds what it holds: `session_count`, `stand_count`, `island_count`."""
        return self.annotate(
            session_count=_number("sessions"),
            stand_count=_number("stands"),
            island_count=_number("islands"),
        )

    def newest_first(self) -> Self:
        return self.order_by(F("year").desc(), F("first_day").desc(nulls_last=True), "pk")


def _at_a_venue(word: Word) -> models.QuerySet[Conference, Any]:
    named = Venue.objects.filter(holding(word, ["name", "city"]))
    return Conference.objects.filter(venue__in=named).values("pk")


def _by_an_organiser(word: Word) -> models.QuerySet[Conference, Any]:
    named = Organisation.objects.filter(holding(word, ["name"]))
    return Conference.objects.filter(organiser__in=named).values("pk")


def _records(relation: str) -> models.QuerySet[Any]:
    """The sessions, stands or islands of the conference that is being asked for."""
    model = cast(type[models.Model], Conference._meta.get_field(relation).related_model)
    return model._default_manager.filter(conference=OuterRef("pk")).order_by()


def _number(relation: str) -> Coalesce:
    """How many of these a conference has, asked beside it."""
    counted = _records(relation).values("conference").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


class Conference(Dated):
    """A conference, symposium or academy with a programme; its dates as exact as they are known."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("on site")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("on site and online")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CONFIRMED = "confirmed", _("confirmed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    kicker = LineField(_("kicker"), max_length=120, blank=True)
    title = LineField(_("title"), max_length=200)
    short_title = LineField(_("short title"), max_length=80)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    motto = LineField(_("motto"), max_length=250, blank=True)
    summary = ProseTextField(_("summary"), max_length=400, blank=True)
    description = RichTextField(_("description"), blank=True)
    starts_at = models.TimeField(_("start on the first day"), null=True, blank=True)
    ends_at = models.TimeField(_("end on the last day"), null=True, blank=True)
    venue = models.ForeignKey(
        "municipalities.Venue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("venue"),
    )
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, default=Mode.ON_SITE)
    organiser = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organiser"),
    )
    carried_out_by = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("carried out by"),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PLANNED, editable=False
    )
    status_reason = LineField(_("reason"), max_length=300, blank=True, editable=False)
    moved_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="moved_from",
        verbose_name=_("took place later as"),
    )
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="coordinated_conferences",
        verbose_name=_("coordinators"),
    )
    contact = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    topics = models.ManyToManyField(
        "publications.Topic", blank=True, related_name="+", verbose_name=_("topics")
    )
    offer = models.OneToOneField(
        "registrations.Offer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registration"),
    )
    reports = models.ManyToManyField(
        "publications.Report", blank=True, related_name="+", verbose_name=_("reports")
    )
    documents = models.ManyToManyField(
        "publications.Document", blank=True, related_name="+", verbose_name=_("documents")
    )
    pictures = models.ManyToManyField(
        "publications.Picture", blank=True, related_name="+", verbose_name=_("impressions")
    )
    note = LineField(_("note on the sources"), max_length=400, blank=True)
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    is_demo = models.BooleanField(_("partly invented for the demonstration"), default=False)

    objects = ConferenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="conference_year_is_one_of_ours",
                violation_error_message=_("Please give the year with four digits."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["postponed", "cancelled"]) | ~Q(status_reason=""),
                name="conference_that_does_not_take_place_has_a_reason",
                violation_error_message=_("Please say why the conference does not take place."),
            ),
            models.CheckConstraint(
                condition=Q(moved_to=None) | ~Q(moved_to=F("pk")),
                name="conference_is_not_moved_to_itself",
                violation_error_message=_("A conference cannot be moved to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("conferences:conference", args=[self.slug])

    @property
    def scope(self) -> str:
        """Names this conference in audit rows."""
        return f"conference:{self.pk}"

    @property
    def days(self) -> list[date]:
        """Every calendar day of it; empty while the days are not known exactly."""
        when = self.when
        if when is None or when.precision != "day":
            return []
        return [when.first + timedelta(days=n) for n in range((when.last - when.first).days + 1)]


class ParticipantCount(models.Model):
    """How many took part, as it was reported; sources may disagree, and each is kept."""

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")

    class Whom(models.TextChoices):
        ALL = "all", _("in all")
        ON_SITE = "on_site", _("on site")
        ONLINE = "online", _("online")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="participants", verbose_name=_("conference")
    )
    number = models.PositiveIntegerField(_("number"))
    qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.ABOUT
    )
    whom = models.CharField(_("who is counted"), max_length=10, choices=Whom, default=Whom.ALL)
    source = LineField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("number of participants")
        verbose_name_plural = _("numbers of participants")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="participant_count_is_not_zero",
                violation_error_message=_("Please give a number above zero, or none at all."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_qualifier_display()} {self.number}"
