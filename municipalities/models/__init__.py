"""Kommunen, what they signed with the agency, and the houses where people meet."""

from municipalities.models.agreement import Agreement, AgreementQuerySet
from municipalities.models.municipality import Kind, Municipality, MunicipalityQuerySet
from municipalities.models.spot import Spot, spots
from municipalities.models.venue import Venue, VenueQuerySet

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Kind",
    "Municipality",
    "MunicipalityQuerySet",
    "Spot",
    "Venue",
    "VenueQuerySet",
    "spots",
]
