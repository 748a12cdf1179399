"""Werkstätten on their way to the public."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from workshops.models import Workshop


@transaction.atomic
def publish(*, workshop: Workshop, by: User, at: datetime) -> Workshop:
    """Show the Werkstatt, and with it those of its rounds that are published."""
    workshop = _locked(workshop)
    if workshop.is_published:
        raise Refusal(_("This workshop series is already published."))
    return _set(workshop, True, "workshop.published", by, at)


@transaction.atomic
def unpublish(*, workshop: Workshop, by: User, at: datetime) -> Workshop:
    """Hide the Werkstatt and all its rounds from the public."""
    workshop = _locked(workshop)
    if not workshop.is_published:
        raise Refusal(_("This workshop series is not published."))
    return _set(workshop, False, "workshop.unpublished", by, at)


def _locked(workshop: Workshop) -> Workshop:
    return Workshop.objects.select_for_update().get(pk=workshop.pk)


def _set(workshop: Workshop, published: bool, what: str, by: User, at: datetime) -> Workshop:
    workshop.is_published = published
    workshop.save()
    audit.record(what, workshop, by=by, at=at, fields=["is_published"])
    return workshop
