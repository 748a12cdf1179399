"""Letters to many who registered: sent once, however often somebody clicks; and reminders."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, outbox
from portal.models import OutgoingMail
from portal.refusals import Conflict, Refusal
from registrations.actions import links
from registrations.letters import office as letters
from registrations.models import Offer, OfferLetter, Quota, Registration


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter to many before it is sent."""

    offer: Offer
    key: UUID
    to: str
    quota: Quota | None
    subject: str
    text: str

    def letter(self, by: User, at: datetime) -> OfferLetter:
        """What would be sent, not saved."""
        return OfferLetter(**self.__dict__, sent_by=by, sent_at=at)


def preview(draft: Draft, *, to: Registration, by: User, at: datetime) -> outbox.Letter:
    """How this person would read it; nothing is sent."""
    to.offer = draft.offer
    return letters.to_look_at(letters.copy(draft.letter(by, at), to, token="", at=at))


@transaction.atomic
def send(*, draft: Draft, count: int, by: User, at: datetime) -> OfferLetter:
    """Owe everybody their copy. `count` is how many were announced to whoever sends it.

    Sent again with the same key it is the same letter. Raises Conflict if there are more or
    fewer recipients by now, Refusal if there are none.
    """
    offer = Offer.objects.select_for_update().get(pk=draft.offer.pk)
    if sent := OfferLetter.objects.filter(key=draft.key).first():
        if sent.offer_id != offer.pk:
            raise Refusal(_("This letter was sent already, about another event."))
        return sent
    letter = draft.letter(by, at)
    recipients = list(letter.recipients())
    if not recipients:
        raise Refusal(_("Nobody would get this letter."))
    if len(recipients) != count:
        raise Conflict(_("The recipients have changed meanwhile. Please look once more."))
    letter.addressed = count
    letter.full_clean()
    letter.save()
    for registration in recipients:
        registration.offer = offer
        token = links.issue(registration, at=at)
        outbox.post(letters.copy(letter, registration, token=token, at=at), at=at)
    what = [(registration, ()) for registration in recipients]
    audit.record_many("registration.written", what, by=by, scope=offer.scope, at=at)
    audit.record("letter.sent", letter, by=by, scope=offer.scope, at=at)
    return letter


def remind(*, offer: Offer, at: datetime) -> int:
    """Remind everybody who has a place of the day; how many were reminded now.

    Each person in a transaction of their own, each once per announced day.
    """
    coming = Registration.objects.known().filter(offer=offer, status=Registration.Status.CONFIRMED)
    about = "registration-reminder:"
    told = set(
        OutgoingMail.objects.filter(occasion__startswith=about, scope=offer.scope).values_list(
            "occasion", flat=True
        )
    )
    number = 0
    for registration in coming:
        registration.offer = offer
        if letters.reminder_occasion(registration) in told:
            continue
        with transaction.atomic():
            token = links.issue(registration, at=at)
            outbox.post(letters.reminder(registration, token=token, at=at), at=at)
        number += 1
    return number
