"""The check-in, by name and code, and what lies at the entrance on paper."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry, OutgoingMail
from registrations.formats import ticket
from registrations.models import Attendance
from tests import factories as f
from tests.registrations.people import come

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(client):
    user = f.CoordinatorFactory()
    client.force_login(user)
    offer = f.OpenOfferFactory(places=2)
    offer.stewards.add(user)
    return offer


def door(client, offer, **query):
    answer = client.get(reverse("registrations:desk_door", args=[offer.slug]), query)
    return " ".join(answer.content.decode().split())


def press(client, registration, quota, **more):
    address = reverse(
        "registrations:desk_check_in", args=[registration.offer.slug, registration.public_id]
    )
    return client.post(address, {"kontingent": quota.pk, **more}, follow=True).content.decode()


def counted(client, offer):
    return [(one.present, one.expected) for one in door_context(client, offer)["presence"]]


def door_context(client, offer):
    return client.get(reverse("registrations:desk_door", args=[offer.slug])).context


def test_somebody_is_found_by_name_and_by_code(client, offer):
    one, other = (come(offer, number, timezone.now()) for number in (1, 2))

    by_name, by_code = door(client, offer, suche="gast1"), door(client, offer, suche=other.code)

    assert one.code in by_name
    assert other.code not in by_name
    assert other.get_full_name() in by_code
    assert one.get_full_name() not in by_code


def test_each_scan_is_a_row_and_counts_once(client, offer):
    main, one = offer.quotas.get(), come(offer, 1, timezone.now())

    press(client, one, main)
    press(client, one, main)

    assert [scan.kind for scan in Attendance.objects.all()] == ["came", "came"]
    assert counted(client, offer) == [(1, 1)]
    assert AuditEntry.objects.filter(what="registration.checked_in").count() == 2


def test_an_undo_is_a_row_too_and_can_be_undone(client, offer):
    main, one = offer.quotas.get(), come(offer, 1, timezone.now())

    press(client, one, main)
    press(client, one, main, zurueck="ja")
    nothing = press(client, one, main, zurueck="ja")

    assert [scan.kind for scan in Attendance.objects.all()] == ["came", "undone"]
    assert "ist nicht eingelassen" in nothing
    assert counted(client, offer) == [(0, 1)]
    press(client, one, main)
    assert counted(client, offer) == [(1, 1)]


def test_event_and_session_are_checked_in_by_themselves(client, offer):
    session = f.QuotaFactory(offer=offer)
    one = come(offer, 1, timezone.now(), sessions=(session,))

    press(client, one, session)

    assert counted(client, offer) == [(0, 1), (1, 1)]


def test_nobody_is_checked_in_without_a_place(client, offer):
    main = offer.quotas.get()
    late = [come(offer, number, timezone.now()) for number in range(3)][-1]

    assert "hat dort keinen Platz" in press(client, late, main)
    assert not Attendance.objects.exists()


def test_the_part_of_another_offer_is_not_found(client, offer):
    one, other = come(offer, 1, timezone.now()), f.OpenOfferFactory(places=1)
    address = reverse("registrations:desk_check_in", args=[offer.slug, one.public_id])

    codes = [
        client.post(address, {"kontingent": wild}).status_code
        for wild in (other.quotas.get().pk, "\0", "x" * 10_000, "-1")
    ]

    assert codes == [404] * 4


@pytest.mark.parametrize("text", ["x" * 10_000, "%", "a\r\nb", "'--", "zzzzzzzz", "ffffffff"])
def test_wild_words_find_nobody(client, offer, text):
    come(offer, 1, timezone.now())

    assert "Einlass" in door(client, offer, suche=text)


@pytest.mark.parametrize("count", [1, 3])
def test_the_door_takes_as_many_queries_whoever_is_found(
    client, offer, count, django_assert_num_queries
):
    for number in range(count + 2):  # some wait
        come(offer, number, timezone.now())
    address = reverse("registrations:desk_door", args=[offer.slug])

    with django_assert_num_queries(11):
        client.get(address, {"suche": "Gast"})


def test_the_code_leads_to_the_door_and_opens_nothing_to_others(client, offer):
    one = come(offer, 1, timezone.now())
    path = ticket.address(one).partition("://")[2].partition("/")[2]

    assert client.get(f"/{path}").context["lines"][0].registration == one
    client.logout()
    assert client.get(f"/{path}").status_code == 302


def test_the_confirmation_carries_the_code_as_a_picture(offer):
    one = come(offer, 1, timezone.now())

    mail = OutgoingMail.objects.get(occasion__startswith="registration-standing")

    assert bytes(mail.attachments.get(name="einlass.png").content).startswith(b"\x89PNG")
    assert one.code in mail.text


def test_the_signature_list_names_who_has_a_place(client, offer):
    come(offer, 1, timezone.now(), organisation="Kreis = Muster #1 \\ [x]")
    address = reverse("registrations:desk_signatures", args=[offer.slug])

    answer = client.get(address)

    assert BytesIO(answer.content).read(5) == b"%PDF-"
    assert client.get(address, {"kontingent": "0"}).status_code == 404
