from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Venue
from people.models import User
from portal.dates import Dated, DatedQuerySet, Period, Precision, berlin_day
from portal.search import Beside, Word, Words, holding, searched
from portal.text import LineField, ProseTextField
from publications.models import Document, DocumentQuerySet, Report, ReportQuerySet
from workshops.models.round import Round, Standing


class MeetingQuerySet(DatedQuerySet["Meeting"]):
    def published(self) -> Self:
        return self.filter(round__in=Round.objects.published())

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A day is seen by whoever sees its round."""
        return self.filter(round__in=Round.objects.visible_to(user))

    def taking_place(self) -> Self:
        return self.exclude(status=Meeting.Status.CANCELLED)

    def with_round(self) -> Self:
        """Loads the round, its Werkstatt and the venue."""
        return self.select_related("round__workshop", "venue")

    def search_for(self, words: Words, *beside: Beside) -> Self:
        """By its title, by what happens, and by the house and the town."""
        more = [_at_a_venue, *beside]
        return searched(self, words, title=["title"], text=["summary"], beside=more)

    def with_agenda_known(self) -> Self:
        """Annotates `has_agenda`."""
        with_items = Meeting.objects.filter(pk=OuterRef("pk"), agenda__isnull=False)
        return self.annotate(has_agenda=Exists(with_items))

    def on_a_day(self) -> Self:
        """Those whose date is known to the day, so that a calendar can hold them."""
        return self.filter(first_day__isnull=False, precision=Precision.DAY)

    def held_lately(self, days: int, late: int, at: datetime) -> Self:
        """Held so many days ago, or at most `late` days longer, in rounds that are not over."""
        latest = berlin_day(at) - timedelta(days=days)
        return (
            self.taking_place()
            .on_a_day()
            .filter(last_day__lte=latest, last_day__gte=latest - timedelta(days=late))
            .exclude(round__phase=Round.Phase.FINISHED)
            .in_order()
        )

    def latest_first(self) -> Self:
        return self.order_by(F("first_day").desc(nulls_last=True), "-pk")

    def of_rounds_told_in(self, report: Report | int) -> Self:
        """All days of the rounds that the report tells of, in order.

        Annotates `is_told`: whether the report is about this very day.
        """
        told = Meeting.reports.through.objects.filter(report=report)
        return (
            self.filter(round__in=told.values("meeting__round"))
            .annotate(is_told=Exists(told.filter(meeting=OuterRef("pk"))))
            .with_round()
            .in_order()
        )

    def reports(self, at: datetime) -> ReportQuerySet:
        """The published reports about these days."""
        told = self.order_by().filter(reports__isnull=False).values("reports")
        return Report.objects.published(at).filter(pk__in=told).select_related("picture")

    def documents(self, at: datetime) -> DocumentQuerySet:
        """The published documents of these days, without those that were replaced."""
        attached = self.order_by().filter(documents__isnull=False).values("documents")
        return Document.objects.published(at).filter(replaced_by=None, pk__in=attached)


def _at_a_venue(word: Word) -> models.QuerySet[Meeting, Any]:
    named = Venue.objects.filter(holding(word, ["name", "city"]))
    return Meeting.objects.filter(venue__in=named).values("pk")


def _calendar_uid() -> str:
    return f"{uuid.uuid4()}@werkstattportal"


class Meeting(Dated):
    """A Werkstatttermin: a day (or a season, as long as the day is not agreed) of a round."""

    class Kind(models.TextChoices):
        KICK_OFF = "kick_off", _("Kick-off")
        WORKSHOP = "workshop", _("Workshop day")
        CLOSING = "closing", _("Closing day")
        ONLINE = "online", _("Online meeting")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CONFIRMED = "confirmed", _("confirmed")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")

    round = models.ForeignKey(
        "workshops.Round", models.PROTECT, related_name="meetings", verbose_name=_("round")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.WORKSHOP)
    title = LineField(_("title"), max_length=160)
    slug = models.SlugField(_("address"), max_length=80)
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    ends_at = models.TimeField(_("end"), null=True, blank=True)
    venue = models.ForeignKey(
        "municipalities.Venue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("venue"),
    )
    summary = ProseTextField(_("what happens, or what happened"), max_length=600, blank=True)
    what_to_bring = ProseTextField(_("what the teams bring"), blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PLANNED, editable=False
    )
    status_reason = LineField(_("reason"), max_length=300, blank=True, editable=False)
    moved_from_first_day = models.DateField(_("moved from"), null=True, editable=False)
    moved_from_last_day = models.DateField(null=True, editable=False)
    moved_from_precision = models.CharField(
        max_length=6, choices=Precision.choices, default=Precision.DAY, editable=False
    )
    calendar_uid = models.CharField(
        max_length=80, unique=True, default=_calendar_uid, editable=False
    )
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
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
    is_demo = models.BooleanField(_("partly invented for the demonstration"), default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("workshop day")
        verbose_name_plural = _("workshop days")
        ordering = [F("first_day").asc(nulls_last=True), "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "slug"],
                name="meeting_address_once_per_round",
                violation_error_message=_("This round already has a day with this address."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | (Q(starts_at__isnull=False) & Q(starts_at__lt=F("ends_at"))),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The end must lie after the start."),
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(status_reason=""),
                name="meeting_cancelled_has_a_reason",
                violation_error_message=_("A cancelled day needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(moved_from_first_day=None, moved_from_last_day=None)
                | Q(
                    moved_from_first_day__isnull=False,
                    moved_from_last_day__isnull=False,
                    moved_from_last_day__gte=F("moved_from_first_day"),
                ),
                name="meeting_was_moved_from_a_whole_date",
                violation_error_message=_("The date that the day was moved from is not whole."),
            ),
            models.CheckConstraint(
                condition=Q(first_day=None)
                | Q(moved_from_first_day=None)
                | ~Q(
                    moved_from_first_day=F("first_day"),
                    moved_from_last_day=F("last_day"),
                    moved_from_precision=F("precision"),
                ),
                name="meeting_was_moved_from_another_date",
                violation_error_message=_("A day cannot be moved to the date that it had."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(
            "workshops:meeting", args=[self.round.workshop.slug, self.round.number, self.slug]
        )

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    @admin.display(description=_("moved from"))
    def moved_from(self) -> Period | None:
        """The date that was told before the last move."""
        first, last = self.moved_from_first_day, self.moved_from_last_day
        if first is None or last is None:
            return None
        return Period(first, last, Precision(self.moved_from_precision))

    @moved_from.setter
    def moved_from(self, period: Period | None) -> None:
        self.moved_from_first_day = period.first if period else None
        self.moved_from_last_day = period.last if period else None
        self.moved_from_precision = period.precision if period else Precision.DAY

    @property
    def change(self) -> str:
        """Why the day is not what was once announced: moved or cancelled, and the reason."""
        told = {"reason": self.status_reason, "when": self.moved_from}
        if self.is_cancelled:
            return gettext("Cancelled: %(reason)s") % told
        if self.moved_from and self.status_reason:
            return gettext("Moved, originally %(when)s: %(reason)s") % told
        if self.moved_from:
            return gettext("Moved, originally %(when)s") % told
        return gettext("Moved: %(reason)s") % told if self.status == self.Status.MOVED else ""

    @property
    def has_a_day(self) -> bool:
        """Whether a calendar can hold it."""
        return self.when is not None and self.precision == Precision.DAY

    def was_held(self, at: datetime) -> bool:
        """Whether the day lies behind us. A season that was only planned proves nothing."""
        if self.is_cancelled or self.when is None or not self.when.is_over(at):
            return False
        return self.precision == Precision.DAY or self.status != self.Status.PLANNED

    def is_today(self, at: datetime) -> bool:
        if self.is_cancelled or self.when is None or self.precision != Precision.DAY:
            return False
        return self.when.first <= berlin_day(at) <= self.when.last

    def standing(self, at: datetime) -> Standing:
        """The status in the light of the date: what was held is no longer "planned"."""
        if self.was_held(at):
            return Standing("reached", gettext("completed"), "reached", is_over=True)
        if self.is_today(at):
            return Standing("progress", gettext("today"), "progress")
        if self.when and self.when.is_over(at) and not self.is_cancelled:
            word = gettext("was planned")
            return Standing("planned", word, "planned", is_over=True)
        kind, icon = {
            self.Status.PLANNED: ("planned", "planned"),
            self.Status.CONFIRMED: ("reached", "check"),
            self.Status.MOVED: ("postponed", "postponed"),
            self.Status.CANCELLED: ("dropped", "dropped"),
        }[self.Status(self.status)]
        return Standing(kind, str(self.get_status_display()), icon)

    def starts(self) -> datetime | None:
        """Local date and time of the start, if both are known (naive, Europe/Berlin)."""
        if self.first_day is None or self.starts_at is None:
            return None
        return datetime.combine(self.first_day, self.starts_at)

    def minutes_after_start(self, minutes: int) -> datetime | None:
        start = self.starts()
        return None if start is None else start + timedelta(minutes=minutes)
