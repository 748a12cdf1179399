"""Registrations: made, confirmed, accepted, cancelled."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, outbox
from portal.models import OutgoingMail
from portal.open_forms import mailbox
from portal.refusals import Refusal, TooMany
from registrations import letters
from registrations.actions import answers, links, places
from registrations.models import Offer, Particulars, Place, Registration, Terms

Source = Registration.Source
Status = Registration.Status
Ending = Registration.Ending
OPEN_SOURCES = (Source.FORM, Source.PARTY)  # anybody may send these; the others are trusted


def key_of(ticket: str, box: str) -> str:
    """What makes one registration of one form: its ticket, and whom it is for.

    Who goes back and registers a colleague with the same form makes a second registration.
    """
    return hashlib.sha256(f"{ticket}:{box}".encode()).hexdigest()


@transaction.atomic
def register(
    *,
    offer: Offer,
    given: Particulars,
    key: str,
    at: datetime,
    source: Source = Source.FORM,
    by: User | None = None,
    party: str = "",
) -> Registration | None:
    """Put somebody down for an offer: with a place while there is one, else in line.

    Who sends the open form has to confirm the address; until then the place is held for a set
    time only. An address that is registered already gets its link again, and so does not count
    twice. The same key makes one registration and one letter, however often it is sent. None for
    an address that a closed list does not know.
    Raises Refusal, and TooMany after three letters to one address within an hour.
    """
    lot = places.lock(offer, at=at)
    if sent := Registration.objects.filter(offer=offer, key=key).first():
        return sent
    is_open_form = source in OPEN_SOURCES
    if is_open_form:
        _refuse_unless_open(lot.offer, at)
    known = Registration.objects.active().filter(offer=offer, mailbox=mailbox(given.email)).first()
    if known:
        _remind(known, key, at) if is_open_form else _refuse_twice(known)
        return known
    if is_open_form:
        _refuse_flood(given.email, at)
        if not _is_invited(lot.offer, given.email):
            return None
    sessions = places.own_sessions(lot, given.sessions)
    registration = _put_down(lot, given, key=key, source=source, by=by, party=party)
    places.queue(lot, registration, [lot.main, *sessions])
    places.settle(lot, newcomer=registration, by=by)
    places.refuse_if_nothing_left(lot, registration)
    if given.answers or given.diet or given.access:
        answers.keep(registration, given=given.answers, diet=given.diet, access=given.access)
    answers.agree(registration, given.consents, at=at)
    if not is_open_form:
        registration = _fresh(registration)  # it may have a place by now
    _record("registration.made", registration, by, at)
    _write_first(registration, at)
    return registration


def _put_down(
    lot: places.Lot, given: Particulars, *, key: str, source: Source, by: User | None, party: str
) -> Registration:
    confirms = source in OPEN_SOURCES
    hold = timedelta(hours=lot.offer.hold_hours)
    registration = Registration(
        offer=lot.offer,
        first_name=given.first_name,
        last_name=given.last_name,
        email=given.email.strip(),
        mailbox=mailbox(given.email),
        organisation=given.organisation,
        function=given.function,
        municipality=given.municipality,
        status=Status.UNCONFIRMED if confirms else Status.WAITING,
        registered_at=lot.at,
        confirmed_at=None if confirms else lot.at,
        held_until=lot.at + hold if confirms else None,
        source=source,
        key=key,
        party=party,
        by=by,
    )
    registration.clean_fields(exclude=["offer", "municipality", "by"])
    registration.save()
    registration.terms.add(*Terms.objects.filter(offer=lot.offer).current())
    return registration


def _write_first(registration: Registration, at: datetime) -> None:
    """To the open form: confirm, please. To whom others put down: what came of it."""
    token = links.issue(registration, at=at)
    if registration.is_unconfirmed:
        letter = letters.confirm(registration, token=token, occasion=str(registration.key))
    else:
        letter = letters.standing(registration, token=token, at=at)
    outbox.post(letter, at=at)


def _remind(known: Registration, key: str, at: datetime) -> None:
    """The address is registered: it gets its link again, whoever sent the form."""
    if OutgoingMail.objects.filter(occasion=letters.again_occasion(known, key)).exists():
        return
    _refuse_flood(known.email, at)
    token = links.issue(known, at=at)
    outbox.post(letters.already(known, token=token, key=key), at=at)


def _refuse_twice(known: Registration) -> None:
    raise Refusal(_("%(email)s is already registered.") % {"email": known.email})


def _refuse_flood(email: str, at: datetime) -> None:
    if links.is_enough(email, at=at):
        said = _("We have sent several letters to this address within an hour.")
        raise TooMany(f"{said} {_('Please try again later.')}", retry_after=3600)


def _refuse_unless_open(offer: Offer, at: datetime) -> None:
    said = {
        Offer.State.CANCELLED: _("This event does not take place."),
        Offer.State.CLOSED: _("This event is for a closed group."),
        Offer.State.SOON: _("Registration is not open yet."),
        Offer.State.OVER: _("Registration is closed."),
    }
    if reason := said.get(offer.state(at)):
        raise Refusal(reason)


def _is_invited(offer: Offer, email: str) -> bool:
    if offer.audience != Offer.Audience.INVITED:
        return True
    return offer.invitees.filter(mailbox=mailbox(email)).exists()


@transaction.atomic
def confirm(*, registration: Registration, at: datetime, by: User | None = None) -> Registration:
    """The address is right: what is held becomes a place, what waits waits on.

    Who comes too late, while registration is still open, stands in line anew. The office (`by`)
    answers for an address that it knows.
    """
    lot = places.lock(registration.offer, at=at)
    registration = _fresh(registration)
    if registration.can_come_back():
        _refuse_unless_open(lot.offer, at)
        _come_back(lot, registration)
    elif not registration.is_active:
        raise Refusal(_("This registration was cancelled."))
    elif not registration.is_unconfirmed:
        return registration
    registration.status, registration.confirmed_at = Status.WAITING, at
    registration.save(update_fields=["status", "confirmed_at"])
    places.confirm(lot, registration, registration.places.current())
    places.settle(lot, newcomer=registration, by=by)
    registration = _fresh(registration)
    places.refuse_if_nothing_left(lot, registration)
    _record("registration.confirmed", registration, by, at)
    token = links.issue(registration, at=at)
    outbox.post(letters.standing(registration, token=token, at=at), at=at)
    return registration


def _come_back(lot: places.Lot, registration: Registration) -> None:
    others = Registration.objects.active().filter(offer=lot.offer, mailbox=registration.mailbox)
    if others.exists():
        raise Refusal(_("This address is already registered."))
    wanted = {place.quota_id for place in registration.places.all()}
    registration.status, registration.cancelled_at, registration.ending = Status.WAITING, None, ""
    registration.save(update_fields=["status", "cancelled_at", "ending"])
    places.queue(lot, registration, [quota for quota in lot.quotas if quota.pk in wanted])


@transaction.atomic
def accept(*, registration: Registration, at: datetime) -> Registration:
    """Take what was offered."""
    lot = places.lock(registration.offer, at=at)
    registration = _fresh(registration)
    offered = registration.places.filter(status=Place.Status.OFFERED)
    if not offered:
        raise Refusal(_("Nothing is offered to you at the moment."))
    places.confirm(lot, registration, offered)
    places.settle(lot, newcomer=registration)
    registration = _fresh(registration)
    _record("registration.accepted", registration, None, at)
    token = links.issue(registration, at=at)
    outbox.post(letters.standing(registration, token=token, at=at), at=at)
    return registration


@transaction.atomic
def cancel(
    *, registration: Registration, at: datetime, by: User | None = None, reason: str = ""
) -> Registration:
    """Give the places back; whoever is first in line gets them in the same moment.

    Registrants until the deadline, the office (`by`) at any time, with a reason.
    """
    lot = places.lock(registration.offer, at=at)
    registration = _fresh(registration)
    if not registration.is_active:
        raise Refusal(_("This registration is already cancelled."))
    if by is None and not lot.offer.may_cancel(at):
        raise Refusal(_("The time to cancel is over; please write to us."))
    if by is not None and not reason.strip():
        raise Refusal(_("Please give a reason."))
    was_confirmed = not registration.is_unconfirmed
    places.end(registration, Ending.OFFICE if by else Ending.PERSON, at=at, reason=reason)
    places.settle(lot, by=by)
    _record("registration.cancelled", registration, by, at)
    if was_confirmed:
        token = links.issue(registration, at=at)
        outbox.post(letters.cancelled(registration, token=token, at=at), at=at)
    return registration


def _fresh(registration: Registration) -> Registration:
    return Registration.objects.select_related("offer").get(pk=registration.pk)


def _record(what: str, registration: Registration, by: User | None, at: datetime) -> None:
    actor = None if by else audit.Actor.REGISTRANT
    audit.record(what, registration, by=by, actor=actor, at=at, scope=registration.scope)
