"""The audit trail in words: what happened, and to which fields."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from portal.models import AuditEntry
from portal.office.trail import ACTIONS, FIELDS, VERBS

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
