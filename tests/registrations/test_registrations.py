"""Registering, confirming and cancelling, and what is written about it."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from portal.dates import Period
from portal.models import AuditEntry, OutgoingMail
from portal.refusals import TooMany
from portal.seals import unseal
from registrations import letters
from registrations.actions import answers, changes, links, offers, parties, registrations
from registrations.models import Offer, Registration, RegistrationLink, SupportNeed
from tests import factories as f
from tests.registrations.people import AT, HOUR, come, guest, register

pytestmark = pytest.mark.django_db
DAY = Period.day(date(2026, 5, 4))


def mails():
    return list(OutgoingMail.objects.order_by("pk"))


def token_of(mail):
    return unseal(mail.sealed)["link"].rstrip("/").rpartition("/")[2]


def test_the_first_letter_repeats_nothing_that_was_typed():
    offer = f.OpenOfferFactory(places=1)

    registration = register(offer, 1, first_name="Kaufen Sie jetzt", organisation="Werbung")

    [mail] = mails()
    assert mail.recipient == "gast1@example.org"
    assert not any(word in mail.text + mail.html for word in ("Kaufen", "Gast1", "Werbung"))
    assert links.find(token_of(mail)) == registration


def test_the_key_to_a_registration_is_stored_as_its_digest_only():
    register(f.OpenOfferFactory(places=1), 1)

    [mail], link = mails(), RegistrationLink.objects.get()
    assert token_of(mail) not in (link.token_hash, mail.text, mail.html, mail.sealed)
    assert len(token_of(mail)) == 43
    assert links.find(token_of(mail)[:-1] + "x") is None


def test_an_address_that_is_registered_makes_no_second_registration():
    offer = f.OpenOfferFactory(places=5)
    come(offer, 1)

    again = guest(1, email="Gast1+noch@Example.org", first_name="Anders")
    for _time in range(2):
        registrations.register(offer=offer, given=again, key="again", at=AT + 2 * HOUR)

    assert Registration.objects.get().first_name == "Kim"
    assert [mail.subject for mail in mails()][2:] == [f"Sie sind schon angemeldet: {offer.title}"]
    assert mails()[-1].recipient == "gast1@example.org"


def test_nobody_gets_more_than_three_letters_an_hour_by_the_open_form():
    offers_ = [f.OpenOfferFactory(places=5) for _number in range(4)]
    minutes = [AT + timedelta(minutes=number) for number in range(4)]
    for offer, at in zip(offers_[:3], minutes[:3], strict=True):
        registrations.register(offer=offer, given=guest(1), key="k", at=at)

    with pytest.raises(TooMany):
        registrations.register(offer=offers_[3], given=guest(1), key="k", at=minutes[3])

    assert len(mails()) == 3
    registrations.register(offer=offers_[3], given=guest(1), key="k", at=AT + HOUR)
    assert len(mails()) == 4


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"is_cancelled": True}, "findet nicht statt"),
        ({"audience": "closed"}, "geschlossene Gruppe"),
        ({"opens_at": AT + timedelta(seconds=1)}, "noch nicht geöffnet"),
        ({"opens_at": None}, "noch nicht geöffnet"),
        ({"closes_at": AT}, "geschlossen"),
    ],
)
def test_only_what_is_open_takes_registrations(facts, said):
    offer = f.OpenOfferFactory(**{"places": 1, "opens_at": AT - timedelta(days=9), **facts})

    with pytest.raises(ValidationError, match=said):
        register(offer, 1)

    assert (Registration.objects.count(), mails()) == (0, [])


def test_a_second_before_it_closes_it_is_open():
    offer = f.OpenOfferFactory(places=1, closes_at=AT + timedelta(seconds=1))

    assert register(offer, 1).is_unconfirmed


def test_only_invited_addresses_register_where_people_are_invited():
    offer = f.OpenOfferFactory(places=1, audience="invited")
    f.InviteeFactory(offer=offer, email="gast1@example.org")

    assert register(offer, 2) is None
    assert register(offer, 1).email == "gast1@example.org"
    assert [mail.recipient for mail in mails()] == ["gast1@example.org"]


def test_confirming_sends_the_calendar_entry_as_it_was_announced():
    offer = f.OpenOfferFactory(
        places=1, when=DAY, starts_at=time(9), ends_at=time(16), calendar_sequence=3, place="Hamm"
    )

    come(offer, 1)

    mail = mails()[-1]
    assert mail.subject == f"Ihr Platz ist bestätigt: {offer.title}"
    assert "Guten Tag, Kim Gast1," in mail.text
    calendar = Calendar.from_ical(mail.attachments.get(name="termin.ics").content)
    [event] = calendar.walk("VEVENT")
    assert (calendar["method"], event["uid"], event["sequence"]) == (
        "PUBLISH",
        offer.calendar_uid,
        3,
    )


def test_confirming_twice_is_confirming_once():
    offer = f.OpenOfferFactory(places=1)
    registration = come(offer, 1)

    registrations.confirm(registration=registration, at=AT + HOUR)

    assert len(mails()) == 2


def test_cancelling_takes_the_entry_out_of_the_calendar():
    offer = f.OpenOfferFactory(places=1, when=DAY)
    registrations.cancel(registration=come(offer, 1), at=AT + HOUR)

    calendar = Calendar.from_ical(mails()[-1].attachments.get(name="termin.ics").content)
    [event] = calendar.walk("VEVENT")
    assert (calendar["method"], event["status"]) == ("CANCEL", "CANCELLED")


def test_deadlines_bind_registrants_and_not_the_office():
    offer, steward = f.OpenOfferFactory(places=3), f.CoordinatorFactory()
    one, other = come(offer, 1), come(offer, 2)
    Offer.objects.update(change_until=AT, cancel_until=AT)
    one.offer.refresh_from_db()

    with pytest.raises(ValidationError, match="Frist für Absagen"):
        registrations.cancel(registration=one, at=AT)
    with pytest.raises(ValidationError, match="Frist für Änderungen"):
        changes.correct(registration=one, details={"first_name": "Lea"}, at=AT)
    changes.correct(registration=one, details={"first_name": "Lea"}, by=steward, at=AT)
    with pytest.raises(ValidationError, match="Grund"):
        registrations.cancel(registration=other, by=steward, at=AT)
    registrations.cancel(registration=other, by=steward, reason="krank", at=AT)

    other.refresh_from_db()
    assert (Registration.objects.get(pk=one.pk).first_name, other.ending) == ("Lea", "office")
    assert "Der Grund: krank" in mails()[-1].text


def test_links_are_sent_again_to_who_is_registered_and_to_nobody_else():
    offers_ = [f.OpenOfferFactory(places=1) for _number in range(2)]
    for number, offer in enumerate(offers_):
        registrations.register(offer=offer, given=guest(1), key=str(number), at=AT)
    old = token_of(mails()[0])

    links.send_again(email="GAST1@example.org", ticket="t", at=AT + 2 * HOUR)
    links.send_again(email="fremd@example.org", ticket="t", at=AT + 2 * HOUR)

    [mail] = mails()[2:]
    found = [
        links.find(link.rstrip("/").rpartition("/")[2]) for link in unseal(mail.sealed).values()
    ]
    assert [registration.offer for registration in found] == offers_
    assert links.find(old) is None


def test_several_people_are_registered_together_and_confirm_each_their_own():
    offer = f.OpenOfferFactory(places=1)

    for _time in range(2):
        parties.register_together(offer=offer, people=[guest(1), guest(2)], key="k", at=AT)

    assert [mail.recipient for mail in mails()] == ["gast1@example.org", "gast2@example.org"]
    assert set(Registration.objects.values_list("party", "status")) == {("k", "unconfirmed")}


def test_together_all_are_registered_or_none():
    offer = f.OpenOfferFactory(places=1, waiting="none")

    with pytest.raises(ValidationError, match="Kim Gast2: Alle Plätze"):
        parties.register_together(offer=offer, people=[guest(1), guest(2)], key="k", at=AT)
    with pytest.raises(ValidationError, match="eigene E-Mail"):
        parties.register_together(offer=offer, people=[guest(1), guest(1)], key="k", at=AT)

    assert (Registration.objects.count(), mails()) == (0, [])


def test_a_lead_names_who_comes_to_a_closed_event_and_they_need_not_confirm():
    offer, lead = f.OpenOfferFactory(places=1, audience="closed"), f.UserFactory()

    people = [guest(1), guest(2)]
    parties.name(offer=offer, people=people, key="k", by=lead, party="workshops.team:1", at=AT)

    assert [mail.subject.partition(":")[0] for mail in mails()] == [
        "Ihr Platz ist bestätigt",
        "Sie stehen auf der Warteliste",
    ]
    assert set(Registration.objects.values_list("source", "party", "by")) == {
        ("team", "workshops.team:1", lead.pk)
    }


def test_answers_needs_and_consents_are_kept_with_the_registration():
    offer, strange = f.OpenOfferFactory(places=1), f.ConsentRequestFactory()
    question = f.QuestionToRegistrantsFactory(offer=offer)
    photo = f.ConsentRequestFactory(offer=offer)
    said = {"answers": {question.pk: "Ja", 999: "x"}, "consents": (photo, strange), "diet": "vegan"}

    registration = register(offer, 1, **said)

    assert [answer.value for answer in registration.answers.all()] == ["Ja"]
    assert [consent.request for consent in registration.consents.all()] == [photo]
    assert SupportNeed.objects.get().diet == "vegan"


def test_a_consent_that_is_withdrawn_says_since_when_and_can_be_given_again():
    offer = f.OpenOfferFactory(places=1)
    photo = f.ConsentRequestFactory(offer=offer)
    registration = register(offer, 1, consents=(photo,))

    answers.withdraw(consent=registration.consents.get(), at=AT + HOUR)
    answers.give(registration=registration, request=photo, at=AT + 2 * HOUR)

    assert list(registration.consents.values_list("withdrawn_at", flat=True)) == [AT + HOUR, None]


def test_other_words_of_a_consent_are_a_new_version_and_the_old_one_stays():
    offer, steward = f.OpenOfferFactory(places=1), f.CoordinatorFactory()
    word = {"offer": offer, "purpose": "Foto", "by": steward, "at": AT}
    first = offers.word_consent(text="Alt", **word)
    registration = register(offer, 1, consents=(first,))

    second = offers.word_consent(text="Neu", **word)

    assert (second.version, registration.consents.get().request.text) == (2, "Alt")
    assert list(offer.consent_requests.filter(is_asked=True)) == [second]


def test_the_terms_are_remembered_as_they_were_read():
    offer, steward = f.OpenOfferFactory(places=1), f.CoordinatorFactory()
    word = {"offer": offer, "kind": "conditions", "by": steward, "at": AT}
    offers.word_terms(text="Erste Fassung", **word)
    registration = register(offer, 1)
    offers.word_terms(text="Zweite Fassung", **word)

    assert [terms.text for terms in registration.terms.all()] == ["Erste Fassung"]


def test_an_offer_says_it_in_its_own_words_with_placeholders():
    offer = f.OpenOfferFactory(places=1, title="Fachtag")
    f.OfferTextFactory(
        offer=offer, subject="Willkommen, {vorname}", body="Zu {veranstaltung}, {unbekannt}."
    )

    come(offer, 1)

    mail = mails()[-1]
    assert mail.subject == "Willkommen, Kim: Fachtag"
    assert "Zu Fachtag, {unbekannt}." in mail.text
    assert letters.unknown_placeholders("{vorname} {unbekannt}") == ["unbekannt"]


def test_nothing_about_a_person_stands_in_the_audit_trail():
    registration = come(f.OpenOfferFactory(places=1), 1)

    entries = AuditEntry.objects.about(registration).order_by("pk")
    assert [(entry.what, entry.actor, entry.fields) for entry in entries] == [
        ("registration.made", "registrant", []),
        ("registration.confirmed", "registrant", []),
    ]
