from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from redis.exceptions import RedisError

from portal import open_forms
from portal.models import OutgoingMail
from publications.actions import documents
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REMARK = "Großdruck bitte.\nDanke! https://werbung.example"


@pytest.fixture
def document():
    return DocumentFactory(title="Plan & Ziel")


@pytest.fixture
def address(document):
    return f"/downloads/{document.public_id}/zugaenglich/"


def filled(after=timedelta(seconds=30), **values):
    """What a browser sends so long after the form was shown."""
    opened = open_forms.stamp(timezone.now() - after)
    given = {"email": "lea@example.org", "message": REMARK, "website": "", "opened": opened}
    return {**given, **values}


def letters():
    return {mail.recipient: mail for mail in OutgoingMail.objects.all()}


def test_a_request_goes_to_the_operator_and_is_confirmed(client, address, settings):
    answer = client.post(address, filled())

    assert (answer.status_code, answer["Location"]) == (302, f"{address}danke/")
    sent = letters()
    assert set(sent) == {"lea@example.org", settings.OPERATOR["email"]}
    wanted, promised = sent[settings.OPERATOR["email"]], sent["lea@example.org"]
    assert wanted.subject == "Barrierefreie Fassung gewünscht: Plan & Ziel"
    assert "lea@example.org" in wanted.text
    assert "Großdruck bitte." in wanted.text
    assert promised.subject == "Ihre Anfrage: Plan & Ziel"
    assert "„Plan & Ziel“ ist angekommen" in promised.text


def test_the_confirmation_repeats_nothing_of_what_was_written(client, address):
    client.post(address, filled())

    promised = letters()["lea@example.org"]
    assert "werbung" not in promised.text + promised.html + promised.subject
    assert "Großdruck" not in promised.text + promised.html


def test_the_page_thanks_without_a_cookie(client, address):
    response = client.get(f"{address}danke/")

    assert "Ihre Anfrage ist unterwegs</h1>" in response.text
    assert response.cookies == {}


def test_the_form_sets_no_cookie_but_its_protection(client, address):
    response = client.get(address)

    assert set(response.cookies) == {"csrf"}
    assert response["Cache-Control"] == "private, no-store"


def test_what_is_sent_twice_is_one_request(client, address):
    sent = filled()
    client.post(address, sent)
    client.post(address, sent)

    assert OutgoingMail.objects.count() == 2


def test_nobody_is_flooded_with_confirmations(document):
    for number in range(3):
        documents.request_accessible(
            document=document,
            email="lea@example.org" if number else "LEA@example.org",
            message="",
            ticket=str(number),
            at=AT,
        )

    assert OutgoingMail.objects.filter(recipient__iexact="lea@example.org").count() == 1


def test_a_mailbox_gets_three_confirmations_an_hour_whatever_is_asked_for():
    spellings = ["lea@example.org", "Lea@example.org", "lea+1@example.org", " LEA+2@Example.org"]

    def ask(at):
        for number, email in enumerate([*spellings, *spellings]):
            documents.request_accessible(
                document=DocumentFactory(), email=email, message="", ticket=f"{number}", at=at
            )

    def promised():
        return OutgoingMail.objects.filter(occasion__startswith="accessible-version-promised")

    ask(AT)
    assert promised().count() == 3
    ask(AT + timedelta(minutes=59))
    assert promised().count() == 3
    ask(AT + timedelta(hours=1))
    assert promised().count() == 6
    wanted = OutgoingMail.objects.filter(occasion__startswith="accessible-version-wanted")
    assert wanted.count() == 24  # nobody's request is lost


def test_a_machine_is_thanked_and_heard_by_nobody(client, address):
    answer = client.post(address, filled(website="https://werbung.example"))

    assert answer.status_code == 302
    assert letters() == {}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": ""}, "Dieses Feld"),
        ({"email": "lea"}, "gültige E-Mail-Adresse"),
        ({"email": '"><script>"@b.de'}, "gültige E-Mail-Adresse"),
        ({"email": "a@example.org,b@example.org"}, "gültige E-Mail-Adresse"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "gültige E-Mail-Adresse"),
        ({"email": "a" * 300 + "@example.org"}, "höchstens"),
        ({"message": "x" * 2001}, "höchstens"),
        ({"after": timedelta(seconds=1)}, "Das ging sehr schnell."),
        ({"after": timedelta(hours=25)}, "zu lange offen"),
        ({"after": -timedelta(hours=1)}, "Das ging sehr schnell."),
        ({"opened": "gefälscht"}, "zu lange offen"),
        ({"opened": ""}, "zu lange offen"),
    ],
)
def test_bad_input_is_said_in_german_and_sends_nothing(client, address, given, words):
    response = client.post(address, filled(**given))

    assert response.status_code == 422
    assert words in response.text
    assert "<title>Fehler:" in response.text
    assert letters() == {}


def test_an_empty_request_is_refused(client, address):
    assert client.post(address, {}).status_code == 422
    assert letters() == {}


def test_what_was_written_is_kept_and_can_be_sent_after_all(client, address):
    refused = client.post(address, filled(opened="alt"))

    assert "Großdruck bitte." in refused.text
    fresh = refused.context["form"]["opened"].value()
    assert open_forms.OpenForm({"opened": fresh}, at=timezone.now()).is_valid() is False  # quick
    later = open_forms.OpenForm({"opened": fresh}, at=timezone.now() + timedelta(seconds=5))
    assert later.is_valid()


def test_too_many_requests_of_one_address_are_turned_away(client, address):
    answers = [client.post(address, filled()).status_code for _number in range(6)]
    elsewhere = client.post(address, filled(), REMOTE_ADDR="192.0.2.7")

    assert answers == [302] * 5 + [429]
    assert elsewhere.status_code == 302
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("addresses", "last"),
    [
        ([f"2001:db8:1:2:{number}::1" for number in range(6)], 429),
        ([f"::ffff:192.0.2.{number}" for number in range(6)], 302),
        ([f"2001:db8:1:{number}::1" for number in range(6)], 302),
    ],
    ids=["one household", "six senders over IPv4", "six households"],
)
def test_the_addresses_of_one_household_count_as_one(client, address, addresses, last):
    answers = [client.post(address, filled(), REMOTE_ADDR=one).status_code for one in addresses]

    assert answers == [302] * 5 + [last]


def test_who_is_turned_away_is_told_when_to_come_back(client, address):
    for _number in range(5):
        client.post(address, filled())

    refused = client.post(address, filled())

    assert "Das war in kurzer Zeit zu oft." in refused.text
    assert 0 < int(refused["Retry-After"]) <= 3600


def test_the_cache_does_not_know_the_address(client, address, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, *_rest: kept.append(key))

    client.post(address, filled(), REMOTE_ADDR="192.0.2.7")

    assert len(kept) == 2  # of the sender's network and of the recipient
    assert "192.0.2.7" not in str(kept)
    assert "lea" not in str(kept)


def test_without_its_cache_the_form_still_works(client, address, monkeypatch):
    def away(*_arguments):
        raise RedisError("away")

    monkeypatch.setattr(cache, "get", away)

    assert client.post(address, filled()).status_code == 302
    assert len(letters()) == 2


def test_another_site_cannot_send_the_form(document):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/downloads/{document.public_id}/zugaenglich/", filled()).status_code == 403
    assert letters() == {}


def test_a_draft_cannot_be_asked_for(client):
    draft = DocumentFactory(published_at=None)

    assert client.get(f"/downloads/{draft.public_id}/zugaenglich/").status_code == 404
