import pytest

from registrations.models import Offer
from tests import factories as f
from tests.office import filled, sign_in, window

pytestmark = pytest.mark.django_db


def test_a_coordinator_adds_an_offer_and_looks_after_it(client):
    me = sign_in(client, f.CoordinatorFactory())
    address = window("registrations.offer", "add")

    client.post(
        address,
        filled(
            client.get(address),
            slug="auftakt",
            **{"quotas-TOTAL_FORMS": "1", "quotas-0-title": "Vor Ort", "quotas-0-position": "1"},
            **{"quotas-0-capacity": "30"},
        ),
    )

    offer = Offer.objects.get()
    assert list(offer.stewards.all()) == [me]
    assert [(quota.title, quota.capacity) for quota in offer.quotas.all()] == [
        ("Teilnahme", None),
        ("Vor Ort", 30),
    ]


def test_what_was_announced_is_not_typed(client):
    me = sign_in(client, f.CoordinatorFactory())
    offer = f.OfferFactory(title="Auftakt", slug="auftakt")
    offer.stewards.add(me)
    address = window("registrations.offer", "change", offer.pk)

    client.post(address, filled(client.get(address), title="Anders", slug="anders", hold_hours="5"))

    offer.refresh_from_db()
    assert (offer.title, offer.slug, offer.hold_hours) == ("Auftakt", "auftakt", 5)


def test_registration_closes_after_it_opens(client):
    sign_in(client, f.CoordinatorFactory())
    address = window("registrations.offer", "add")
    times = {"opens_at_0": "02.03.2026", "opens_at_1": "09:00"}
    times |= {"closes_at_0": "01.03.2026", "closes_at_1": "09:00"}

    answer = client.post(address, filled(client.get(address), slug="auftakt", **times))

    assert "muss nach dem Öffnen schließen" in answer.content.decode()


def test_questions_are_edited_with_the_offer_and_depend_on_its_own_only(client):
    me = sign_in(client, f.CoordinatorFactory())
    offer = f.OfferFactory()
    offer.stewards.add(me)
    own, other = f.QuestionToRegistrantsFactory(offer=offer), f.QuestionToRegistrantsFactory()
    address = window("registrations.offer", "change", offer.pk)

    page = client.get(address)
    client.post(address, filled(page, **{"questions-0-text": "Wie reisen Sie an?"}))

    own.refresh_from_db()
    assert own.text == "Wie reisen Sie an?"
    assert other.text not in page.content.decode()


def test_terms_and_consents_are_worded_in_versions(client):
    me = sign_in(client, f.CoordinatorFactory())
    offer = f.OfferFactory()
    offer.stewards.add(me)
    consent = window("registrations.offer", "change", offer.pk).replace("/change/", "/do/consent/")
    terms = window("registrations.offer", "change", offer.pk).replace("/change/", "/do/terms/")

    for words in ("Alt.", "Neu."):
        client.post(consent, {"purpose": "Fotos", "text": words})
        client.post(terms, {"kind": "privacy", "text": words})

    assert list(offer.consent_requests.values_list("version", "text", "is_asked")) == [
        (1, "Alt.", False),
        (2, "Neu.", True),
    ]
    assert list(offer.terms.values_list("version", "text")) == [(2, "Neu."), (1, "Alt.")]
