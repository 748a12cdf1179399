"""Tables of invited people: looked at, taken over as a whole, twice the same is once."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from portal.models import AuditEntry
from registrations.models import Invitee
from tests import factories as f

pytestmark = pytest.mark.django_db
LINES = "Vorname;Nachname;E-Mail\r\nJörg;Groß;joerg@example.org\r\nAyşe;Öz;ayse@example.org\r\n"


@pytest.fixture
def offer(client):
    user = f.CoordinatorFactory()
    client.force_login(user)
    offer = f.OpenOfferFactory(places=2, audience="invited")
    offer.stewards.add(user)
    return offer


def address(offer):
    return reverse("registrations:desk_invitees", args=[offer.slug])


def send(client, offer, content, name="liste.csv"):
    return client.post(address(offer), {"file": SimpleUploadedFile(name, content)})


def take_over(client, offer, content, name="liste.csv"):
    looked = send(client, offer, content, name)
    return client.post(address(offer), {"looked_at": looked.context["looked_at"]})


def names():
    return sorted(Invitee.objects.values_list("last_name", "mailbox"))


BOTH = [("Groß", "joerg@example.org"), ("Öz", "ayse@example.org")]


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.replace(";", ",").encode(),
        LINES.encode("utf-16"),
        LINES.replace("ş", "s").encode("cp1252"),
    ],
)
def test_a_table_is_read_in_any_usual_encoding(client, offer, content):
    assert take_over(client, offer, content).status_code == 302
    assert names() == BOTH


def test_a_workbook_is_read_too(client, offer):
    book, file = Workbook(), BytesIO()
    for line in LINES.split():
        book.active.append(line.split(";"))
    book.save(file)

    take_over(client, offer, file.getvalue(), "liste.xlsx")

    assert names() == BOTH


def test_looking_writes_nothing(client, offer):
    answer = send(client, offer, LINES.encode())

    assert [str(one) for one in answer.context["names"]] == ["Jörg Groß", "Ayşe Öz"]
    assert names() == []


def test_the_same_table_twice_and_an_address_twice_are_once(client, offer):
    twice = LINES + "Jörg;Groß;Joerg+neu@Example.org\r\n"

    take_over(client, offer, twice.encode())
    again = send(client, offer, twice.encode())

    assert names() == BOTH
    assert again.context["plan"].known == 3
    assert AuditEntry.objects.filter(what="invitees.imported").count() == 1


def test_wrong_lines_are_named_and_nobody_is_added(client, offer):
    wrong = LINES + "Kim;Ohne;\r\nKim;Falsch;kein-at\r\nKim;Lang;" + "x" * 300 + "@example.org\r\n"

    answer = send(client, offer, wrong.encode())

    assert answer.status_code == 422
    assert [one.line for one in answer.context["complaints"]] == [4, 5, 6]
    assert answer.context["looked_at"] == ""
    refused = client.post(address(offer), {"looked_at": wrong})
    assert refused.status_code == 422
    assert names() == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "liste.csv"),
        (b"PK\x03\x04 kaputt", "liste.xlsx"),
        (b"\0\0\0", "liste.csv"),
        (b"Name;Mail\r\nKim;kim@example.org", "liste.csv"),
        (LINES.encode(), "liste.exe"),
        (b"x" * 1_000_001, "liste.csv"),
    ],
)
def test_what_is_no_such_table_is_refused(client, offer, content, name):
    assert send(client, offer, content, name).status_code == 422
    assert names() == []


def test_nothing_sent_is_refused(client, offer):
    assert client.post(address(offer)).status_code == 422


def test_somebody_is_taken_off_the_list(client, offer):
    one, other = f.InviteeFactory(offer=offer), f.InviteeFactory()
    off = reverse("registrations:desk_invitee_remove", args=[offer.slug, one.pk])

    codes = [client.post(off).status_code, client.post(off).status_code]
    strange = client.post(off.replace(f"/{one.pk}/", f"/{other.pk}/"))

    assert (codes, strange.status_code) == ([302, 404], 404)
    assert list(Invitee.objects.all()) == [other]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client, offer, count, django_assert_num_queries
):
    f.InviteeFactory.create_batch(count, offer=offer)

    with django_assert_num_queries(6):
        client.get(address(offer))
