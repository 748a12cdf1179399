"""The registrations of an offer as files."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.dates import Period, berlin_day
from portal.models import AuditEntry
from tests import factories as f
from tests.registrations.people import come

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(client):
    user = f.CoordinatorFactory()
    client.force_login(user)
    day = Period.day(berlin_day(timezone.now()) + timedelta(days=3))
    offer = f.OpenOfferFactory(places=1, when=day)
    offer.stewards.add(user)
    return offer


def table(client, name, offer, **query):
    answer = client.get(reverse(f"registrations:{name}", args=[offer.slug, "csv"]), query)
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_the_table_holds_what_the_list_shows_but_no_needs(client, offer):
    now = timezone.now()
    question = f.QuestionToRegistrantsFactory(offer=offer, text="Anreise?")
    asked = f.ConsentRequestFactory(offer=offer, purpose="Fotos")
    session = f.QuotaFactory(offer=offer, title="Forum 1")
    here = {"answers": {question.pk: "=Bahn"}, "consents": (asked,), "diet": "vegan"}
    come(offer, 1, now, sessions=(session,), **here)
    come(offer, 2, now)

    rows = table(client, "desk_export", offer)

    assert [row["Nachname"] for row in rows] == ["Gast1", "Gast2"]
    assert [row["Stand"] for row in rows] == ["bestätigt", "auf der Warteliste"]
    assert [row["Rang"] for row in rows] == ["", "1"]
    assert [row["Forum 1"] for row in rows] == ["bestätigt", ""]
    assert [row["Anreise?"] for row in rows] == ["'=Bahn", ""]
    assert [row["Fotos (1)"] for row in rows] == ["ja", "nein"]
    assert "vegan" not in str(rows)
    assert AuditEntry.objects.filter(what="registrations.exported").count() == 1


def test_the_table_is_narrowed_down_like_the_list(client, offer):
    for number in (1, 2):
        come(offer, number, timezone.now())

    rows = table(client, "desk_export", offer, stand="waiting")

    assert [row["Nachname"] for row in rows] == ["Gast2"]


def test_the_workbook_says_the_same(client, offer):
    come(offer, 1, timezone.now())

    answer = client.get(reverse("registrations:desk_export", args=[offer.slug, "xlsx"]))

    head, row = load_workbook(BytesIO(answer.content)).worksheets[0].values
    assert dict(zip(head, row, strict=True))["Nachname"] == "Gast1"


def test_needs_have_a_table_of_their_own(client, offer):
    come(offer, 1, timezone.now(), diet="vegan")

    assert [row["Ernährung"] for row in table(client, "desk_needs_export", offer)] == ["vegan"]
    assert AuditEntry.objects.filter(what="needs.exported").count() == 1


def test_another_ending_is_not_found(client, offer):
    address = reverse("registrations:desk_export", args=[offer.slug, "xlsx"])

    assert client.get(address.replace("xlsx", "exe")).status_code == 404
    assert AuditEntry.objects.filter(what="registrations.exported").count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_takes_as_many_queries_whatever_its_length(
    client, offer, count, django_assert_num_queries
):
    for number in range(count + 1):  # the last one waits
        come(offer, number, timezone.now())
    address = reverse("registrations:desk_export", args=[offer.slug, "csv"])

    with django_assert_num_queries(18):
        b"".join(client.get(address))
