"""Who comes to the desk: what an address names, for this user; else 404, or 403 for staff."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from people.models import User
from registrations import policies
from registrations.models import Offer, OfferQuerySet, Registration


def offers_of(user: User) -> OfferQuerySet:
    """Those that somebody looks after; editors have none, and for others there is no such page."""
    if not policies.may_see_offers(user):
        raise PermissionDenied if user.is_staff else Http404
    return Offer.objects.visible_to(user)


def offer_of(user: User, slug: str) -> Offer:
    return get_object_or_404(offers_of(user), slug=slug)


def own_offer_of(user: User, slug: str) -> Offer:
    """An offer that this user may work on, not only look at."""
    offer = offer_of(user, slug)
    if not policies.may_edit_offer(user, offer):
        raise PermissionDenied
    return offer


def registration_of(offer: Offer, public_id: UUID) -> Registration:
    """One of this offer's."""
    found = offer.registrations.select_related("municipality", "by")
    registration = get_object_or_404(found, public_id=public_id)
    registration.offer = offer
    return registration
