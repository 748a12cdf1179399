from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.dates import BERLIN, Dated, DatedQuerySet, Precision, berlin_day
from portal.text import LineField, ProseTextField


class OfferQuerySet(DatedQuerySet["Offer"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """An offer is worked on by its stewards; what the public sees is announced elsewhere."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(stewards=user) if user.is_coordinator else self.none()

    def to_remind(self, at: datetime) -> Self:
        """Whose reminder is due, until the day before the event."""
        today = berlin_day(at)
        soon = self.filter(is_cancelled=False, precision=Precision.DAY, first_day__gt=today)
        due = [
            offer.pk
            for offer in soon.filter(remind_before__gte=1)
            if offer.first_day - timedelta(days=offer.remind_before) <= today  # type: ignore[operator,arg-type]
        ]
        return self.filter(pk__in=due)

    def shown(self) -> Self:
        """What has an address of its own for everybody: announced, and not for a closed group."""
        return self.exclude(title="").exclude(audience=Offer.Audience.CLOSED)

    def on_their_own(self, at: datetime) -> Self:
        """For everybody and to come, and no page of an event leads to them."""
        found = self.shown().filter(audience=Offer.Audience.PUBLIC, page="", is_cancelled=False)
        return found.upcoming(at)


def _calendar_uid() -> str:
    return f"{uuid.uuid4()}@werkstattportal"


RESERVED = ["link", "meine"]  # the pages of registrants stand there
RELATIVE = _("Minutes before the announced start; moves with the event. 1440 are one day.")


class Offer(Dated):
    """Something one can register for, and what registrants were announced about it.

    The announced facts (title, dates, times, place, page, calendar, whether it takes place) are
    written by the action `announce` only, which the app that owns the event calls. How many may
    come stands in the quotas.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        INVITED = "invited", _("invited people")
        CLOSED = "closed", _("a closed group, named by its leads and the office")

    class Waiting(models.TextChoices):
        AT_ONCE = "at_once", _("The next one moves up at once")
        OFFERED = "offered", _("The next one is offered the place for some hours")
        NONE = "none", _("No waiting list")

    class Asking(models.TextChoices):
        NO = "no", _("not asked")
        OPTIONAL = "optional", _("asked, optional")
        REQUIRED = "required", _("asked, required")

    class State(models.TextChoices):
        CANCELLED = "cancelled", _("cancelled")
        CLOSED = "closed", _("closed group")
        SOON = "soon", _("not open yet")
        OPEN = "open", _("open")
        OVER = "over", _("closed")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = LineField(_("announced title"), max_length=200, editable=False)
    starts_at = models.TimeField(_("announced start"), null=True, blank=True, editable=False)
    ends_at = models.TimeField(_("announced end"), null=True, blank=True, editable=False)
    place = LineField(_("announced place"), max_length=300, blank=True, editable=False)
    page = models.CharField(_("page of the event"), max_length=200, blank=True, editable=False)
    calendar_uid = models.CharField(
        max_length=80, unique=True, default=_calendar_uid, editable=False
    )
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    is_cancelled = models.BooleanField(_("does not take place"), default=False, editable=False)
    announced_reason = ProseTextField(_("announced reason"), blank=True, editable=False)

    audience = models.CharField(
        _("who may register"), max_length=20, choices=Audience, default=Audience.CLOSED
    )
    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("Without a time nobody can register yet.")
    )
    opens_before = models.PositiveIntegerField(
        _("or opens before the start"), null=True, blank=True, help_text=RELATIVE
    )
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Without a time: when the event begins.")
    )
    closes_before = models.PositiveIntegerField(
        _("or closes before the start"), null=True, blank=True, help_text=RELATIVE
    )
    change_until = models.DateTimeField(
        _("changes until"),
        null=True,
        blank=True,
        help_text=_("Without a time: until the event begins."),
    )
    change_before = models.PositiveIntegerField(
        _("or changes until before the start"), null=True, blank=True, help_text=RELATIVE
    )
    cancel_until = models.DateTimeField(
        _("cancel until"),
        null=True,
        blank=True,
        help_text=_("Without a time: until the event begins."),
    )
    cancel_before = models.PositiveIntegerField(
        _("or cancel until before the start"), null=True, blank=True, help_text=RELATIVE
    )

    places_per_municipality = models.PositiveSmallIntegerField(
        _("places per Kommune"), null=True, blank=True
    )
    hold_hours = models.PositiveSmallIntegerField(
        _("hours to confirm the address"),
        default=24,
        help_text=_("Until then the place is held for somebody who has not confirmed yet."),
    )
    waiting = models.CharField(
        _("waiting list"), max_length=20, choices=Waiting, default=Waiting.AT_ONCE
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept an offered place"), default=48
    )
    asks_municipality = models.CharField(
        _("Kommune"), max_length=20, choices=Asking, default=Asking.OPTIONAL
    )
    asks_needs = models.BooleanField(
        _("ask for diet and access"),
        default=False,
        help_text=_("Kept apart, for its stewards only, and deleted 14 days after the event."),
    )
    remind_before = models.PositiveSmallIntegerField(
        _("reminder, days before"),
        null=True,
        blank=True,
        default=3,
        help_text=_("To everybody who has a place, with the calendar file. Empty: none."),
    )
    contact = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    other_way = ProseTextField(
        _("another way to register"),
        blank=True,
        help_text=_("For example a telephone number. Without a text the operator's contact."),
    )
    stewards = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="offers",
        verbose_name=_("looked after by"),
    )
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=F("opens_at")),
                name="offer_closes_after_it_opens",
                violation_error_message=_("Registration must close after it opens."),
            ),
            models.CheckConstraint(
                condition=(Q(opens_at=None) | Q(opens_before=None))
                & (Q(closes_at=None) | Q(closes_before=None))
                & (Q(change_until=None) | Q(change_before=None))
                & (Q(cancel_until=None) | Q(cancel_before=None)),
                name="offer_deadline_is_a_time_or_relative",
                violation_error_message=_(
                    "A deadline is either a time or relative to the start, not both."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED),
                name="offer_address_is_not_reserved",
                violation_error_message=_("This address is taken by a page of the portal."),
            ),
            models.CheckConstraint(
                condition=Q(hold_hours__gte=1, offer_hours__gte=1),
                name="offer_leaves_time_to_answer",
                violation_error_message=_("Leave at least one hour to answer."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("registrations:register", args=[self.slug])

    @property
    def scope(self) -> str:
        """The room of the audit trail that its registrations belong to."""
        return f"offer:{self.pk}"

    @property
    def begins(self) -> datetime | None:
        """The announced start; without a time of the day its midnight, without a day unknown."""
        if self.first_day is None or self.precision != Precision.DAY:
            return None
        return datetime.combine(self.first_day, self.starts_at or time.min, tzinfo=BERLIN)

    @property
    def ends(self) -> datetime | None:
        """The announced end; without a time of the day the midnight after the last day."""
        if self.last_day is None or self.precision != Precision.DAY:
            return None
        if self.ends_at is not None:
            return datetime.combine(self.last_day, self.ends_at, tzinfo=BERLIN)
        return datetime.combine(self.last_day + timedelta(days=1), time.min, tzinfo=BERLIN)

    @property
    def opening(self) -> datetime | None:
        """Nothing known: not open, and nobody knows until when."""
        return self.opens_at or self._before(self.opens_before)

    @property
    def closing(self) -> datetime | None:
        return self.closes_at or self._before(self.closes_before) or self.begins

    @property
    def changeable_until(self) -> datetime | None:
        return self.change_until or self._before(self.change_before) or self.begins

    @property
    def cancellable_until(self) -> datetime | None:
        return self.cancel_until or self._before(self.cancel_before) or self.begins

    def _before(self, minutes: int | None) -> datetime | None:
        """By the clock on the wall: a week before nine o'clock is nine o'clock."""
        if minutes is None or self.begins is None:
            return None
        return self.begins - timedelta(minutes=minutes)

    def state(self, at: datetime) -> State:
        """What the public is told about registering at this moment; full is still open."""
        if self.is_cancelled:
            return self.State.CANCELLED
        if self.audience == self.Audience.CLOSED:
            return self.State.CLOSED
        if self.closing is not None and self.closing <= at:
            return self.State.OVER
        if self.opening is None or at < self.opening:
            return self.State.SOON
        return self.State.OPEN

    def is_past(self, at: datetime) -> bool:
        return self.ends is not None and self.ends <= at

    def is_open(self, at: datetime) -> bool:
        return self.state(at) == self.State.OPEN

    def may_change(self, at: datetime) -> bool:
        """Whether registrants may still change what they said."""
        return not self.is_cancelled and _still(self.changeable_until, at)

    def may_cancel(self, at: datetime) -> bool:
        """Whether registrants may still cancel by themselves."""
        return _still(self.cancellable_until, at)


def _still(deadline: datetime | None, at: datetime) -> bool:
    return deadline is None or at < deadline
