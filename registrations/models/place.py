from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from people.models import User

if TYPE_CHECKING:
    from registrations.models.registration import Registration


def _counting(at: datetime, path: str) -> Q:
    """What has no end, or one that has not come: a hold that ran out counts no more by itself."""
    return Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": at})


def taking(at: datetime, path: str = "") -> Q:
    """The places that nobody else can have at this moment."""
    return Q(**{f"{path}status__in": Place.TAKING}) & _counting(at, path)


def in_line(at: datetime, path: str = "") -> Q:
    """Those who wait at this moment."""
    return Q(**{f"{path}status": Place.Status.WAITING}) & _counting(at, path)


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return (
            self.filter(registration__offer__stewards=user) if user.is_coordinator else self.none()
        )

    def taking(self, at: datetime) -> Self:
        """Held, confirmed or offered: nobody else can have them at this moment."""
        return self.filter(taking(at))

    def in_line(self, at: datetime) -> Self:
        """Those who wait, the longest waiting first."""
        return self.filter(in_line(at)).order_by("queued_at", "pk")

    def run_out(self, at: datetime) -> Self:
        """Holds and offers whose time is over, but nobody has noted it yet."""
        return self.filter(until__lte=at)

    def with_rank(self, at: datetime) -> Self:
        """Those who wait, each with its `rank` in the line of its quota."""
        order = [F("queued_at").asc(), F("pk").asc()]
        rank = Window(RowNumber(), partition_by=F("quota"), order_by=order)
        return self.in_line(at).annotate(rank=rank)

    def rank_of(self, place: Place, at: datetime) -> int:
        """How many stand before this place in its line, and one."""
        earlier = Q(queued_at__lt=place.queued_at) | Q(queued_at=place.queued_at, pk__lt=place.pk)
        return self.filter(in_line(at), earlier, quota=place.quota_id).count() + 1

    def current(self) -> Self:
        """Without what was given up."""
        return self.exclude(status=Place.Status.GIVEN_UP)


class Place(models.Model):
    """One registration in one quota: has it, waits for it, or gave it up.

    The rank on a waiting list is computed from (`queued_at`, `pk`), never stored. What has an
    `until` counts only until then, whether or not the clock has noted it.
    """

    class Status(models.TextChoices):
        HELD = "held", _("held until confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        OFFERED = "offered", _("offered")
        WAITING = "waiting", _("waiting")
        WISHED = "wished", _("wished, as soon as there is a place at the event")
        GIVEN_UP = "given_up", _("given up")

    TAKING = (Status.HELD, Status.CONFIRMED, Status.OFFERED)

    registration = models.ForeignKey(
        "registrations.Registration",
        models.CASCADE,
        related_name="places",
        verbose_name=_("registration"),
    )
    quota = models.ForeignKey(
        "registrations.Quota", models.PROTECT, related_name="places", verbose_name=_("quota")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status)
    queued_at = models.DateTimeField(_("in line since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    # set by `with_rank`
    rank: int

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["-quota__is_main", "quota__position", "quota", "queued_at", "pk"]
        indexes = [models.Index(fields=["quota", "status", "queued_at"], name="place_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "quota"],
                name="place_once_per_registration_and_quota",
                violation_error_message=_("This registration already has a place there."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["held", "offered"], until__isnull=False)
                | Q(status__in=["waiting", "wished"])
                | Q(status__in=["confirmed", "given_up"], until=None),
                name="place_held_or_offered_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quota}: {self.get_status_display()}"

    @property
    def is_taking(self) -> bool:
        return self.status in self.TAKING

    @property
    def is_given_up(self) -> bool:
        return self.status == self.Status.GIVEN_UP

    def follows(self, registration: Registration) -> None:
        """An unconfirmed registration's places end with its hold."""
        self.until = registration.held_until if registration.is_unconfirmed else None
