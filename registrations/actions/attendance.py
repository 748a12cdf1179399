"""Who was there: every scan is a row, and so is its undo."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from registrations.models import Attendance, Place, Quota, Registration

Kind = Attendance.Kind


@transaction.atomic
def check_in(*, registration: Registration, quota: Quota, by: User, at: datetime) -> Attendance:
    """They are here. Scanned twice, it is noted twice and counts once.

    Raises Refusal for whoever has no place there: the office lets them in first, with a reason.
    """
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if not registration.is_active:
        raise Refusal(_("This registration was cancelled."))
    held = registration.places.filter(quota=quota, status=Place.Status.CONFIRMED)
    if not held.exists():
        raise Refusal(_("%(name)s has no place there.") % {"name": registration})
    return _scan(registration, quota, Kind.CAME, "registration.checked_in", by, at)


@transaction.atomic
def undo(*, registration: Registration, quota: Quota, by: User, at: datetime) -> Attendance:
    """It was a mistake; both rows stay. Raises Refusal where nothing is to be taken back."""
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    scans = Attendance.objects.filter(registration=registration, quota=quota)
    last = scans.order_by("-pk").first()
    if last is None or last.kind == Kind.UNDONE:
        raise Refusal(_("%(name)s is not checked in.") % {"name": registration})
    return _scan(registration, quota, Kind.UNDONE, "registration.check_in_undone", by, at)


def _scan(
    registration: Registration, quota: Quota, kind: Kind, what: str, by: User, at: datetime
) -> Attendance:
    audit.record(what, registration, by=by, at=at, scope=registration.scope)
    return Attendance.objects.create(
        registration=registration, quota=quota, kind=kind, at=at, by=by
    )
