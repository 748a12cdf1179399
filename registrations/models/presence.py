"""How many are there, of how many who have a place: for each part of an offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from registrations.models.attendance import Attendance
from registrations.models.place import Place
from registrations.models.quota import Quota


@dataclass(frozen=True)
class Presence:
    quota: Quota
    expected: int
    present: int

    @property
    def missing(self) -> int:
        return max(self.expected - self.present, 0)


def presence(quotas: Iterable[Quota]) -> list[Presence]:
    """In two questions to the database. Who was there and cancelled later still was there."""
    wanted = list(quotas)
    confirmed = Place.objects.filter(quota__in=wanted, status=Place.Status.CONFIRMED)
    places = confirmed.order_by().values_list("quota").annotate(Count("pk"))
    there = Attendance.objects.present().filter(quota__in=wanted)
    scans = there.order_by().values_list("quota").annotate(Count("pk"))
    expected, present = dict(places), dict(scans)
    return [Presence(one, expected.get(one.pk, 0), present.get(one.pk, 0)) for one in wanted]
