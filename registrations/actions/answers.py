"""What registrants said besides their names: answers, needs, consents."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from people.models import User
from portal import audit
from registrations.models import Answer, Consent, ConsentRequest, Registration, SupportNeed


def keep(
    registration: Registration, *, given: Mapping[int, Any], diet: str = "", access: str = ""
) -> None:
    """Keep these answers (by the id of their question) instead of all others; empty ones go."""
    own = registration.offer.questions.in_bulk()
    said = {pk: value for pk, value in given.items() if pk in own and value not in (None, "", [])}
    registration.answers.exclude(question__in=said).delete()
    for pk, value in said.items():
        Answer.objects.update_or_create(
            registration=registration, question_id=pk, defaults={"value": value}
        )
    if diet or access:
        needs = {"diet": diet, "access": access}
        SupportNeed.objects.update_or_create(registration=registration, defaults=needs)
    else:
        SupportNeed.objects.filter(registration=registration).delete()


def agree(
    registration: Registration, requests: Iterable[ConsentRequest], *, at: datetime
) -> list[Consent]:
    """Note what was agreed to, in the words that were shown."""
    wanted = set(requests)
    if not wanted:
        return []
    own = set(registration.offer.consent_requests.filter(is_asked=True))
    return [
        Consent.objects.get_or_create(
            registration=registration, request=asked, withdrawn_at=None, defaults={"given_at": at}
        )[0]
        for asked in wanted & own
    ]


@transaction.atomic
def withdraw(*, consent: Consent, at: datetime, by: User | None = None) -> Consent:
    """Take a consent back, as easily as it was given. The row says that it stood until now."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if not consent.is_standing:
        return consent
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
    registration = consent.registration
    audit.record(
        "consent.withdrawn",
        registration,
        by=by,
        actor=None if by else audit.Actor.REGISTRANT,
        at=at,
        scope=registration.scope,
    )
    return consent


@transaction.atomic
def give(*, registration: Registration, request: ConsentRequest, at: datetime) -> None:
    """Agree later, or again."""
    if agree(registration, [request], at=at):
        audit.record(
            "consent.given",
            registration,
            actor=audit.Actor.REGISTRANT,
            at=at,
            scope=registration.scope,
        )
