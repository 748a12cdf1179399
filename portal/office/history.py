"""The audit trail in words: what happened, and to which fields."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from portal.models import AuditEntry

ACTIONS: dict[str, StrOrPromise] = {
    "account.address_changed": _("E-mail address changed"),
    "account.created": _("Account created"),
    "account.deactivated": _("Account deactivated"),
    "account.password_changed": _("Password changed"),
    "account.reactivated": _("Account reactivated"),
    "account.rights_changed": _("Rights changed"),
    "account.sign_in_failed": _("Sign-in failed"),
    "account.signed_in": _("Signed in"),
    "account.signed_out": _("Signed out"),
    "agenda.changed": _("Agenda item changed"),
    "agenda.copied": _("Agenda copied from another day"),
    "agenda.moved": _("Order changed"),
    "agenda.removed": _("Agenda item removed"),
    "agenda.restored": _("Agenda item put back"),
    "agenda.taken_up": _("Agenda item added"),
    "agenda.told": _("Outcomes entered"),
    "circular.sent": _("Letter sent to all"),
    "conference.announced": _("Changes announced"),
    "conference.cancelled": _("Cancelled"),
    "conference.confirmed": _("Confirmed"),
    "conference.postponed": _("Moved"),
    "interest.answered": _("Answered"),
    "interest.used": _("A round came of it"),
    "mail.sent_again": _("Sent again"),
    "meeting.announced": _("Changes announced"),
    "meeting.cancelled": _("Cancelled"),
    "meeting.confirmed": _("Confirmed"),
    "meeting.dated": _("Date made more exact"),
    "meeting.file_added": _("Minutes added"),
    "meeting.file_removed": _("Minutes removed"),
    "meeting.moved": _("Moved"),
    "member.added": _("Member added"),
    "member.became_lead": _("Took over the lead"),
    "member.ended": _("Membership ended"),
    "member.handed_over": _("Lead handed over"),
    "measurement.corrected": _("Value corrected"),
    "measurement.recorded": _("Value entered"),
    "measurement.removed": _("Value removed"),
    "milestone.corrected": _("Entry corrected"),
    "milestone.created": _("Milestone created"),
    "milestone.edited": _("Milestone edited"),
    "milestone.logged": _("Progress entered"),
    "milestone.ordered": _("Order changed"),
    "milestone.shared": _("Shared with the round"),
    "milestone.split": _("Split"),
    "milestone.unshared": _("No longer shared with the round"),
    "municipality.register_taken_over": _("Official register taken over"),
    "offer.announced": _("Registrants told"),
    "picture.consent_given": _("Consent noted"),
    "picture.consent_withdrawn": _("Consent withdrawn"),
    "picture.file_replaced": _("Picture file replaced"),
    "portrait.consent_withdrawn": _("Consent to the portrait withdrawn"),
    "question.answered": _("Answered"),
    "question.hidden": _("Hidden from the public"),
    "question.released": _("Released to the public"),
    "report.corrected": _("Correction added"),
    "report.published": _("Published"),
    "report.returned": _("Given back as draft"),
    "report.scheduled": _("Publication scheduled"),
    "report.submitted": _("Handed in for review"),
    "report.unscheduled": _("Scheduled publication taken back"),
    "report.withdrawn": _("Withdrawn"),
    "report_preview.made": _("Preview link made"),
    "report_preview.revoked": _("Preview link revoked"),
    "round.capacity_changed": _("Number of places changed"),
    "round.finished": _("Finished"),
    "round.reopened": _("Reopened"),
    "round.started": _("Started"),
    "session.announced": _("Changes announced"),
    "session.cancelled": _("Cancelled"),
    "session.moved": _("Moved"),
    "session.ordered": _("Order changed"),
    "session.reinstated": _("Takes place after all"),
    "statement.cleared": _("Cleared by the team"),
    "statement.proposed": _("Proposed"),
    "statement.refused": _("Refused by the team"),
    "statement.withdrawn": _("Withdrawn"),
    "team.accepted": _("Takes part"),
    "team.admitted": _("Admitted"),
    "team.left": _("Has left"),
}
VERBS: dict[str, StrOrPromise] = {
    "added": _("Added"),
    "changed": _("Changed"),
    "deleted": _("Deleted"),
    "published": _("Published"),
    "unpublished": _("No longer public"),
}
FIELDS: dict[str, StrOrPromise] = {
    "when": _("date"),
    "rights": _("rights"),
    "groups": _("rights"),
}


REASONS = ("status_reason", "left_reason", "admission_reason", "correction_note", "reason")


class Row(NamedTuple):
    """One line of the history."""

    entry: AuditEntry
    what: str
    fields: list[str]
    reason: str


def rows(thing: models.Model) -> list[Row]:
    """What happened to this record, newest first, with the reason where the record holds it."""
    told: set[str] = set()
    entries = AuditEntry.objects.about(thing).select_related("by")[:200]
    return [_row(entry, thing, told) for entry in entries]


def _row(entry: AuditEntry, thing: models.Model, told: set[str]) -> Row:
    """A field holds the reason of the last change only: older entries go without."""
    here = [name for name in REASONS if name in entry.fields and name not in told]
    told.update(here)
    reason = " ".join(str(getattr(thing, name, "")) for name in here)
    return Row(entry, action(entry.what), fields(entry.fields, type(thing)), reason)


def action(what: str) -> str:
    """What happened: "meeting.moved" as a reader says it; a name nobody has put in words stays."""
    return str(ACTIONS.get(what) or VERBS.get(what.partition(".")[2]) or what)


def fields(names: Iterable[str], model: type[models.Model]) -> list[str]:
    """Names of fields as the forms call them; those of rows below the record with their kind."""
    return [_field(name, model) for name in names]


def of_subject(subject: str) -> type[models.Model] | None:
    """The model that "workshops.round:3" belongs to."""
    try:
        return apps.get_model(subject.partition(":")[0])
    except (LookupError, ValueError):
        return None


def _field(name: str, model: type[models.Model]) -> str:
    kind, dot, own = name.partition(".")
    if not dot:
        return _label(name, model)
    rows = next((m for m in apps.get_models() if m._meta.model_name == kind), None)
    if rows is None:
        return name
    return f"{capfirst(rows._meta.verbose_name)}: {_label(own, rows)}"


def _label(name: str, model: type[models.Model]) -> str:
    if name == "DELETE":
        return gettext("deleted")
    if name in FIELDS:
        return str(FIELDS[name])
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))
