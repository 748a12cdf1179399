from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conferences.models.conference import Conference
from people.models import Contribution, Person, User
from portal.dates import BERLIN
from portal.richtext import RichTextField
from portal.search import Words, searched
from portal.text import LineField, LinkField


class SessionQuerySet(models.QuerySet["Session"]):
    def published(self) -> Self:
        return self.filter(conference__is_published=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A session is seen by whoever sees its conference."""
        return self.filter(conference__in=Conference.objects.visible_to(user))

    def search_for(self, words: Words) -> Self:
        return searched(self, words, title=["title"], text=["abstract"])

    def taking_place(self) -> Self:
        return self.filter(cancelled_because="")

    def beside(self, session: Session) -> Self:
        """The sessions of the same time and room, this one too: only their position decides."""
        return self.filter(
            conference=session.conference_id,
            day=session.day,
            starts_at=session.starts_at,
            room=session.room_id,
        ).order_by("position", "pk")

    def with_people(self) -> Self:
        """With all that warnings are made of."""
        return self.select_related("conference", "room").prefetch_related("contributions__person")

    def latest_first(self) -> Self:
        """By the year of their conference, with it and their room."""
        return self.select_related("conference", "room").order_by(
            "-conference__year", F("day").desc(nulls_last=True), "position", "pk"
        )

    def in_order(self) -> Self:
        """By day and time; without a time at the end of its day, without a day last."""
        return self.order_by(
            F("day").asc(nulls_last=True),
            F("starts_at").asc(nulls_last=True),
            F("room__position").asc(nulls_first=True),
            "position",
            "pk",
        )


def _calendar_uid() -> str:
    return f"{uuid.uuid4()}@werkstattportal"


class Session(models.Model):
    """An entry of the programme. Day, time and room may be unknown, and then stay empty."""

    class Kind(models.TextChoices):
        CHECK_IN = "check_in", _("Check-in")
        WELCOME = "welcome", _("Welcome")
        KEYNOTE = "keynote", _("Keynote")
        LECTURE = "lecture", _("Lecture")
        PANEL = "panel", _("Panel discussion")
        CONVERSATION = "conversation", _("Moderated conversation")
        IMPULSE = "impulse", _("Impulse")
        WORKSHOP = "workshop", pgettext_lazy("session", "Workshop")
        FORUM = "forum", _("Forum")
        DIALOGUE = "dialogue", _("Practice dialogue")
        ISLAND = "island", _("Impulse island")
        TABLE = "table", _("Round table")
        BARCAMP = "barcamp", _("Barcamp session")
        MARKET = "market", _("Market place")
        EXCHANGE = "exchange", _("Exchange")
        TOUR = "tour", _("Guided tour")
        AWARD = "award", _("Award ceremony")
        BREAK = "break", _("Break")
        EVENING = "evening", _("Get-together")
        CLOSING = "closing", _("Closing")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="sessions", verbose_name=_("conference")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.WORKSHOP)
    title = LineField(_("title"), max_length=250)
    slug = models.SlugField(_("address"), max_length=120)
    abstract = RichTextField(_("abstract"), blank=True)
    topics = models.ManyToManyField(
        "publications.Topic", blank=True, related_name="+", verbose_name=_("topics")
    )
    day = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    ends_at = models.TimeField(_("end"), null=True, blank=True)
    room = models.ForeignKey(
        "conferences.Room",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
    )
    is_for_all = models.BooleanField(
        _("spans all rooms"), default=False, help_text=_("Plenary, break, market place.")
    )
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=[("de", _("German")), ("en", _("English"))],
        default="de",
    )
    livestream = LinkField(_("livestream"), blank=True)
    has_livestream = models.BooleanField(_("is streamed"), default=False)
    repeats = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="repeated_as",
        verbose_name=_("repeats"),
    )
    cancelled_because = LineField(
        _("cancelled because"), max_length=250, blank=True, editable=False
    )
    documents = models.ManyToManyField(
        "publications.Document", blank=True, related_name="+", verbose_name=_("documents")
    )
    calendar_uid = models.CharField(
        max_length=80, unique=True, default=_calendar_uid, editable=False
    )
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "slug"],
                name="session_address_once_per_conference",
                violation_error_message=_("This conference already has a session here."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | ~Q(day=None),
                name="session_with_a_time_has_a_day",
                violation_error_message=_("A time needs its day."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | (Q(starts_at__isnull=False) & Q(starts_at__lt=F("ends_at"))),
                name="session_ends_after_it_starts",
                violation_error_message=_("The end must lie after the start."),
            ),
            models.CheckConstraint(
                condition=Q(is_for_all=False) | Q(room=None),
                name="session_for_all_has_no_single_room",
                violation_error_message=_("What spans all rooms is in no single one."),
            ),
            models.CheckConstraint(
                condition=Q(repeats=None) | ~Q(repeats=F("pk")),
                name="session_does_not_repeat_itself",
                violation_error_message=_("A session cannot repeat itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conferences:session", args=[self.conference.slug, self.slug])

    def clean(self) -> None:
        """Room and repetition belong to the same conference."""
        if self.room and self.room.conference_id != self.conference_id:
            raise ValidationError(_("This room belongs to another conference."))
        if self.repeats and self.repeats.conference_id != self.conference_id:
            raise ValidationError(_("A session repeats one of its own conference."))

    @property
    def is_cancelled(self) -> bool:
        return bool(self.cancelled_because)

    @property
    def starts(self) -> datetime | None:
        """Start in Germany, if day and time are known."""
        if self.day is None or self.starts_at is None:
            return None
        return datetime.combine(self.day, self.starts_at, tzinfo=BERLIN)

    @property
    def ends(self) -> datetime | None:
        """End in Germany, if it is known."""
        if self.day is None or self.ends_at is None:
            return None
        return datetime.combine(self.day, self.ends_at, tzinfo=BERLIN)

    def overlaps(self, other: Session) -> bool:
        """Whether both run at the same time for at least a minute; unknown times never do."""
        if not (self.starts and self.ends and other.starts and other.ends):
            return False
        return self.starts < other.ends and other.starts < self.ends


class SessionContributionQuerySet(models.QuerySet["SessionContribution"]):
    def in_public(self) -> Self:
        """Those in published conferences."""
        return self.filter(session__conference__is_published=True)

    def of_conference(self, conference: Conference) -> Self:
        return self.filter(session__conference=conference)

    def of_person(self, person: Person | int) -> Self:
        return self.filter(person=person)

    def from_places(self, names: Iterable[str]) -> Self:
        """Those whose affiliation of that day is one of these names; absent people are left out."""
        return self.filter(affiliation__in=names).exclude(state=Contribution.State.ABSENT)

    def latest_first(self) -> Self:
        """With their session and conference."""
        return self.select_related("session__conference__venue", "session__room").order_by(
            F("session__day").desc(nulls_last=True),
            F("session__starts_at").asc(nulls_last=True),
            "session",
            "position",
        )


class SessionContribution(Contribution):
    """A person in a session: planned or actual, as of that day."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="contributions", verbose_name=_("session")
    )

    objects = SessionContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "role"],
                name="session_contribution_once_per_role",
                violation_error_message=_("This person already has this role here."),
            )
        ]
