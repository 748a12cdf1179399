"""Who may do what with Kommunen, their agreements and the venues."""

from municipalities.models import Agreement, Municipality, Venue
from people.models import User


def may_edit_municipality(user: User, municipality: Municipality | None = None) -> bool:
    """Without a Kommune: may add one."""
    return user.is_superuser or user.is_coordinator


def may_edit_agreement(user: User, agreement: Agreement | None = None) -> bool:
    return user.is_superuser or user.is_coordinator


def may_edit_venue(user: User, venue: Venue | None = None) -> bool:
    return user.is_superuser or user.is_coordinator
