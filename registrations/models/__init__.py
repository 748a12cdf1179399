"""What one can register for. Who comes and who waits follows with the registrations themselves."""

from registrations.models.offer import Offer, OfferQuerySet, Quota

__all__ = ["Offer", "OfferQuerySet", "Quota"]
