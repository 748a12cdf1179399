from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from people.actions import accounts, portraits
from people.models import OfficeRole, Portrait, User
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests import factories as f

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def traces(thing):
    return [(entry.what, entry.by, entry.at) for entry in AuditEntry.objects.about(thing)]


def create(by, **facts):
    given = {"email": "Neu@Example.org ", "first_name": "Neu", "last_name": "Hier", **facts}
    return accounts.create(**given, by=by, at=AT)


def test_create_makes_an_account_that_can_sign_in_at_once():
    boss = f.SuperuserFactory()

    account = create(boss, office_role=OfficeRole.EDITOR, password="ein langes Kennwort")

    assert (account.email, account.is_editor) == ("neu@example.org", True)
    assert account.check_password("ein langes Kennwort") is True
    address = EmailAddress.objects.get(user=account)
    assert (address.email, address.verified, address.primary) == ("neu@example.org", True, True)
    assert traces(account) == [("account.created", boss, AT)]


def test_create_without_a_password_leaves_the_sign_in_to_codes():
    assert create(None).has_usable_password() is False


def test_create_refuses_an_address_that_is_taken_whatever_the_case():
    f.UserFactory(email="neu@example.org")

    with pytest.raises(ValidationError):
        create(f.SuperuserFactory())

    assert User.objects.filter(email__iexact="neu@example.org").count() == 1


def test_change_address_forgets_the_old_one():
    boss, account = f.SuperuserFactory(), f.UserFactory()

    accounts.change_address(user=account, email="Anders@example.org", by=boss, at=AT)

    addresses = EmailAddress.objects.filter(user=account)
    assert [(a.email, a.verified) for a in addresses] == [("anders@example.org", True)]
    assert traces(account) == [("account.address_changed", boss, AT)]


def test_set_rights_gives_a_role():
    boss, account = f.SuperuserFactory(), f.UserFactory()

    accounts.set_rights(
        user=account, office_role=OfficeRole.COORDINATOR, is_superuser=False, by=boss, at=AT
    )

    account.refresh_from_db()
    assert account.is_coordinator is True
    assert traces(account) == [("account.rights_changed", boss, AT)]


def test_the_last_administrator_stays_one():
    boss = f.SuperuserFactory()
    f.SuperuserFactory(is_active=False)

    with pytest.raises(Refusal):
        accounts.set_rights(user=boss, office_role="", is_superuser=False, by=boss, at=AT)

    boss.refresh_from_db()
    assert boss.is_superuser is True


def test_deactivate_shuts_and_reactivate_opens():
    boss, account = f.SuperuserFactory(), f.UserFactory()

    accounts.deactivate(user=account, by=boss, at=AT)
    account.refresh_from_db()
    assert account.is_active is False
    with pytest.raises(Refusal):
        accounts.deactivate(user=account, by=boss, at=AT)

    accounts.reactivate(user=account, by=boss, at=AT)
    account.refresh_from_db()
    assert account.is_active is True
    with pytest.raises(Refusal):
        accounts.reactivate(user=account, by=boss, at=AT)
    assert [what for what, _by, _at in traces(account)] == [
        "account.reactivated",
        "account.deactivated",
    ]


def test_deactivate_refuses_the_own_account_and_the_last_administrator():
    boss, other = f.SuperuserFactory(), f.UserFactory()

    with pytest.raises(Refusal):
        accounts.deactivate(user=boss, by=boss, at=AT)
    with pytest.raises(Refusal):
        accounts.deactivate(user=boss, by=other, at=AT)


def test_withdrawing_the_consent_hides_the_portrait():
    person, editor = f.PersonFactory(), f.EditorFactory()
    Portrait.objects.create(person=person, file="x.webp", consent_given_on="2025-01-01")

    portrait = portraits.withdraw_consent(person=person, by=editor, at=AT)

    assert portrait.may_be_shown is False
    assert traces(person) == [("portrait.consent_withdrawn", editor, AT)]
    with pytest.raises(Refusal):
        portraits.withdraw_consent(person=person, by=editor, at=AT)


def test_there_is_no_consent_to_withdraw_without_a_portrait():
    with pytest.raises(Refusal):
        portraits.withdraw_consent(person=f.PersonFactory(), by=f.EditorFactory(), at=AT)
