"""What registrants are told about the event that they registered for."""

from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.db import transaction

from people.models import User
from portal import audit
from portal.dates import Period
from registrations.models import Offer


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """The facts of an event as its own record knows them now."""

    title: str
    when: Period | None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    page: str = ""
    calendar_uid: str
    calendar_sequence: int


@transaction.atomic
def announce(
    *, offer: Offer, announcement: Announcement, by: User | None, at: datetime, scope: str = ""
) -> Offer:
    """Write down what is announced from now on. Nothing happens if it says nothing new.

    Raises ValidationError when the facts contradict each other.
    """
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    facts = {**asdict(announcement), "when": announcement.when}
    changed = [name for name, value in facts.items() if getattr(offer, name) != value]
    if not changed:
        return offer
    for name in changed:
        setattr(offer, name, facts[name])
    offer.full_clean()
    offer.save()
    audit.record("offer.announced", offer, by=by, at=at, fields=changed, scope=scope)
    return offer
