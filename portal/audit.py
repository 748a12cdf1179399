"""The audit trail: one entry per change, in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

from portal.models import AuditEntry, subject_of

Actor = AuditEntry.Actor


def record(
    what: str,
    subject: models.Model | type[models.Model],
    *,
    by: AbstractBaseUser | None = None,
    actor: Actor | None = None,
    scope: str = "",
    fields: Iterable[str] = (),
    at: datetime | None = None,
) -> AuditEntry:
    """Note that this happened ("milestone.reached") to this saved record, or to many of a model.

    Without an actor it is the account where one is given, else the clock.
    `fields` are names, never values; `scope` is the room it belongs to ("round:3").
    """
    return AuditEntry.objects.create(
        what=what,
        subject=subject_of(subject),
        scope=scope,
        by_id=by.pk if by else None,
        actor=actor or (Actor.USER if by else Actor.CLOCK),
        fields=sorted(fields),
        at=at or timezone.now(),
    )


def record_many(
    what: str,
    subjects: Iterable[tuple[models.Model, Iterable[str]]],
    *,
    by: AbstractBaseUser,
    scope: str = "",
    at: datetime,
) -> None:
    """Note the same of many saved records, each with the names of its fields, at one go."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            what=what,
            subject=subject_of(subject),
            scope=scope,
            by_id=by.pk,
            actor=Actor.USER,
            fields=sorted(fields),
            at=at,
        )
        for subject, fields in subjects
    )
