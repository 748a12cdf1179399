import pytest

from municipalities import policies
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "may", [policies.may_edit_municipality, policies.may_edit_agreement, policies.may_edit_venue]
)
def test_coordinators_and_superusers_edit_kommunen_agreements_and_venues(may):
    roles = (
        f.MemberFactory().user,
        f.CoordinatorFactory(),
        f.EditorFactory(),
        f.SuperuserFactory(),
    )

    assert tuple(may(user, None) for user in roles) == (False, True, False, True)
