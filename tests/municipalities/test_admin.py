from datetime import date

import pytest
from django.utils import timezone

from municipalities.models import Agreement, Municipality
from tests import factories as f
from tests.office import filled, sign_in, window

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def coordinator(client):
    return sign_in(client, f.CoordinatorFactory())


def test_a_kommune_is_added_with_its_agreement(client):
    address = window("municipalities.municipality", "add")
    sent = filled(
        client.get(address),
        name="Städteregion Öhringen",
        short_name="Öhringen",
        kind="region",
        ags="05999",
        **{"agreements-TOTAL_FORMS": "1", "agreements-0-valid_from": "01.02.2024"},
        **{"agreements-0-valid_from_precision": "day"},
    )

    client.post(address, sent)

    kommune = Municipality.objects.get()
    assert (kommune.slug, kommune.land) == ("oehringen", "Nordrhein-Westfalen")
    assert Agreement.objects.get().valid_from == date(2024, 2, 1)
    assert kommune.is_eligible(timezone.localdate()) is True


def test_the_list_tells_who_has_an_agreement_today(client):
    has = f.AgreementFactory(valid_from=date(2024, 1, 1)).municipality
    had = f.AgreementFactory(valid_until=date(2020, 1, 1)).municipality

    def listed(query):
        page = client.get(window("municipalities.municipality", "changelist") + query)
        return set(page.context["cl"].result_list)

    assert listed("?agreement=yes") == {has}
    assert listed("?agreement=no") == {had}
    assert listed("") == {has, had}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ags": "1234"}, "fünf oder acht Ziffern"),
        ({"inhabitants": "1000"}, "an welchem Tag gezählt wurde"),
        ({"latitude": "51.5"}, "Breiten- und Längengrad zusammen"),
        ({"valid_from": "01.01.2020", "valid_until": "01.01.2019"}, "nicht vor dem Beginn"),
    ],
)
def test_what_contradicts_itself_is_said_in_the_form(client, changes, said):
    kommune = f.MunicipalityFactory()
    address = window("municipalities.municipality", "change", kommune.pk)

    answer = client.post(address, filled(client.get(address), **changes))

    assert (answer.status_code, said in answer.content.decode()) == (200, True)


def test_an_agreement_does_not_end_before_it_begins(client):
    agreement = f.AgreementFactory()
    address = window("municipalities.agreement", "change", agreement.pk)
    sent = filled(client.get(address), valid_from="01.01.2020", valid_until="01.01.2019")

    assert "nicht vor dem Beginn" in client.post(address, sent).content.decode()


@pytest.mark.parametrize(
    ("precision", "shown"), [("day", "06.03.2025"), ("month", "03/2025"), ("year", ">2025<")]
)
def test_the_list_shows_a_beginning_as_exactly_as_it_is_known(client, precision, shown):
    f.AgreementFactory(valid_from=date(2025, 3, 6), valid_from_precision=precision)

    page = client.get(window("municipalities.agreement", "changelist")).content.decode()

    assert shown in page
