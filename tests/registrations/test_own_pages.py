"""What registrants do by their link."""

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.dates import Period
from portal.models import OutgoingMail
from registrations.models import Offer, Place, Registration, SupportNeed
from tests import factories as f
from tests.registrations.browsers import at_own_page, confirmed, link_to, send

pytestmark = pytest.mark.django_db
MINE = reverse("registrations:mine")
CONFIRM = reverse("registrations:confirm")


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.REGISTRATIONS_PER_HOUR = 1000


def text_of(answer):
    return " ".join(answer.content.decode().split())


def status(number=1):
    return Registration.objects.get(last_name=f"Gast{number}").status


def test_the_link_is_exchanged_for_a_session_and_stands_in_no_address():
    offer = f.OpenOfferFactory(places=1)
    send(Client(), offer)
    link, client = link_to("gast1@example.org"), Client()

    answer = client.get(link)

    assert (answer.status_code, answer["Location"]) == (302, MINE)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    token = link.rstrip("/").rpartition("/")[2]
    page = client.get(MINE)
    assert page["Referrer-Policy"] == "same-origin"  # or browsers would send its forms as strangers
    assert token not in page.content.decode() + str(client.cookies) + str(dict(client.session))
    assert client.cookies["session"]["max-age"] <= 3600


def test_opening_the_link_changes_nothing_and_pressing_the_button_confirms():
    send(Client(), f.OpenOfferFactory(places=1))
    for _scanner in range(3):
        client = at_own_page("gast1@example.org")
        assert "Meine Anmeldung bestätigen" in text_of(client.get(MINE))
    assert status() == "unconfirmed"

    assert client.post(CONFIRM).status_code == 302
    assert client.post(CONFIRM).status_code == 302

    assert status() == "confirmed"
    assert "Sie sind dabei." in text_of(client.get(MINE))
    assert OutgoingMail.objects.count() == 2


def test_a_key_that_is_wrong_in_one_character_opens_nothing(client):
    send(Client(), f.OpenOfferFactory(places=1))
    link = link_to("gast1@example.org")

    wrong = link[:-2] + ("A" if link[-2] != "A" else "B") + "/"

    assert client.get(wrong).status_code == 404
    assert client.get(MINE).status_code == 403


def test_guessing_keys_is_stopped(client):
    codes = [
        client.get(reverse("registrations:enter", args=[f"k{n}"])).status_code for n in range(31)
    ]

    assert codes == [404] * 30 + [429]


def test_the_session_ends_after_an_hour(client):
    confirmed(f.OpenOfferFactory(places=1))
    client = at_own_page("gast1@example.org")
    session = client.session
    session["registration"] = {**session["registration"], "until": timezone.now().timestamp() - 1}
    session.save()

    assert client.get(MINE).status_code == 403


def test_who_waits_reads_the_rank_and_the_reason():
    offer = f.OpenOfferFactory(places=1, title="Fachtag")
    confirmed(offer, 1)
    client = confirmed(offer, 2)

    page = text_of(client.get(MINE))

    assert "Sie stehen auf der Warteliste" in page
    assert '<p class="rank num">1</p>' in page
    assert "Der einzige Platz von „Fachtag“ ist vergeben." in page


def test_cancelling_asks_once_more_and_twice_is_once():
    offer = f.OpenOfferFactory(places=1)
    client = confirmed(offer, 1)
    confirmed(offer, 2)
    address = reverse("registrations:cancel")

    assert "Möchten Sie wirklich absagen?" in text_of(client.get(address))
    assert status() == "confirmed"
    assert [client.post(address).status_code for _time in range(2)] == [302, 302]

    assert (status(1), status(2)) == ("cancelled", "confirmed")
    assert "Ihre Anmeldung ist abgesagt" in text_of(client.get(MINE))
    assert OutgoingMail.objects.filter(recipient="gast1@example.org").count() == 3


def test_a_deadline_passed_by_a_second_is_said_in_the_form():
    offer = f.OpenOfferFactory(places=1)
    client = confirmed(offer)
    past = timezone.now() - timedelta(seconds=1)
    Offer.objects.update(cancel_until=past, change_until=past)

    answer = client.post(reverse("registrations:cancel"))

    assert answer.status_code == 422
    assert "Die Frist für Absagen ist vorbei" in text_of(answer)
    changed = client.post(
        reverse("registrations:details"), {"first_name": "Lea", "last_name": "Gast1"}
    )
    assert changed.status_code == 422
    assert "Die Frist für Änderungen ist vorbei" in text_of(changed)
    assert status() == "confirmed"


def test_details_answers_and_needs_are_changed():
    offer = f.OpenOfferFactory(places=1, asks_needs=True)
    asked = f.QuestionToRegistrantsFactory(offer=offer)
    client = confirmed(offer, diet="vegan", **{f"frage{asked.pk}": "alt"})
    address = reverse("registrations:details")
    assert 'value="alt"' in text_of(client.get(address))

    names = {"first_name": "Lea", "last_name": "Neu", "function": "Leitung"}
    answer = client.post(address, {**names, f"frage{asked.pk}": "neu"})

    assert answer.status_code == 302
    registration = Registration.objects.get()
    assert (registration.get_full_name(), registration.answers.get().value) == ("Lea Neu", "neu")
    assert SupportNeed.objects.count() == 0


def test_sessions_are_changed_and_what_is_full_is_waited_for():
    offer = f.OpenOfferFactory(places=5)
    one, other = (f.QuotaFactory(offer=offer, capacity=1, slot="Nachmittag") for _n in range(2))
    confirmed(offer, 1, slot1=str(one.pk))
    client = confirmed(offer, 2, slot1=str(other.pk))
    address = reverse("registrations:sessions")
    assert "von Ihnen gewählt" in text_of(client.get(address))

    assert client.post(address, {"slot1": str(one.pk)}).status_code == 302
    assert client.post(address, {"slot1": "999999"}).status_code == 422

    places = Place.objects.filter(registration__last_name="Gast2", quota__is_main=False)
    assert {place.quota: place.status for place in places} == {other: "given_up", one: "waiting"}


def test_an_offered_place_is_taken_by_its_button():
    offer = f.OpenOfferFactory(places=1, waiting="offered")
    first, second = confirmed(offer, 1), confirmed(offer, 2)
    assert second.post(reverse("registrations:accept")).status_code == 409
    first.post(reverse("registrations:cancel"))
    assert "Ein Platz ist für Sie frei" in text_of(second.get(MINE))

    assert second.post(reverse("registrations:accept")).status_code == 302

    assert status(2) == "confirmed"


def test_a_consent_is_withdrawn_and_given_as_easily():
    offer = f.OpenOfferFactory(places=1)
    photo, strange = f.ConsentRequestFactory(offer=offer), f.ConsentRequestFactory()
    client = confirmed(offer, **{f"einwilligung{photo.pk}": "on"})
    consents = Registration.objects.get().consents
    address = reverse("registrations:consent", args=[photo.pk])

    client.post(address)
    assert consents.standing().count() == 0
    client.post(address)
    assert (consents.standing().count(), consents.count()) == (1, 2)
    for number in (strange.pk, 99999999999999999999):
        assert client.post(reverse("registrations:consent", args=[number])).status_code == 404


def test_the_calendar_file_is_the_event_as_announced():
    offer = f.OpenOfferFactory(places=1, when=Period.day(date(2030, 5, 4)), calendar_sequence=2)

    answer = confirmed(offer).get(reverse("registrations:calendar"))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert offer.calendar_uid.encode() in answer.content.replace(b"\r\n ", b"")
    assert b"SEQUENCE:2" in answer.content


def test_all_own_data_are_taken_along_and_nothing_of_others():
    offer = f.OpenOfferFactory(places=1, asks_needs=True)
    asked = f.QuestionToRegistrantsFactory(offer=offer)
    confirmed(offer, 2)
    client = confirmed(offer, 1, diet="vegan", **{f"frage{asked.pk}": "Antwort"})

    content = client.get(reverse("registrations:data")).content

    packed = zipfile.ZipFile(BytesIO(content))
    machine, page = packed.read("anmeldung.json").decode(), packed.read("anmeldung.html").decode()
    for word in ("Gast1", "gast1@example.org", "vegan", "Antwort", offer.title):
        assert (word in machine, word in page) == (True, True), word
    assert "Gast2" not in machine + page
    assert json.loads(machine)["Person"]["Vorname"] == "Kim"


def test_deletion_asks_once_more_and_forgets_everything():
    client = confirmed(f.OpenOfferFactory(places=1))
    link, address = link_to("gast1@example.org"), reverse("registrations:erase")

    assert "alles löschen" in text_of(client.get(address))
    answer = client.post(address)

    assert answer["Location"] == reverse("registrations:erased")
    assert "Ihre Daten sind gelöscht" in text_of(client.get(answer["Location"]))
    assert (client.get(MINE).status_code, client.get(link).status_code) == (403, 404)
    assert (Registration.objects.known().count(), OutgoingMail.objects.count()) == (0, 0)


def test_a_registrant_reaches_no_registration_of_others(client):
    confirmed(f.OpenOfferFactory(places=1), 1)
    send(client, f.OpenOfferFactory(places=1), 2)
    mine = at_own_page("gast2@example.org")

    assert "Gast1" not in text_of(mine.get(MINE))


@pytest.mark.parametrize("count", [1, 3])
def test_my_page_asks_the_database_the_same_whatever_was_chosen(count, django_assert_num_queries):
    offer = f.OpenOfferFactory(places=5)
    quotas = [f.QuotaFactory(offer=offer) for _number in range(count)]
    for _number in range(count):
        f.ConsentRequestFactory(offer=offer)
    client = confirmed(offer, sessions=[quota.pk for quota in quotas])

    with django_assert_num_queries(6):
        client.get(MINE)
