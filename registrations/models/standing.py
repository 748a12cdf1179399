"""How somebody stands with an offer at a moment: what is theirs, what they wait for, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.models.place import Place
from registrations.models.quota import Quota
from registrations.models.registration import Registration


@dataclass(frozen=True)
class Standing:
    """One place, with its rank and reason while it waits."""

    place: Place
    rank: int | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """The session; of the event itself its title."""
        quota = self.place.quota
        return self.place.registration.offer.title if quota.is_main else quota.title

    @property
    def words(self) -> str:
        """How it stands, in one sentence."""
        if self.rank is not None:
            return _("%(reason)s You are number %(rank)d on the waiting list.") % {
                "reason": self.reason,
                "rank": self.rank,
            }
        return {
            Place.Status.CONFIRMED: _("You have a place."),
            Place.Status.HELD: _("A place is held for you."),
            Place.Status.OFFERED: _("A place is offered to you."),
            Place.Status.WISHED: _("Noted, as soon as you have a place at the event."),
        }.get(Place.Status(self.place.status), "")


def standings(registration: Registration, at: datetime) -> list[Standing]:
    """All that was not given up, the event first."""
    places = registration.places.current().select_related("quota", "registration__offer")
    return [_standing(place, at) for place in places]


def _standing(place: Place, at: datetime) -> Standing:
    if place.status != Place.Status.WAITING:
        return Standing(place)
    return Standing(place, Place.objects.rank_of(place, at), reason_to_wait(place, at))


def reason_to_wait(place: Place, at: datetime) -> str:
    """Whose places are all taken: those of the Kommune, or all of them."""
    quota, registration = place.quota, place.registration
    limit = registration.offer.places_per_municipality
    if quota.is_main and limit is not None and registration.municipality_id is not None:
        theirs = Place.objects.taking(at).filter(
            quota=quota, registration__municipality=registration.municipality_id
        )
        if theirs.count() >= limit:
            return _all_of_municipality(limit)
    return all_taken(quota, registration.offer.title)


def all_taken(quota: Quota, title: str) -> str:
    """ "All 30 places of … are taken." """
    name = title if quota.is_main else quota.title
    said = ngettext(
        "The only place of “%(name)s” is taken.",
        "All %(count)d places of “%(name)s” are taken.",
        quota.capacity or 0,
    )
    return said % {"count": quota.capacity or 0, "name": name}


def _all_of_municipality(limit: int) -> str:
    said = ngettext(
        "The only place of your Kommune is taken.",
        "All %(count)d places of your Kommune are taken.",
        limit,
    )
    return said % {"count": limit}
