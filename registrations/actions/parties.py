"""Several people at once: an organisation registers its own, a lead names who comes."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal.open_forms import mailbox
from portal.refusals import Refusal
from registrations.actions import registrations
from registrations.models import Offer, Particulars, Registration

MOST_AT_ONCE = 20


@transaction.atomic
def register_together(
    *, offer: Offer, people: Sequence[Particulars], key: str, at: datetime
) -> None:
    """Put several people down by one form, all or none.

    Each gets an own letter and confirms the own address. Raises Refusal, naming the person.
    """
    _put_down(offer, people, key=key, at=at, source=Registration.Source.PARTY, party=key)


@transaction.atomic
def name(
    *, offer: Offer, people: Sequence[Particulars], key: str, at: datetime, by: User, party: str
) -> None:
    """A lead or the office says who comes; the addresses count as confirmed.

    `party` names whom they come for ("workshops.team:17"), so that they are found again:
    `Registration.objects.filter(offer=…, party=…)`. Who may is asked by the caller.
    """
    _put_down(offer, people, key=key, at=at, source=Registration.Source.TEAM, party=party, by=by)


def _put_down(
    offer: Offer,
    people: Sequence[Particulars],
    *,
    key: str,
    at: datetime,
    source: Registration.Source,
    party: str,
    by: User | None = None,
) -> None:
    if not people:
        raise Refusal(_("Please name at least one person."))
    if len(people) > MOST_AT_ONCE:
        raise Refusal(_("At most %(count)d people at once.") % {"count": MOST_AT_ONCE})
    boxes = [mailbox(person.email) for person in people]
    if len(set(boxes)) < len(boxes):
        raise Refusal(_("Each person needs an own e-mail address."))
    for person, box in zip(people, boxes, strict=True):
        try:
            registrations.register(
                offer=offer,
                given=person,
                key=registrations.key_of(key, box),
                at=at,
                source=source,
                by=by,
                party=party,
            )
        except ValidationError as refusal:
            who = f"{person.first_name} {person.last_name}".strip()
            raise Refusal([f"{who}: {said}" for said in refusal.messages]) from refusal
