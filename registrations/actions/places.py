"""Who has a place and who waits: the one invariant that everything else here leans on.

Places are computed under one lock, never counted up. Everybody who wants a place stands in line;
`settle` gives what is free to whoever is first, and writes to them. Each action that may free or
take a place does three things in one transaction: `lock`, its change, `settle`. So a promotion
belongs to the transaction of the cancellation that made it possible, and no two people get one
place. The transactions run in READ COMMITTED: what is counted after the lock is the truth.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from people.models import User
from portal import audit, outbox
from portal.refusals import Refusal
from registrations import letters
from registrations.actions import links
from registrations.models import Offer, Place, Quota, Registration

Status = Place.Status
Ending = Registration.Ending


@dataclass(frozen=True)
class Lot:
    """The quotas of one offer in our hands until the transaction ends; the event itself first."""

    offer: Offer
    quotas: tuple[Quota, ...]
    at: datetime

    @property
    def main(self) -> Quota:
        return self.quotas[0]


def lock(offer: Offer, *, at: datetime) -> Lot:
    """Hold the places of this offer. Holds and offers that ran out by now are ended."""
    return lock_all([offer], at=at)[0]


def lock_all(offers: Iterable[Offer], *, at: datetime) -> list[Lot]:
    """Hold the places of several offers, taken in the order of their ids."""
    pks = [offer.pk for offer in offers]
    held = Quota.objects.locked(pks)
    if missing := set(pks) - {quota.offer_id for quota in held if quota.is_main}:
        for pk in sorted(missing):
            _open_main(pk)
        held = Quota.objects.locked(pks)
    # read after the lock: what stood in a joined row may be older than the lock
    fresh = Offer.objects.in_bulk(pks)
    lots = [_lot(fresh[pk], [quota for quota in held if quota.offer_id == pk], at) for pk in pks]
    for lot in lots:
        _end_what_ran_out(lot)
    return lots


def _lot(offer: Offer, quotas: list[Quota], at: datetime) -> Lot:
    ordered = sorted(quotas, key=lambda quota: (not quota.is_main, quota.position, quota.pk))
    return Lot(offer, tuple(ordered), at)


def _open_main(offer_pk: int) -> None:
    Quota.objects.get_or_create(
        offer_id=offer_pk, is_main=True, defaults={"title": _("Participation")}
    )


def queue(lot: Lot, registration: Registration, quotas: Iterable[Quota]) -> None:
    """Stand in line for these, behind everybody who is there. `settle` says what came of it.

    The time of the line never goes back: who had the lock first stands first.
    """
    last = Place.objects.filter(quota__in=lot.quotas).order_by("-queued_at").first()
    since = max(lot.at, last.queued_at) if last else lot.at
    had = {place.quota_id: place for place in registration.places.all()}
    is_in = lot.main.pk in had and had[lot.main.pk].is_taking
    for quota in quotas:
        place = had.get(quota.pk) or Place(registration=registration, quota=quota)
        if place.pk and not place.is_given_up:
            continue
        place.status = Status.WAITING if quota.is_main or is_in else Status.WISHED
        place.queued_at = since
        place.follows(registration)
        place.save()


def give_up(places: Iterable[Place]) -> None:
    """Let these go; `settle` passes them on."""
    for place in places:
        place.status, place.until = Status.GIVEN_UP, None
        place.save(update_fields=["status", "until"])


def end(registration: Registration, ending: Ending, *, at: datetime, reason: str = "") -> None:
    """The registration is over, its places are given up. Call it under the lock."""
    registration.status = Registration.Status.CANCELLED
    registration.cancelled_at, registration.ending = at, ending
    registration.ending_reason = reason
    registration.save(update_fields=["status", "cancelled_at", "ending", "ending_reason"])
    give_up(Place.objects.filter(registration=registration).current())


def confirm(lot: Lot, registration: Registration, places: Iterable[Place]) -> None:
    """What is held or offered becomes theirs, what waits waits without end."""
    for place in places:
        if place.status in (Status.HELD, Status.OFFERED):
            place.status = Status.CONFIRMED
        place.until = None
        place.save(update_fields=["status", "until"])
        if place.quota_id == lot.main.pk and place.status == Status.CONFIRMED:
            _join(registration, place)


def let_in(registration: Registration, main: Place) -> None:
    """Give this place whatever the line says; the office decided so."""
    main.status, main.until = Status.CONFIRMED, None
    main.save(update_fields=["status", "until"])
    _join(registration, main)


def settle(
    lot: Lot, *, newcomer: Registration | None = None, by: User | None = None
) -> list[Place]:
    """Give what is free to whoever is first in line, and write to them: one letter each.

    The event comes before its sessions, for only who comes there takes part in them. A newcomer
    gets a free place without being asked once more, and learns of it otherwise.
    """
    counted = Quota.objects.filter(offer=lot.offer).with_occupancy(lot.at)
    room = {q.pk: None if q.capacity is None else q.capacity - q.taken for q in counted}
    moved = _fill(lot, lot.quotas[:1], room, newcomer)
    moved += _fill(lot, lot.quotas[1:], room, newcomer)
    _tell(lot, [place for place in moved if place.registration_id != _pk(newcomer)], by)
    return moved


def _pk(registration: Registration | None) -> int | None:
    return registration.pk if registration else None


def _fill(
    lot: Lot,
    quotas: tuple[Quota, ...],
    room: dict[int, int | None],
    newcomer: Registration | None,
) -> list[Place]:
    having = [quota for quota in quotas if room[quota.pk] is None or room[quota.pk] > 0]  # type: ignore[operator]
    if not having:
        return []
    line = Place.objects.in_line(lot.at).filter(quota__in=having).select_related("registration")
    if lot.offer.is_cancelled or lot.offer.is_past(lot.at):
        line = line.filter(registration=newcomer)  # nobody moves up to what is over
    of_municipality = _by_municipality(lot)
    moved = []
    for place in line:
        left = room[place.quota_id]
        if left == 0 or not _municipality_may(lot, place, of_municipality):
            continue
        room[place.quota_id] = None if left is None else left - 1
        _give(lot, place, newcomer)
        moved.append(place)
    return moved


def _by_municipality(lot: Lot) -> Counter[int | None]:
    """How many of each Kommune are in; empty where that does not matter."""
    if lot.offer.places_per_municipality is None:
        return Counter()
    taken = Place.objects.taking(lot.at).filter(quota=lot.main)
    return Counter(taken.values_list("registration__municipality", flat=True))


def _municipality_may(lot: Lot, place: Place, taken: Counter[int | None]) -> bool:
    """Whether the Kommune has a place left; then it is counted as gone."""
    limit, whose = lot.offer.places_per_municipality, place.registration.municipality_id
    if limit is None or whose is None or place.quota_id != lot.main.pk:
        return True
    if taken[whose] >= limit:
        return False
    taken[whose] += 1
    return True


def _give(lot: Lot, place: Place, newcomer: Registration | None) -> None:
    registration = place.registration
    if registration.is_unconfirmed:
        place.status, place.until = Status.HELD, registration.held_until
    elif lot.offer.waiting == Offer.Waiting.OFFERED and registration.pk != _pk(newcomer):
        hours = timedelta(hours=lot.offer.offer_hours)
        place.status, place.until = Status.OFFERED, lot.at + hours
    else:
        place.status, place.until = Status.CONFIRMED, None
    place.save(update_fields=["status", "until"])
    if place.quota_id == lot.main.pk:
        _join(registration, place)


def _join(registration: Registration, main: Place) -> None:
    """Who has a place at the event is confirmed, and stands in line for the sessions."""
    if main.status == Status.CONFIRMED:
        registration.status = Registration.Status.CONFIRMED
        registration.save(update_fields=["status"])
    if main.status in (Status.CONFIRMED, Status.HELD):
        wishes = Place.objects.filter(registration=registration, status=Status.WISHED)
        wishes.update(status=Status.WAITING)


def _tell(lot: Lot, moved: list[Place], by: User | None) -> None:
    theirs = defaultdict(list)
    for place in moved:
        theirs[place.registration].append(place)
    for registration, places in theirs.items():
        audit.record("registration.promoted", registration, by=by, at=lot.at, scope=lot.offer.scope)
        if registration.is_unconfirmed:
            continue  # they read it when they confirm
        say = letters.offered if places[0].status == Status.OFFERED else letters.promoted
        token = links.issue(registration, at=lot.at)
        outbox.post(say(registration, places, token=token, at=lot.at), at=lot.at)


def _end_what_ran_out(lot: Lot) -> None:
    """What nobody confirmed or accepted in time goes to the next."""
    gone = Place.objects.filter(quota__in=lot.quotas).run_out(lot.at)
    theirs = defaultdict(list)
    for place in gone.select_related("registration"):
        theirs[place.registration].append(place)
    for registration, places in theirs.items():
        if registration.is_unconfirmed:
            end(registration, Ending.EXPIRED, at=lot.at)
        elif any(place.quota_id == lot.main.pk for place in places):
            end(registration, Ending.NOT_ACCEPTED, at=lot.at)
            token = links.issue(registration, at=lot.at)
            outbox.post(letters.cancelled(registration, token=token, at=lot.at), at=lot.at)
        else:
            give_up(places)
        audit.record("registration.ran_out", registration, at=lot.at, scope=lot.offer.scope)


def own_sessions(lot: Lot, wanted: Iterable[Quota]) -> list[Quota]:
    """The sessions as the lock holds them. Raises Refusal for strange ones and contradictions."""
    pks = {quota.pk for quota in wanted}
    own = [quota for quota in lot.quotas if quota.pk in pks and not quota.is_main]
    if len(own) != len(pks):
        raise Refusal(_("One of these sessions is not offered here."))
    refuse_contradictions(own)
    return own


def refuse_contradictions(quotas: Iterable[Quota]) -> None:
    """One person cannot be at two sessions at once, and needs no session twice."""
    chosen = list(quotas)
    for number, one in enumerate(chosen):
        for other in chosen[:number]:
            if one.excludes(other):
                raise Refusal(
                    _("“%(one)s” and “%(other)s” cannot be taken together.")
                    % {"one": other.title, "other": one.title}
                )


def refuse_if_nothing_left(lot: Lot, registration: Registration) -> None:
    """Where there is no waiting list, full is full."""
    if lot.offer.waiting != Offer.Waiting.NONE:
        return
    waiting = Place.objects.in_line(lot.at).filter(registration=registration)
    if place := waiting.select_related("quota").first():
        name = lot.offer.title if place.quota.is_main else place.quota.title
        raise Refusal(_("All places of “%(name)s” are taken.") % {"name": name})
