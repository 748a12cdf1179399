import pytest

from people import policies
from tests import factories as f

pytestmark = pytest.mark.django_db

#                            member coordinator editor superuser
MAY = {
    policies.may_open_office: (False, True, True, True),
    policies.may_manage_accounts: (False, False, False, True),
    policies.may_edit_person: (False, True, True, True),
    policies.may_edit_organisation: (False, True, False, True),
}


@pytest.mark.parametrize(("may", "expected"), MAY.items())
def test_role_decides_about_accounts_and_persons(may, expected):
    roles = (
        f.MemberFactory().user,
        f.CoordinatorFactory(),
        f.EditorFactory(),
        f.SuperuserFactory(),
    )

    assert tuple(may(user) for user in roles) == expected


def test_an_inactive_account_opens_no_office():
    assert policies.may_open_office(f.SuperuserFactory(is_active=False)) is False
