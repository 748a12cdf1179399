"""Who may do what with what one can register for."""

from people.models import User
from registrations.models import Offer


def may_see_offers(user: User, offer: Offer | None = None) -> bool:
    """Coordinators their own, superusers all (the QuerySet says which)."""
    return user.is_superuser or user.is_coordinator


def may_edit_offer(user: User, offer: Offer | None = None) -> bool:
    """Its stewards of the office; superusers only read. Without an offer: may add one."""
    if offer is None:
        return user.is_coordinator
    return user.is_coordinator and offer.stewards.contains(user)


def may_see_needs(user: User, offer: Offer) -> bool:
    """Diet and access: those who look after the offer, nobody else, superusers neither."""
    return may_edit_offer(user, offer)
