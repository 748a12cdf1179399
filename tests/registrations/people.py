"""Who registers in these tests."""

from datetime import UTC, datetime, timedelta

from registrations.actions import registrations
from registrations.models import Particulars, Place, Registration

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def guest(number, **given):
    names = {"first_name": "Kim", "last_name": f"Gast{number}"}
    return Particulars(**{**names, "email": f"gast{number}@example.org", **given})


def register(offer, number, at=AT, **given):
    """By the open form: not confirmed yet."""
    return registrations.register(
        offer=offer, given=guest(number, **given), key=f"key-{number}", at=at
    )


def come(offer, number, at=AT, **given):
    """Registered and confirmed."""
    return registrations.confirm(registration=register(offer, number, at, **given), at=at)


def names_in(offer, status="confirmed", at=AT):
    """Whose place at the event has this status, in the order of the line."""
    places = Place.objects.filter(quota__offer=offer, quota__is_main=True, status=status)
    return [place.registration.last_name for place in places.order_by("queued_at", "pk")]


def ranks(offer, at=AT):
    """last name → rank, of those who wait for the event."""
    line = Place.objects.with_rank(at).filter(quota__offer=offer, quota__is_main=True)
    return {place.registration.last_name: place.rank for place in line}


def statuses(offer):
    return dict(Registration.objects.filter(offer=offer).values_list("last_name", "status"))
