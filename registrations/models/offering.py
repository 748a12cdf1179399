"""What a page says of an offer at a moment: whether it is open, how many may still come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registrations.models.offer import Offer
from registrations.models.quota import Quota


@dataclass(frozen=True)
class Offering:
    """An offer as the public sees it. `main` is missing as long as nobody opened the places."""

    offer: Offer
    state: Offer.State
    main: Quota | None
    sessions: tuple[Quota, ...]

    @property
    def is_open(self) -> bool:
        return self.state == Offer.State.OPEN

    @property
    def is_shown(self) -> bool:
        """Whether it has a page of its own."""
        return self.state != Offer.State.CLOSED

    @property
    def is_full(self) -> bool:
        return self.main is not None and self.main.is_full

    @property
    def takes_more(self) -> bool:
        """Open, and at least with a waiting list."""
        return self.is_open and not (self.is_full and self.offer.waiting == Offer.Waiting.NONE)


def offering(offer: Offer, at: datetime) -> Offering:
    """In one question to the database."""
    quotas = list(Quota.objects.filter(offer=offer).with_occupancy(at))
    for quota in quotas:
        quota.offer = offer
    main = next((quota for quota in quotas if quota.is_main), None)
    sessions = tuple(quota for quota in quotas if not quota.is_main)
    return Offering(offer, offer.state(at), main, sessions)
