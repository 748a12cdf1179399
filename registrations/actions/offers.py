"""What registrants are told about the event that they registered for."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.db import transaction

from people.models import User
from portal import audit, outbox
from portal.dates import Period
from registrations import letters
from registrations.actions import links, places
from registrations.models import ConsentRequest, Offer, OfferText, Registration, Terms

TOLD = {"when", "starts_at", "ends_at", "place", "is_cancelled"}  # what makes people pack or stay


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
    is_cancelled: bool = False
    announced_reason: str = ""


@transaction.atomic
def announce(
    *, offer: Offer, announcement: Announcement, by: User | None, at: datetime, scope: str = ""
) -> Offer:
    """Write down what is announced from now on. Nothing happens if it says nothing new.

    Who has or waits for a place gets a letter if date, time or place changed or if it is off.
    Raises ValidationError when the facts contradict each other.
    """
    lot = places.lock(offer, at=at)
    offer = lot.offer
    facts = {**asdict(announcement), "when": announcement.when}
    changed = [name for name, value in facts.items() if getattr(offer, name) != value]
    if not changed:
        return offer
    is_first = not offer.title
    for name in changed:
        setattr(offer, name, facts[name])
    offer.full_clean()
    offer.save()
    audit.record("offer.announced", offer, by=by, at=at, fields=changed, scope=scope)
    if not is_first and not offer.is_past(at) and not TOLD.isdisjoint(changed):
        _tell(offer, at)
    return offer


def _tell(offer: Offer, at: datetime) -> None:
    say = letters.event_cancelled if offer.is_cancelled else letters.event_changed
    told = Registration.objects.active().filter(offer=offer)
    for registration in told.exclude(status=Registration.Status.UNCONFIRMED):
        registration.offer = offer
        token = links.issue(registration, at=at)
        outbox.post(say(registration, token=token, at=at), at=at)


@transaction.atomic
def word_terms(*, offer: Offer, kind: Terms.Kind, text: str, by: User, at: datetime) -> Terms:
    """The next version of the conditions or of the privacy notice; earlier ones stay readable."""
    places.lock(offer, at=at)
    earlier = offer.terms.filter(kind=kind).order_by("-version").first()
    if earlier and earlier.text == text:
        return earlier
    version = earlier.version + 1 if earlier else 1
    terms = Terms(offer=offer, kind=kind, version=version, text=text, published_at=at)
    terms.full_clean()
    terms.save()
    audit.record("terms.published", offer, by=by, at=at, fields=[kind], scope=offer.scope)
    return terms


@transaction.atomic
def word_consent(
    *, offer: Offer, purpose: str, text: str, by: User | None, at: datetime, position: int = 0
) -> ConsentRequest:
    """Ask for this consent in these words from now on. What was given stays with its words."""
    places.lock(offer, at=at)
    earlier = offer.consent_requests.filter(purpose=purpose).order_by("-version").first()
    if earlier and earlier.text == text and earlier.is_asked:
        return earlier
    offer.consent_requests.filter(purpose=purpose).update(is_asked=False)
    asked = ConsentRequest(
        offer=offer,
        purpose=purpose,
        text=text,
        version=earlier.version + 1 if earlier else 1,
        position=position,
    )
    asked.full_clean()
    asked.save()
    audit.record("consent.worded", offer, by=by, at=at, fields=[purpose], scope=offer.scope)
    return asked


@transaction.atomic
def stop_asking(*, offer: Offer, purposes: Iterable[str], by: User, at: datetime) -> None:
    """Ask for these consents no more. What was given stands."""
    wanted = list(purposes)
    offer.consent_requests.filter(purpose__in=wanted).update(is_asked=False)
    audit.record("consent.stopped", offer, by=by, at=at, fields=wanted, scope=offer.scope)


@transaction.atomic
def word_letter(
    *, offer: Offer, kind: OfferText.Kind, subject: str, body: str, by: User, at: datetime
) -> None:
    """Say this kind of letter in the offer's own words from now on; without words in ours."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if subject or body:
        words = {"subject": subject, "body": body}
        text = offer.texts.filter(kind=kind).first() or OfferText(offer=offer, kind=kind)
        if (text.pk, text.subject, text.body) == (text.pk or 0, subject, body):
            return
        for name, value in words.items():
            setattr(text, name, value)
        text.full_clean()
        text.save()
    elif not offer.texts.filter(kind=kind).delete()[0]:
        return
    audit.record("letter.worded", offer, by=by, at=at, fields=[kind], scope=offer.scope)
