"""What stewards write: own texts, letters to many, and the reminder of the clock."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import Period, berlin_day
from portal.models import OutgoingMail
from registrations import periodic
from registrations.actions import mailings, registrations
from registrations.models import Offer, OfferLetter
from tests import factories as f
from tests.registrations.people import come

pytestmark = pytest.mark.django_db
TEXT = {"subject": "Anreise, {vorname}", "text": "Guten Tag {vorname} {nachname},\n\nGleis 3."}


@pytest.fixture
def steward(client):
    user = f.CoordinatorFactory()
    client.force_login(user)
    return user


@pytest.fixture
def offer(steward):
    day = Period.day(berlin_day(timezone.now()) + timedelta(days=3))
    offer = f.OpenOfferFactory(places=2, when=day)
    offer.stewards.add(steward)
    return offer


def to(name, offer, *more):
    return reverse(f"registrations:{name}", args=[offer.slug, *more])


def typed(**given):
    return {"key": str(uuid4()), "to": "confirmed", **TEXT, **given}


def copies():
    return OutgoingMail.objects.filter(occasion__startswith="offer-letter:").order_by("pk")


def three(offer):
    """Two with a place, one who waits."""
    return [come(offer, number, timezone.now()) for number in range(3)]


def test_a_letter_is_looked_at_before_it_is_sent(client, offer):
    three(offer)

    page = client.post(to("desk_letter_write", offer), typed(schritt="vorschau"))

    assert [str(one) for one in page.context["recipients"]] == ["Kim Gast0", "Kim Gast1"]
    assert "Guten Tag Kim Gast0," in page.context["letter"].text
    assert not copies().exists()


def test_a_letter_reaches_those_who_have_a_place_once(client, offer):
    three(offer)
    form = typed(schritt="senden", seen=2)

    first, second = (client.post(to("desk_letter_write", offer), form) for _press in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert [mail.recipient for mail in copies()] == ["gast0@example.org", "gast1@example.org"]
    assert OfferLetter.objects.get().addressed == 2
    page = client.get(first["Location"]).content.decode()
    assert "gast1@example.org" in page
    assert "gast2@example.org" not in page


def test_those_who_wait_or_are_in_a_session_can_be_written_to(client, offer):
    session = f.QuotaFactory(offer=offer)
    come(offer, 0, timezone.now(), sessions=(session,))
    for number in (1, 2):
        come(offer, number, timezone.now())

    for whom in ("waiting", f"session-{session.pk}"):
        client.post(to("desk_letter_write", offer), typed(to=whom, schritt="senden", seen=1))

    assert [mail.recipient for mail in copies()] == ["gast2@example.org", "gast0@example.org"]


def test_a_letter_is_not_sent_to_others_than_were_announced(client, offer):
    three(offer)

    answer = client.post(to("desk_letter_write", offer), typed(schritt="senden", seen=3))

    assert answer.status_code == 409
    assert not copies().exists()


def test_nobody_is_no_recipient(client, offer):
    answer = client.post(to("desk_letter_write", offer), typed(schritt="senden", seen=0))

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"text": "\0"},
        {"text": "x" * 5001},
        {"text": "{name}"},
        {"to": "session-999999"},
        {"to": "alle"},
        {"key": "falsch"},
    ],
)
def test_a_wild_letter_is_refused(client, offer, wrong):
    three(offer)

    answer = client.post(to("desk_letter_write", offer), typed(schritt="senden", seen=2) | wrong)

    assert answer.status_code == 422
    assert not copies().exists()


def test_a_mail_that_failed_is_sent_again(client, offer):
    three(offer)
    client.post(to("desk_letter_write", offer), typed(schritt="senden", seen=2))
    mail = copies().first()
    OutgoingMail.objects.filter(pk=mail.pk).update(state="failed", error="550 unbekannt")

    page = client.get(to("desk_letters", offer)).content.decode()
    client.post(to("desk_mail_again", offer, mail.pk))

    assert "550 unbekannt" in page
    mail.refresh_from_db()
    assert mail.state == "queued"


def test_the_mail_of_another_offer_is_not_sent_again(client, offer):
    other = f.OpenOfferFactory(places=1)
    come(other, 1)
    mail = OutgoingMail.objects.first()

    assert client.post(to("desk_mail_again", offer, mail.pk)).status_code == 404


def test_own_words_are_looked_at_saved_used_and_taken_back(client, offer):
    come(offer, 0, timezone.now())
    words = {"subject": "Schade, {vorname}", "body": "Alle Plätze sind vergeben, {vorname}."}
    address = to("desk_letter_text", offer, "waiting")

    looked = client.post(address, words | {"schritt": "vorschau"})
    assert "vergeben, Kim." in looked.context["letter"].text
    assert not offer.texts.exists()

    client.post(address, words | {"schritt": "speichern"})
    for number in (1, 2):
        come(offer, number, timezone.now())
    told = OutgoingMail.objects.filter(occasion__startswith="registration-standing")
    mail = told.get(recipient="gast2@example.org")
    assert mail.subject.startswith("Schade, Kim")
    client.post(address, {"schritt": "speichern"})
    assert not offer.texts.exists()


@pytest.mark.parametrize("kind", ["thanks", "falsch"])
def test_there_are_no_words_for_other_kinds(client, offer, kind):
    assert client.get(to("desk_letter_text", offer, kind)).status_code == 404


def test_an_unknown_placeholder_is_refused(client, offer):
    answer = client.post(
        to("desk_letter_text", offer, "waiting"), {"body": "{name}", "schritt": "speichern"}
    )

    assert answer.status_code == 422
    assert not offer.texts.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_letter_takes_as_many_queries_whatever_its_recipients(
    client, offer, steward, count, django_assert_num_queries
):
    for number in range(count):
        come(offer, number, timezone.now())
    key = uuid4()
    draft = mailings.Draft(offer=offer, key=key, to="confirmed", quota=None, subject="a", text="b")
    now = timezone.now()
    mailings.send(draft=draft, count=min(count, 2), by=steward, at=now)

    with django_assert_num_queries(9):
        client.get(to("desk_letter", offer, key))


def reminded():
    found = OutgoingMail.objects.filter(occasion__startswith="registration-reminder")
    return sorted(found.values_list("recipient", flat=True))


def test_everybody_with_a_place_is_reminded_once_with_the_calendar_file(offer):
    first, *_others = three(offer)
    now = timezone.now()
    registrations.cancel(registration=first, at=now)

    for _day in range(2):
        periodic.remind(now)

    assert reminded() == ["gast1@example.org", "gast2@example.org"]
    mail = OutgoingMail.objects.filter(occasion__startswith="registration-reminder").first()
    assert b"METHOD:PUBLISH" in bytes(mail.attachments.get().content)


@pytest.mark.parametrize(
    ("days", "given"),
    [
        (4, {}),
        (0, {}),
        (3, {"remind_before": None}),
        (3, {"is_cancelled": True}),
    ],
)
def test_nobody_is_reminded_too_early_too_late_or_of_what_is_off(offer, days, given):
    three(offer)
    day = berlin_day(timezone.now()) + timedelta(days=days)
    Offer.objects.filter(pk=offer.pk).update(first_day=day, last_day=day, **given)

    periodic.remind(timezone.now())

    assert reminded() == []
