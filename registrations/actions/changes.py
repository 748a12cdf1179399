"""Registrations that change: other particulars, other sessions, another person, another offer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from people.models import User
from portal import audit, outbox
from portal.dates import berlin_day
from portal.open_forms import mailbox
from portal.refusals import Refusal
from registrations import letters
from registrations.actions import answers, links, places
from registrations.models import Offer, Place, Quota, Registration

Status = Registration.Status
DETAILS = ("first_name", "last_name", "organisation", "function", "municipality")


@transaction.atomic
def correct(
    *,
    registration: Registration,
    details: Mapping[str, str | Municipality | None],
    at: datetime,
    by: User | None = None,
    given: Mapping[int, Any] | None = None,
    diet: str = "",
    access: str = "",
) -> Registration:
    """Correct what was said (`DETAILS`; with `given` answers and needs, too). The address stays.

    Registrants until the deadline, the office (`by`) at any time.
    """
    lot = places.lock(registration.offer, at=at)
    registration = _changeable(lot, registration, at, by)
    changed = [name for name in DETAILS if name in details]
    for name in changed:
        setattr(registration, name, details[name])
    registration.full_clean(exclude=["offer", "municipality", "by"])
    registration.save(update_fields=changed)
    if given is not None:
        answers.keep(registration, given=given, diet=diet, access=access)
        changed += ["answers"]
    places.settle(lot, by=by)  # a Kommune may have a place more now
    _record("registration.corrected", registration, by, at, changed)
    return registration


@transaction.atomic
def choose(
    *, registration: Registration, sessions: Iterable[Quota], at: datetime, by: User | None = None
) -> Registration:
    """Take these sessions instead of the present ones; what is given up goes to the next in line.

    What stays chosen keeps its place and its rank. Raises Refusal for sessions of other offers,
    for two that exclude each other, and where there is no waiting list and no place.
    """
    lot = places.lock(registration.offer, at=at)
    registration = _changeable(lot, registration, at, by)
    wanted = places.own_sessions(lot, sessions)
    current = registration.places.current().filter(quota__is_main=False)
    given_up = [place for place in current if place.quota_id not in {one.pk for one in wanted}]
    had = {place.quota_id for place in current}
    new = [quota for quota in wanted if quota.pk not in had]
    if not (given_up or new):
        return registration
    places.give_up(given_up)
    places.queue(lot, registration, new)
    places.settle(lot, newcomer=registration, by=by)
    registration = Registration.objects.select_related("offer").get(pk=registration.pk)
    places.refuse_if_nothing_left(lot, registration)
    _record("registration.sessions_changed", registration, by, at, ["places"])
    _tell(registration, at)
    return registration


@transaction.atomic
def promote(
    *,
    registration: Registration,
    at: datetime,
    by: User,
    knowingly: bool = False,
    reason: str = "",
) -> Registration:
    """The office lets somebody in ahead of the line; beyond the limit only `knowingly`.

    The reason is kept in the note of the office.
    """
    lot = places.lock(registration.offer, at=at)
    registration = _changeable(lot, registration, at, by)
    waiting = registration.places.filter(quota=lot.main, status=Place.Status.WAITING).first()
    if waiting is None or registration.is_unconfirmed:
        raise Refusal(_("Only who waits can be moved up."))
    main = Quota.objects.with_occupancy(at).get(pk=lot.main.pk)
    if main.capacity is not None and main.taken >= main.capacity and not knowingly:
        raise Refusal(_("All places are taken. If you want one more, please say so by the tick."))
    if reason:
        noted = _("Moved up on %(day)s: %(reason)s") % {"day": _day(at), "reason": reason}
        registration.note = f"{registration.note}\n{noted}".strip()
        registration.save(update_fields=["note"])
    places.let_in(registration, waiting)
    places.settle(lot, newcomer=registration, by=by)
    registration.refresh_from_db()
    _record("registration.promoted", registration, by, at, ["status"])
    token = links.issue(registration, at=at)
    outbox.post(letters.promoted(registration, [waiting], token=token, at=at), at=at)
    return registration


@transaction.atomic
def note(*, registration: Registration, text: str, by: User, at: datetime) -> Registration:
    """What the office wants to remember; registrants read it in what they download."""
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.is_erased:
        raise Refusal(_("This person was forgotten; nothing can be noted any more."))
    if registration.note != text:
        registration.note = text
        registration.save(update_fields=["note"])
        _record("registration.noted", registration, by, at, ["note"])
    return registration


@transaction.atomic
def move(*, registration: Registration, to: Offer, at: datetime, by: User) -> Registration:
    """Take somebody to another offer, to the end of its line; the place here becomes free."""
    here, there = places.lock_all([registration.offer, to], at=at)
    registration = _changeable(here, registration, at, by)
    if here.offer.pk == there.offer.pk:
        raise Refusal(_("This is the offer that the registration belongs to."))
    others = Registration.objects.active().filter(offer=to, mailbox=registration.mailbox)
    if others.exists():
        raise Refusal(_("This address is already registered."))
    places.give_up(registration.places.current())
    registration.offer, registration.status = there.offer, Status.WAITING
    if registration.confirmed_at is None:
        registration.confirmed_at = at  # the office answers for the address
    registration.save(update_fields=["offer", "status", "confirmed_at"])
    places.queue(there, registration, [there.main])
    places.settle(here, by=by)
    places.settle(there, newcomer=registration, by=by)
    registration = Registration.objects.select_related("offer").get(pk=registration.pk)
    places.refuse_if_nothing_left(there, registration)
    _record("registration.moved", registration, by, at, ["offer"])
    _tell(registration, at)
    return registration


@transaction.atomic
def replace(
    *,
    registration: Registration,
    first_name: str,
    last_name: str,
    email: str,
    function: str = "",
    key: str,
    at: datetime,
    by: User,
) -> Registration:
    """Somebody else comes in their place, and keeps it. Both get a letter; diet and answers go."""
    lot = places.lock(registration.offer, at=at)
    if sent := Registration.objects.filter(offer=lot.offer, key=key).first():
        return sent
    old = _changeable(lot, registration, at, by)
    if Registration.objects.active().filter(offer=lot.offer, mailbox=mailbox(email)).exists():
        raise Refusal(_("%(email)s is already registered.") % {"email": email})
    new = Registration(
        offer=lot.offer,
        first_name=first_name,
        last_name=last_name,
        email=email.strip(),
        mailbox=mailbox(email),
        organisation=old.organisation,
        function=function,
        municipality=old.municipality,
        status=Status.WAITING if old.is_unconfirmed else old.status,
        registered_at=at,
        confirmed_at=at,
        source=old.source,
        key=key,
        party=old.party,
        by=by,
    )
    new.full_clean(exclude=["offer", "municipality", "by"])
    new.save()
    taken_over = list(old.places.current())
    Place.objects.filter(pk__in=[place.pk for place in taken_over]).update(registration=new)
    places.end(old, Registration.Ending.REPLACED, at=at)
    places.confirm(lot, new, new.places.current())
    places.settle(lot, newcomer=new, by=by)
    new = Registration.objects.select_related("offer").get(pk=new.pk)
    _record("registration.replaced", old, by, at, ["status"])
    _record("registration.made", new, by, at, [])
    outbox.post(letters.cancelled(old, token=links.issue(old, at=at), at=at), at=at)
    outbox.post(letters.standing(new, token=links.issue(new, at=at), at=at), at=at)
    return new


def _changeable(
    lot: places.Lot, registration: Registration, at: datetime, by: User | None
) -> Registration:
    fresh = Registration.objects.select_related("offer").get(pk=registration.pk)
    if fresh.offer_id != lot.offer.pk or not fresh.is_active:
        raise Refusal(_("This registration was cancelled."))
    if by is None and not lot.offer.may_change(at):
        raise Refusal(_("The time for changes is over; please write to us."))
    return fresh


def _day(at: datetime) -> str:
    return date_format(berlin_day(at), "j. F Y")


def _tell(registration: Registration, at: datetime) -> None:
    if not registration.is_unconfirmed:
        token = links.issue(registration, at=at)
        outbox.post(letters.changed(registration, token=token, at=at), at=at)


def _record(
    what: str, registration: Registration, by: User | None, at: datetime, fields: Iterable[str]
) -> None:
    actor = None if by else audit.Actor.REGISTRANT
    scope = registration.scope
    audit.record(what, registration, by=by, actor=actor, at=at, scope=scope, fields=fields)
