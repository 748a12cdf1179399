"""Who may register for an offer for invited people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, spreadsheets
from portal.open_forms import mailbox
from portal.refusals import Refusal
from registrations.models import Invitee, Offer

COLUMNS = ("Vorname", "Nachname", "E-Mail")


@dataclass(frozen=True)
class Complaint:
    """What is wrong in a line of the table, by the number that a spreadsheet shows."""

    line: int
    words: str


@dataclass(frozen=True)
class Plan:
    """What a table would do."""

    new: Sequence[Invitee]
    known: int
    complaints: Sequence[Complaint]


def check(*, offer: Offer, content: bytes) -> Plan:
    """What this table would do; nothing is written. Raises Refusal where it is none."""
    seen = set(offer.invitees.values_list("mailbox", flat=True))
    new: list[Invitee] = []
    complaints: list[Complaint] = []
    known = 0
    for row in spreadsheets.read(content, COLUMNS):
        try:
            invitee = _invitee(offer, row)
        except ValidationError as fault:
            complaints.append(Complaint(row.line, " ".join(fault.messages)))
            continue
        if invitee.mailbox in seen:
            known += 1
            continue
        seen.add(invitee.mailbox)
        new.append(invitee)
    return Plan(new, known, complaints)


def _invitee(offer: Offer, row: spreadsheets.Row) -> Invitee:
    first, last, email = (row.cells[column].strip() for column in COLUMNS)
    if not email:
        raise ValidationError(_("There is no e-mail address."))
    validate_email(email)
    invitee = Invitee(
        offer=offer, first_name=first, last_name=last, email=email, mailbox=mailbox(email)
    )
    invitee.clean_fields(exclude=["offer"])
    return invitee


@transaction.atomic
def take_over(*, offer: Offer, content: bytes, by: User, at: datetime) -> Plan:
    """Add whom the table names and the list does not know yet. All or nothing: with one wrong line
    nobody is added. The same table once more changes nothing.
    """
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    plan = check(offer=offer, content=content)
    if plan.complaints:
        raise Refusal(_("Nothing was taken over. Please mend these lines and send it once more."))
    if plan.new:
        Invitee.objects.bulk_create(plan.new)
        audit.record("invitees.imported", offer, by=by, at=at, scope=offer.scope)
    return plan


@transaction.atomic
def remove(*, invitee: Invitee, by: User, at: datetime) -> None:
    """Take somebody off the list; who registered already stays registered."""
    audit.record("invitee.removed", invitee.offer, by=by, at=at, scope=invitee.offer.scope)
    invitee.delete()
