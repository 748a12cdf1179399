from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from portal.text import LineField
from registrations.models.offer import Offer
from registrations.models.place import in_line, taking

if TYPE_CHECKING:
    from collections.abc import Iterable

FEW = 5
LONGEST_WAIT = "8s"  # for the lock; nobody waits longer than ten seconds for an answer


class QuotaQuerySet(models.QuerySet["Quota"]):
    def locked(self, offers: Iterable[int]) -> list[Quota]:
        """All quotas of these offers, held until the transaction ends, in the order of their ids.

        This is the one lock under which places are given and given back. Whoever needs several
        offers takes them at once: the order keeps two from waiting for each other.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
        return list(self.filter(offer__in=offers).order_by("pk").select_for_update())

    def with_occupancy(self, at: datetime) -> Self:
        """Each with `taken` and `waiting`, so that it can be asked what is free."""
        return self.annotate(
            taken=Count("places", filter=taking(at, "places__")),
            waiting=Count("places", filter=in_line(at, "places__")),
        )

    def of_event(self) -> Self:
        return self.filter(is_main=True)

    def of_sessions(self) -> Self:
        return self.filter(is_main=False)


class Quota(models.Model):
    """A limited part of an offer: the event itself (main), or a session that one may choose.

    Of the sessions with the same `slot` one person takes one; those with the same `repeat_key` are
    repetitions of each other; and nobody takes two whose announced times overlap.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="quotas", verbose_name=_("offer"))
    is_main = models.BooleanField(_("the event itself"), default=False, editable=False)
    title = LineField(_("title"), max_length=200)
    note = LineField(_("note"), max_length=200, blank=True, help_text=_("For example the room."))
    slot = LineField(
        _("time slot"),
        max_length=120,
        blank=True,
        help_text=_("Of the sessions of one slot everybody chooses one, for example “afternoon”."),
    )
    repeat_key = LineField(
        _("repetition"),
        max_length=60,
        blank=True,
        help_text=_("The same word at two sessions: they are repetitions, one is enough."),
    )
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave empty for no limit.")
    )
    starts_at = models.DateTimeField(_("announced start"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("announced end"), null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = QuotaQuerySet.as_manager()

    # set by `with_occupancy`
    taken: int
    waiting: int

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["-is_main", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "title"],
                name="quota_title_once_per_offer",
                violation_error_message=_("This offer already has a quota of this title."),
            ),
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(is_main=True),
                name="quota_of_the_event_once_per_offer",
                violation_error_message=_("This offer already has its places."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | (Q(starts_at__isnull=False) & Q(starts_at__lt=F("ends_at"))),
                name="quota_ends_after_it_starts",
                violation_error_message=_("The end must lie after the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def free(self) -> int | None:
        """How many a newcomer may still take; None without a limit. Who waits comes first."""
        if self.capacity is None:
            return None
        return max(self.capacity - self.taken - self.waiting, 0)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def is_scarce(self) -> bool:
        """Nearly full: pages say so."""
        return self.free is not None and 0 < self.free < FEW

    @property
    def overbooked(self) -> int:
        """How many more than the limit: only after the limit was lowered, or by the office."""
        return max(self.taken - self.capacity, 0) if self.capacity is not None else 0

    @property
    def next_rank(self) -> int:
        """The rank of whoever comes now."""
        return self.waiting + 1

    def excludes(self, other: Quota) -> bool:
        """Whether one person cannot have both: same slot, repetition, or at the same time."""
        if self.slot and self.slot == other.slot:
            return True
        if self.repeat_key and self.repeat_key == other.repeat_key:
            return True
        return self.overlaps(other)

    def overlaps(self, other: Quota) -> bool:
        """By the announced times; back to back is no overlap, an unknown time neither."""
        if None in (self.starts_at, self.ends_at, other.starts_at, other.ends_at):
            return False
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at  # type: ignore[operator]
