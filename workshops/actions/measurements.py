"""Values of a milestone's indicator: entered, corrected, removed."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.dates import berlin_day
from portal.refusals import Refusal
from workshops.models import Measurement, Milestone, ProgressEntry


@transaction.atomic
def record(
    *,
    milestone: Milestone,
    day: date,
    value: Decimal,
    by: User,
    at: datetime,
    note: str = "",
    entry: ProgressEntry | None = None,
) -> Measurement:
    """Note how high the indicator was on a day, perhaps as part of an entry.

    Raises Refusal for a day to come, ValidationError if that day has a value already.
    """
    milestone = Milestone.objects.locked(milestone.pk)
    measured = Measurement(
        milestone=milestone, day=day, value=value, note=note, entry=entry, entered_by=by
    )
    return _save(measured, "measurement.recorded", by, at)


@transaction.atomic
def correct(
    *, measurement: Measurement, day: date, value: Decimal, note: str, by: User, at: datetime
) -> Measurement:
    """Put right what was mistyped. Raises as `record`."""
    Milestone.objects.locked(measurement.milestone_id)
    measured = Measurement.objects.select_for_update(of=("self",)).get(pk=measurement.pk)
    measured.day, measured.value, measured.note = day, value, note
    return _save(measured, "measurement.corrected", by, at)


@transaction.atomic
def remove(*, measurement: Measurement, by: User, at: datetime) -> None:
    """Take a value away; the entry that it came with stays."""
    Milestone.objects.locked(measurement.milestone_id)
    _note("measurement.removed", measurement, by, at)
    measurement.delete()


def _save(measured: Measurement, what: str, by: User, at: datetime) -> Measurement:
    if measured.day > berlin_day(at):
        raise Refusal(_("This day is still to come."))
    measured.full_clean()
    measured.save()
    _note(what, measured, by, at)
    return measured


def _note(what: str, measured: Measurement, by: User, at: datetime) -> None:
    scope = measured.milestone.team.round.scope
    audit.record(what, measured.milestone, by=by, at=at, fields=["value"], scope=scope)
