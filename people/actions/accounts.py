"""Accounts of the people who sign in: made, given rights, and shut."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import OfficeRole, User
from portal import audit
from portal.refusals import Refusal


@transaction.atomic
def create(
    *,
    email: str,
    first_name: str,
    last_name: str,
    by: User | None,
    at: datetime,
    office_role: OfficeRole | str = OfficeRole.NONE,
    is_superuser: bool = False,
    password: str | None = None,
) -> User:
    """Make an account whose address counts as verified.

    Without a password its owner signs in by a code, or sets one by "password forgotten".
    Raises Refusal when the address is taken or not well-formed.
    """
    account = User(
        email=email.strip().lower(),
        first_name=first_name,
        last_name=last_name,
        office_role=office_role,
        is_superuser=is_superuser,
        created_at=at,
    )
    account.set_password(password)
    account.full_clean(exclude=["password"])
    account.save()
    _verify_address(account)
    audit.record("account.created", account, by=by, at=at, fields=_rights_given(account))
    return account


@transaction.atomic
def change_address(*, user: User, email: str, by: User, at: datetime) -> User:
    """Let the person sign in with another address; the old one is forgotten."""
    account = _locked(user)
    account.email = email.strip().lower()
    account.full_clean(exclude=["password"])
    account.save(update_fields=["email"])
    _verify_address(account)
    audit.record("account.address_changed", account, by=by, at=at, fields=["email"])
    return account


@transaction.atomic
def set_rights(
    *, user: User, office_role: OfficeRole | str, is_superuser: bool, by: User, at: datetime
) -> User:
    """Give or take an office role. The last active administrator stays one."""
    account = _locked(user)
    if account.is_superuser and not is_superuser:
        _refuse_last_administrator(account)
    account.office_role = office_role
    account.is_superuser = is_superuser
    account.save(update_fields=["office_role", "is_superuser"])
    fields = ["office_role", "is_superuser"]
    audit.record("account.rights_changed", account, by=by, at=at, fields=fields)
    return account


@transaction.atomic
def deactivate(*, user: User, by: User, at: datetime) -> User:
    """Shut the account: whoever is signed in with it is out with the next request."""
    account = _locked(user)
    if not account.is_active:
        raise Refusal(_("This account is already inactive."))
    if account.pk == by.pk:
        raise Refusal(_("You cannot deactivate your own account."))
    if account.is_superuser:
        _refuse_last_administrator(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record("account.deactivated", account, by=by, at=at, fields=["is_active"])
    return account


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime) -> User:
    """Open a shut account again, with the rights that it had."""
    account = _locked(user)
    if account.is_active:
        raise Refusal(_("This account is already active."))
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit.record("account.reactivated", account, by=by, at=at, fields=["is_active"])
    return account


def _locked(account: User) -> User:
    return User.objects.select_for_update().get(pk=account.pk)


def _refuse_last_administrator(account: User) -> None:
    """Locks the administrators: two who leave at once cannot both be the one before the last."""
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if account.pk in (pks := [one.pk for one in administrators]) and len(pks) == 1:
        raise Refusal(_("The portal needs at least one active administrator."))


def _rights_given(account: User) -> list[str]:
    return [name for name in ("office_role", "is_superuser") if getattr(account, name)]


def _verify_address(account: User) -> None:
    """allauth lets only verified addresses in; an invited address is one."""
    EmailAddress.objects.filter(user=account).exclude(email__iexact=account.email).delete()
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )
