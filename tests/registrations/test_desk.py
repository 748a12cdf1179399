"""Who looks after an offer: the list, and what the office does about one registration."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import Period, berlin_day
from portal.models import AuditEntry, OutgoingMail
from registrations.actions import answers, registrations
from registrations.models import Place, Quota, RegistrationLink
from tests import factories as f
from tests.registrations.people import come, ranks, register, statuses

pytestmark = pytest.mark.django_db
HOSTILE = ["\0", "x" * 10_000, "eins\r\nBcc: zwei@example.org", "' OR 1=1 --", "%_", "999999"]


@pytest.fixture
def steward(client):
    user = f.CoordinatorFactory()
    client.force_login(user)
    return user


def offered(steward, places=2, **given):
    offer = f.OpenOfferFactory(places=places, **given)
    offer.stewards.add(steward)
    return offer


def text_of(answer):
    return " ".join(answer.content.decode().split())


def page_of(client, offer, **query):
    return text_of(client.get(reverse("registrations:desk_offer", args=[offer.slug]), query))


def named(text, count=6):
    return [number for number in range(count) if f"Gast{number}<" in text]


def to(name, registration):
    return reverse(f"registrations:{name}", args=[registration.offer.slug, registration.public_id])


def test_the_desk_lists_own_offers_with_what_is_taken_free_and_waited_for(client, steward):
    offer = offered(steward, places=2, title="Tagung")
    for number in range(3):
        come(offer, number, timezone.now())
    f.OpenOfferFactory(title="Fremde Tagung", places=3)

    text = text_of(client.get(reverse("registrations:desk")))

    assert "Fremde Tagung" not in text
    assert '>2 <span class="meta">von 2</span>' in text
    assert 'data-label="wartet">1<' in text


def test_the_list_is_narrowed_down_by_each_condition(client, steward):
    now = timezone.now()
    offer = offered(steward, places=2)
    session = f.QuotaFactory(offer=offer, title="Forum 1")
    asked = f.ConsentRequestFactory(offer=offer)
    kreis = f.MunicipalityFactory()
    come(offer, 0, now, municipality=kreis)
    come(offer, 1, now, sessions=(session,))
    agreed = come(offer, 2, now)
    answers.give(registration=agreed, request=asked, at=now)
    register(offer, 3, now)
    main = offer.quotas.of_event().get()
    f.AttendanceFactory(registration=agreed, quota=main, at=now)

    assert named(page_of(client, offer)) == [0, 1, 2, 3]
    assert named(page_of(client, offer, stand="waiting")) == [2]
    assert named(page_of(client, offer, stand="unconfirmed")) == [3]
    assert named(page_of(client, offer, kontingent=session.pk)) == [1]
    assert named(page_of(client, offer, kommune=kreis.pk)) == [0]
    assert named(page_of(client, offer, zustimmung=asked.pk)) == [2]
    assert named(page_of(client, offer, da="ja")) == [2]
    assert named(page_of(client, offer, da="nein")) == [0, 1, 3]
    assert named(page_of(client, offer, suche="kim gast1@")) == [1]
    assert "Niemand passt" in page_of(client, offer, suche="gibt es nicht")


@pytest.mark.parametrize("value", HOSTILE[1:])  # the portal refuses a NUL in any address
def test_wild_conditions_are_answered(client, steward, value):
    offer = offered(steward)
    address = reverse("registrations:desk_offer", args=[offer.slug])
    names = ["suche", "stand", "kontingent", "kommune", "zustimmung", "da", "seite"]

    assert client.get(address, dict.fromkeys(names, value)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client, steward, count, django_assert_num_queries
):
    offer = offered(steward, places=1)
    session = f.QuotaFactory(offer=offer, capacity=1)
    for number in range(count + 1):
        come(offer, number, timezone.now(), sessions=(session,))
    client.get(reverse("registrations:desk_offer", args=[offer.slug]))

    with django_assert_num_queries(12):
        client.get(reverse("registrations:desk_offer", args=[offer.slug]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_as_many_queries_whatever_its_length(
    client, steward, count, django_assert_num_queries
):
    for _number in range(count):
        come(offered(steward), 1, timezone.now())

    with django_assert_num_queries(5):
        client.get(reverse("registrations:desk"))


def test_ranks_and_overbooked_parts_are_shown(client, steward):
    offer = offered(steward, places=2)
    for number in range(4):
        come(offer, number, timezone.now())
    main = offer.quotas.get()

    address = reverse("registrations:desk_capacity", args=[offer.slug, main.pk])
    assert client.post(address, {"capacity": 1}).status_code == 302

    text = page_of(client, offer)
    assert "überbelegt um 1 Platz" in text
    assert ranks(offer, timezone.now()) == {"Gast2": 1, "Gast3": 2}
    assert "Nummer 2 in der Reihe" in text
    assert list(statuses(offer).values()).count("confirmed") == 2


def test_more_places_go_to_those_who_wait(client, steward):
    offer = offered(steward, places=1)
    for number in range(3):
        come(offer, number, timezone.now())
    main = offer.quotas.get()

    client.post(reverse("registrations:desk_capacity", args=[offer.slug, main.pk]), {"capacity": 3})

    assert set(statuses(offer).values()) == {"confirmed"}


@pytest.mark.parametrize("typed", ["-1", "viele", "100001", "\0", "9" * 10_000])
def test_a_wild_number_of_places_is_refused_in_german(client, steward, typed):
    offer = offered(steward, places=1)
    address = reverse("registrations:desk_capacity", args=[offer.slug, offer.quotas.get().pk])

    answer = client.post(address, {"capacity": typed})

    assert answer.status_code == 422
    assert Quota.objects.get().capacity == 1


def test_the_quota_of_another_offer_is_not_found(client, steward):
    mine, other = offered(steward), f.OpenOfferFactory(places=1)

    address = reverse("registrations:desk_capacity", args=[mine.slug, other.quotas.get().pk])

    assert client.post(address, {"capacity": 9}).status_code == 404


def test_the_registration_of_another_offer_is_not_found(client, steward):
    mine = offered(steward)
    other = come(f.OpenOfferFactory(places=1), 1)

    address = reverse("registrations:desk_registration", args=[mine.slug, other.public_id])

    assert client.get(address).status_code == 404


def test_one_registration_shows_answers_consents_note_and_history(client, steward):
    now = timezone.now()
    offer = offered(steward)
    question = f.QuestionToRegistrantsFactory(offer=offer, text="Was erwarten Sie?")
    asked = f.ConsentRequestFactory(offer=offer, purpose="Fotos")
    one = come(offer, 1, now, answers={question.pk: "Austausch"}, consents=(asked,), diet="vegan")
    client.post(to("desk_note", one), {"text": "ruft zurück"})

    text = text_of(client.get(to("desk_registration", one)))

    for shown in ("Was erwarten Sie?", "Austausch", "Fotos", "ruft zurück", "Angemeldet"):
        assert shown in text
    assert "vegan" not in text
    assert "Notiz geändert" in text
    assert str(steward) in text


def test_the_office_confirms_for_a_person(client, steward):
    one = register(offered(steward), 1, timezone.now())

    client.post(to("desk_confirm", one))

    one.refresh_from_db()
    assert one.status == "confirmed"
    entry = AuditEntry.objects.get(what="registration.confirmed")
    assert (entry.by, entry.scope) == (steward, one.scope)


def test_the_office_lets_somebody_in_out_of_turn_with_a_reason(client, steward):
    offer = offered(steward, places=1)
    for number in range(3):
        last = come(offer, number, timezone.now())

    full = client.post(to("desk_promote", last), {"reason": "hält den Vortrag"})
    silent = client.post(to("desk_promote", last), {"knowingly": "on"})
    done = client.post(to("desk_promote", last), {"reason": "hält den Vortrag", "knowingly": "on"})

    assert (full.status_code, silent.status_code, done.status_code) == (422, 422, 302)
    last.refresh_from_db()
    assert last.status == "confirmed"
    assert last.note.endswith("hält den Vortrag")
    assert ranks(offer, timezone.now()) == {"Gast1": 1}
    assert AuditEntry.objects.filter(what="registration.promoted", by=steward).count() == 1


def test_the_office_moves_somebody_to_another_session(client, steward):
    offer = offered(steward)
    one, other = f.QuotaFactory.create_batch(2, offer=offer, slot="Nachmittag")
    registration = come(offer, 1, timezone.now(), sessions=(one,))

    answer = client.post(to("desk_sessions", registration), {"slot1": other.pk})

    assert answer.status_code == 302
    held = Place.objects.current().filter(registration=registration, quota__is_main=False)
    assert [place.quota for place in held] == [other]
    assert OutgoingMail.objects.filter(occasion__startswith="registration-changed").count() == 1


def test_the_office_cancels_with_a_reason_that_the_person_reads(client, steward):
    offer = offered(steward, places=1)
    first, _second = come(offer, 1, timezone.now()), come(offer, 2, timezone.now())

    silent = client.post(to("desk_cancel", first), {"reason": " "})
    done = client.post(to("desk_cancel", first), {"reason": "doppelt"})
    again = client.post(to("desk_cancel", first), {"reason": "doppelt"})

    assert (silent.status_code, done.status_code, again.status_code) == (422, 302, 422)
    assert statuses(offer) == {"Gast1": "cancelled", "Gast2": "confirmed"}
    mail = OutgoingMail.objects.get(occasion__startswith="registration-cancelled")
    assert "doppelt" in mail.text


def test_a_new_link_goes_out_once_however_often_the_button_is_pressed(client, steward):
    one = come(offered(steward), 1, timezone.now())
    old = RegistrationLink.objects.valid().count()

    for _press in range(2):
        client.post(to("desk_links", one), {"ticket": "a" * 32})

    assert old > 1
    assert RegistrationLink.objects.valid().count() == 1
    assert OutgoingMail.objects.filter(occasion__startswith="registration-links").count() == 1


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["desk_cancel", "desk_promote", "desk_note"])
def test_wild_words_are_answered_by_a_page(client, steward, name, value):
    offer = offered(steward, places=1)
    come(offer, 0, timezone.now())
    one = come(offer, 1, timezone.now())

    answer = client.post(to(name, one), {"reason": value, "text": value, "ticket": value})

    assert answer.status_code in (302, 422)


def test_nothing_is_noted_about_a_forgotten_person(client, steward):
    one = come(offered(steward), 1, timezone.now())
    type(one).objects.filter(pk=one.pk).update(
        erased_at=timezone.now(), first_name="", last_name="", email=""
    )

    assert client.post(to("desk_note", one), {"text": "doch"}).status_code == 422


def test_needs_are_shown_to_stewards_with_the_day_of_their_deletion_and_it_is_recorded(
    client, steward
):
    offer = offered(steward, when=Period.day(berlin_day(timezone.now()) + timedelta(days=3)))
    come(offer, 1, timezone.now(), diet="vegan", access="Rampe")
    gone = come(offer, 2, timezone.now(), diet="ohne Nüsse")
    registrations.cancel(registration=gone, at=timezone.now(), by=steward, reason="krank")

    text = text_of(client.get(reverse("registrations:desk_needs", args=[offer.slug])))

    assert "vegan" in text
    assert "Rampe" in text
    assert "Nüsse" not in text
    assert "gelöscht" in text
    assert AuditEntry.objects.get(what="needs.read").by == steward
