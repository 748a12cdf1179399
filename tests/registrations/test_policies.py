import pytest

from registrations import policies
from registrations.models import Invitee, Offer, Registration
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_only_the_steward_edits_an_offer_and_superusers_read():
    offer, steward, former = f.OfferFactory(), f.CoordinatorFactory(), f.MemberFactory().user
    offer.stewards.add(steward, former)  # who lost the role keeps the row, not the right
    users = (former, steward, f.CoordinatorFactory(), f.EditorFactory(), f.SuperuserFactory())

    assert [policies.may_edit_offer(user, offer) for user in users] == [0, 1, 0, 0, 0]
    assert [policies.may_edit_offer(user) for user in users] == [0, 1, 1, 0, 0]
    assert [policies.may_see_offers(user) for user in users] == [0, 1, 1, 0, 1]


def test_whoever_lost_the_role_sees_nothing_of_an_offer_any_more():
    offer, steward = f.OpenOfferFactory(places=1), f.CoordinatorFactory()
    offer.stewards.add(steward)
    registration = f.RegistrationFactory(offer=offer)
    Invitee.objects.create(offer=offer, email="gast@example.org", mailbox="gast@example.org")
    models = (Offer, Registration, Invitee)

    assert [model.objects.visible_to(steward).count() for model in models] == [1, 1, 1]
    steward.office_role = "editor"
    assert [model.objects.visible_to(steward).count() for model in models] == [0, 0, 0]
    assert registration in Registration.objects.visible_to(f.SuperuserFactory())
