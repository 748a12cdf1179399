"""Pictures, and the consent of the people that they show."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.pictures import forget, forget_renditions
from portal.refusals import Refusal
from publications.models import Picture

Consent = Picture.Consent


@transaction.atomic
def give_consent(*, picture: Picture, by: User, at: datetime) -> Picture:
    """Note that all persons shown agree: the picture may be seen."""
    picture = _locked(picture)
    if picture.is_shown:
        raise Refusal(_("This picture may already be shown."))
    return _set(picture, Consent.GIVEN, "picture.consent_given", by, at)


@transaction.atomic
def withdraw_consent(*, picture: Picture, by: User, at: datetime) -> Picture:
    """Hide the picture at once and wherever it stands; its renditions go for good."""
    picture = _locked(picture)
    if picture.consent == Consent.WITHDRAWN:
        raise Refusal(_("The consent was already withdrawn."))
    transaction.on_commit(partial(forget_renditions, str(picture.file)), robust=True)
    return _set(picture, Consent.WITHDRAWN, "picture.consent_withdrawn", by, at)


@transaction.atomic
def replace_file(*, picture: Picture, by: User, at: datetime) -> Picture:
    """Save the picture with its new file; the old one goes.

    A consent is given to what is seen: ask for it anew.
    """
    stored = _locked(picture)
    is_withdrawn = stored.consent == Consent.WITHDRAWN
    picture.consent = Consent.WITHDRAWN if is_withdrawn else Consent.MISSING
    picture.save()
    if stored.file.name != picture.file.name:
        transaction.on_commit(partial(forget, str(stored.file)), robust=True)
    audit.record("picture.file_replaced", picture, by=by, at=at, fields=["file", "consent"])
    return picture


def _locked(picture: Picture) -> Picture:
    return Picture.objects.select_for_update().get(pk=picture.pk)


def _set(picture: Picture, consent: Picture.Consent, what: str, by: User, at: datetime) -> Picture:
    picture.consent = consent
    picture.save(update_fields=["consent"])
    audit.record(what, picture, by=by, at=at, fields=["consent"])
    return picture
