"""How many may come: to the event and to each of its sessions."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from registrations.actions import places
from registrations.models import Offer, Place, Quota, Registration


@dataclass(frozen=True, kw_only=True)
class Session:
    """What an event knows of a session that one may choose."""

    title: str
    capacity: int | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str = ""
    slot: str = ""
    repeat_key: str = ""
    position: int = 0


@transaction.atomic
def set_capacity(*, quota: Quota, capacity: int | None, by: User, at: datetime) -> Quota:
    """More places go to those who wait, at once. Fewer take nobody's place away: overbooked."""
    lot = places.lock(quota.offer, at=at)
    quota = next(held for held in lot.quotas if held.pk == quota.pk)
    if quota.capacity != capacity:
        quota.capacity = capacity
        quota.full_clean()
        quota.save(update_fields=["capacity"])
        _record("quota.capacity_changed", quota, by, at, ["capacity"])
    places.settle(lot, by=by)
    return quota


@transaction.atomic
def add(*, offer: Offer, session: Session, by: User | None, at: datetime) -> Quota:
    """One more session to choose."""
    places.lock(offer, at=at)
    quota = Quota(offer=offer, **session.__dict__)
    quota.full_clean()
    quota.save()
    _record("quota.added", quota, by, at, [])
    return quota


@transaction.atomic
def announce(*, quota: Quota, session: Session, by: User | None, at: datetime) -> Quota:
    """Write down what the event says of a session now; called by the app that owns the event.

    Who chose it keeps it, also where it overlaps with another now: the office is told by the pages.
    """
    places.lock(quota.offer, at=at)
    quota = Quota.objects.get(pk=quota.pk)
    facts = {name: value for name, value in session.__dict__.items() if name != "capacity"}
    changed = [name for name, value in facts.items() if getattr(quota, name) != value]
    for name in changed:
        setattr(quota, name, facts[name])
    if changed:
        quota.full_clean()
        quota.save(update_fields=changed)
        _record("quota.announced", quota, by, at, changed)
    return quota


@transaction.atomic
def remove(*, quota: Quota, by: User, at: datetime) -> None:
    """Offer a session no more, as long as nobody chose it."""
    places.lock(quota.offer, at=at)
    if quota.is_main:
        raise Refusal(_("The places of the event itself stay."))
    chosen = Registration.objects.active().filter(places__in=quota.places.current())
    if chosen.exists():
        raise Refusal(_("Somebody has chosen this session; let them choose another one first."))
    _record("quota.removed", quota, by, at, [])
    quota.places.all().delete()
    quota.delete()


@transaction.atomic
def settle(*, offer: Offer, by: User | None, at: datetime) -> None:
    """Pass on what ran out or became free, for example after the office edited the offer."""
    places.settle(places.lock(offer, at=at), by=by)


def end_what_ran_out(*, at: datetime) -> int:
    """Pass on the places whose hold or offer ran out; the number of offers that were touched."""
    gone = Place.objects.run_out(at).values("quota__offer")
    offers = Offer.objects.filter(pk__in=gone)
    for offer in offers:
        with transaction.atomic():
            places.settle(places.lock(offer, at=at))
    return len(offers)


def _record(what: str, quota: Quota, by: User | None, at: datetime, fields: list[str]) -> None:
    audit.record(what, quota, by=by, at=at, fields=fields, scope=quota.offer.scope)
