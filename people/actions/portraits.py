"""Portraits, and the consent that they stand on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Person, Portrait, User
from portal import audit
from portal.dates import berlin_day
from portal.refusals import Refusal


@transaction.atomic
def withdraw_consent(*, person: Person, by: User, at: datetime) -> Portrait:
    """Show the portrait to nobody any more, from now on."""
    portrait = Portrait.objects.select_for_update().filter(person=person).first()
    if portrait is None or not portrait.may_be_shown:
        raise Refusal(_("There is no consent to withdraw."))
    portrait.consent_withdrawn_on = berlin_day(at)
    portrait.save(update_fields=["consent_withdrawn_on"])
    audit.record(
        "portrait.consent_withdrawn", person, by=by, at=at, fields=["consent_withdrawn_on"]
    )
    return portrait
