"""Forgetting people: at once when they ask, and on time by the clock. Numbers stay."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import QuerySet

from people.models import User
from portal import audit, outbox
from portal.dates import berlin_day
from registrations.actions import places
from registrations.models import Answer, Offer, Registration, Retention, SupportNeed

Ending = Registration.Ending
Status = Registration.Status
Kind = Retention.Kind


@transaction.atomic
def erase(*, registration: Registration, at: datetime, by: User | None = None) -> Registration:
    """Forget this person, for good: names, address, answers, needs, links, letters.

    What stays says that somebody of a Kommune was registered, and when. Before the event it is a
    cancellation as well, and the place goes to the next in line.
    """
    lot = places.lock(registration.offer, at=at)
    registration = Registration.objects.select_related("offer").get(pk=registration.pk)
    if registration.is_erased:
        return registration
    if registration.is_active and not lot.offer.is_past(at):
        places.end(registration, Ending.ERASED, at=at)
    _forget(registration, at)
    places.settle(lot, by=by)
    actor = None if by else audit.Actor.REGISTRANT
    scope = registration.scope
    audit.record("registration.erased", registration, by=by, actor=actor, at=at, scope=scope)
    return registration


def _forget(registration: Registration, at: datetime) -> None:
    outbox.forget(registration, address=registration.email)
    registration.answers.all().delete()
    SupportNeed.objects.filter(registration=registration).delete()
    registration.consents.all().delete()
    registration.links.all().delete()
    for name in ("first_name", "last_name", "email", "organisation", "function"):
        setattr(registration, name, "")
    registration.note = registration.ending_reason = ""
    registration.mailbox = registration.key = f"erased:{registration.pk}"
    registration.party, registration.by = "", None
    registration.erased_at = at
    registration.save()


@dataclass(frozen=True)
class Report:
    """How many of each kind are due to be forgotten, or were."""

    registrations: int = 0
    without_place: int = 0
    cancelled: int = 0
    unconfirmed: int = 0
    needs: int = 0
    answers: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, field.name) for field in fields(self))


def forget_due(*, at: datetime, dry_run: bool = False) -> Report:
    """Forget whatever has been kept long enough. A dry run only counts; a second run finds nothing.

    Each person in a transaction of their own, so that nobody waits for the whole night.
    """
    due = {kind: _due(kind, days, at) for kind, days in Retention.objects.days().items()}
    needs, answers = SupportNeed.objects.overdue(at), _answers_due(at)
    report = Report(
        registrations=due[Kind.REGISTRATION].count(),
        without_place=due[Kind.WITHOUT_PLACE].count(),
        cancelled=due[Kind.CANCELLED].count(),
        unconfirmed=due[Kind.UNCONFIRMED].count(),
        needs=needs.count(),
        answers=answers.count(),
    )
    if dry_run:
        return report
    needs.delete()
    answers.delete()
    for registration in chain.from_iterable(due.values()):
        with transaction.atomic():
            _forget(registration, at)
            scope = registration.scope
            audit.record("registration.forgotten", registration, at=at, scope=scope)
    return report


def _due(kind: Kind, days: int, at: datetime) -> QuerySet[Registration]:
    known = Registration.objects.known()
    if kind == Kind.UNCONFIRMED:
        return known.filter(ending=Ending.EXPIRED, cancelled_at__lt=at - timedelta(days=days))
    over = known.filter(offer__in=_offers_over(days, at))
    if kind == Kind.CANCELLED:
        return over.filter(status=Status.CANCELLED).exclude(ending=Ending.EXPIRED)
    if kind == Kind.WITHOUT_PLACE:
        return over.filter(status__in=[Status.WAITING, Status.UNCONFIRMED])
    return over.filter(status=Status.CONFIRMED)


def _offers_over(days: int, at: datetime) -> QuerySet[Offer]:
    return Offer.objects.filter(last_day__lt=berlin_day(at) - timedelta(days=days))


def _answers_due(at: datetime) -> QuerySet[Answer]:
    """Each question says for how many days its answers are kept."""
    today = berlin_day(at)
    periods = set(Answer.objects.values_list("question__days_kept", flat=True).distinct())
    over = Answer.objects.none()
    for days in periods:
        before = today - timedelta(days=days)
        over |= Answer.objects.filter(
            question__days_kept=days, registration__offer__last_day__lt=before
        )
    return over
