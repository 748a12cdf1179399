import pytest

from registrations import policies
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_only_the_steward_edits_an_offer_and_superusers_read():
    offer, steward, former = f.OfferFactory(), f.CoordinatorFactory(), f.MemberFactory().user
    offer.stewards.add(steward, former)  # who lost the role keeps the row, not the right
    users = (former, steward, f.CoordinatorFactory(), f.EditorFactory(), f.SuperuserFactory())

    assert [policies.may_edit_offer(user, offer) for user in users] == [0, 1, 0, 0, 0]
    assert [policies.may_edit_offer(user) for user in users] == [0, 1, 1, 0, 0]
    assert [policies.may_see_offers(user) for user in users] == [0, 1, 1, 0, 1]
