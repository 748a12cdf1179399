"""Who registered for an offer, as its stewards look at it: narrowed down, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from municipalities.models import Municipality
from registrations.models.attendance import Attendance
from registrations.models.consent import Consent, ConsentRequest
from registrations.models.offer import Offer
from registrations.models.place import Place
from registrations.models.quota import Quota
from registrations.models.registration import Registration, RegistrationQuerySet
from registrations.models.standing import Standing


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed down to; nothing means everybody."""

    text: str = ""
    status: str = ""
    quota: Quota | None = None
    municipality: Municipality | None = None
    consent: ConsentRequest | None = None
    came: bool | None = None


def roll(offer: Offer, wanted: Wanted) -> RegistrationQuerySet:
    """The registrations of an offer that are wanted, by name."""
    found = Registration.objects.filter(offer=offer).found(wanted.text).by_name()
    if wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.quota:
        chosen = Place.objects.current().filter(quota=wanted.quota)
        found = found.filter(pk__in=chosen.values("registration"))
    if wanted.municipality:
        found = found.filter(municipality=wanted.municipality)
    if wanted.consent:
        agreed = Consent.objects.standing().filter(request=wanted.consent)
        found = found.filter(pk__in=agreed.values("registration"))
    if wanted.came is not None:
        there = Attendance.objects.present().filter(quota__offer=offer, quota__is_main=True)
        were = {"pk__in": there.values("registration")}
        found = found.filter(**were) if wanted.came else found.exclude(**were)
    return found


@dataclass(frozen=True)
class Line:
    """One registration with how it stands, quota by quota, and where it was checked in."""

    registration: Registration
    standings: tuple[Standing, ...]
    present: frozenset[int]  # quotas

    @property
    def main(self) -> Standing | None:
        return next((one for one in self.standings if one.place.quota.is_main), None)

    @property
    def sessions(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if not one.place.quota.is_main)

    @property
    def is_present(self) -> bool:
        """At the event itself."""
        return self.main is not None and self.main.place.quota_id in self.present


def lines(
    registrations: Iterable[Registration], offer: Offer, quotas: Sequence[Quota], at: datetime
) -> list[Line]:
    """Some registrations of this offer, in three questions to the database however many."""
    shown = list(registrations)
    current = Place.objects.current().order_by("quota__position", "quota")
    prefetch_related_objects(shown, Prefetch("places", current), "attendances")
    of_offer = {quota.pk: quota for quota in quotas}
    for registration in shown:
        registration.offer = offer
        for place in registration.places.all():
            place.quota = of_offer[place.quota_id]
    is_waiting = any(
        place.status == Place.Status.WAITING for one in shown for place in one.places.all()
    )
    ranks = _ranks(offer, at) if is_waiting else {}
    return [_line(registration, ranks) for registration in shown]


def _line(registration: Registration, ranks: dict[int, int]) -> Line:
    places = sorted(registration.places.all(), key=lambda place: not place.quota.is_main)
    last = {scan.quota_id: scan.kind for scan in registration.attendances.all()}
    return Line(
        registration,
        tuple(Standing(place, ranks.get(place.pk)) for place in places),
        frozenset(quota for quota, kind in last.items() if kind == Attendance.Kind.CAME),
    )


def _ranks(offer: Offer, at: datetime) -> dict[int, int]:
    """The rank of every place that waits, in the line of its quota."""
    ranked = Place.objects.with_rank(at).filter(quota__offer=offer)
    return {place.pk: place.rank for place in ranked.only("pk", "quota")}
