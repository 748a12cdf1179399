"""The open forms: what everybody may send, and what they are told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import OutgoingMail
from registrations.models import Registration
from tests import factories as f
from tests.registrations.browsers import confirmed, opened, person, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.REGISTRATIONS_PER_HOUR = 1000


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_form_leads_to_the_mailbox_and_makes_one_registration(client):
    offer = f.OpenOfferFactory(places=5)

    answer = send(client, offer)

    assert (answer.status_code, answer["Location"]) == (302, f"/anmeldung/{offer.slug}/postfach/")
    assert "Postfach" in text_of(client.get(answer["Location"]))
    assert Registration.objects.get().status == "unconfirmed"


def test_a_known_address_gets_the_same_answer_as_an_unknown_one(client):
    offer = f.OpenOfferFactory(places=5)
    confirmed(offer, 1)

    known, unknown = send(client, offer, 1), send(client, offer, 2)

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Registration.objects.filter(mailbox="gast1@example.org").count() == 1


def test_double_click_reload_and_back_make_one_registration_and_one_letter(client):
    offer = f.OpenOfferFactory(places=5)
    form = person()

    answers = [client.post(offer.get_absolute_url(), form).status_code for _time in range(3)]

    assert answers == [302, 302, 302]
    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_who_goes_back_and_registers_a_colleague_makes_a_second_registration(client):
    offer, form = f.OpenOfferFactory(places=5), person()
    client.post(offer.get_absolute_url(), form)

    client.post(offer.get_absolute_url(), {**form, "email": "kollegin@example.org"})

    assert Registration.objects.count() == 2


def test_machines_are_told_that_all_is_well_and_nothing_happens(client):
    offer = f.OpenOfferFactory(places=5)

    answer = send(client, offer, website="https://example.org")

    assert answer.status_code == 302
    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_a_form_sent_within_three_seconds_is_asked_for_once_more_with_its_words(client):
    answer = send(client, f.OpenOfferFactory(places=5), opened=opened(seconds=1))

    assert answer.status_code == 422
    assert "Das ging sehr schnell" in text_of(answer)
    assert 'value="Gast1"' in text_of(answer)


def test_the_eleventh_form_of_one_network_within_an_hour_is_refused_with_its_words(
    client, settings
):
    settings.REGISTRATIONS_PER_HOUR = 10
    offer = f.OpenOfferFactory(places=5)
    codes = [send(client, offer, number).status_code for number in range(10)]

    answer = send(client, offer, 11)

    assert codes == [302] * 10
    assert answer.status_code == 429
    assert 'value="Gast11"' in text_of(answer)
    assert Registration.objects.count() == 10


BAD = [
    ("email", "a@example.org\nBcc: b@example.org", "email"),
    ("email", "kein.postfach", "email"),
    ("first_name", "x" * 10_000, "first_name"),
    ("first_name", "\u200b\u200b", "first_name"),
    ("email", "gast\x00@example.org", "email"),
    ("municipality", "gibt-es-nicht", "municipality"),
]


@pytest.mark.parametrize(("name", "value", "field"), BAD)
def test_bad_input_is_answered_at_its_field_with_the_rest_kept(client, name, value, field):
    answer = send(client, f.OpenOfferFactory(places=5), **{name: value})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert "Fehler" in text_of(answer)
    assert 'value="Kim"' in text_of(answer) or name == "first_name"
    assert Registration.objects.count() == 0


def test_line_breaks_in_names_become_blanks(client):
    send(client, f.OpenOfferFactory(places=5), organisation="Amt\r\nfür Schule")

    assert Registration.objects.get().organisation == "Amt für Schule"


def test_sessions_of_other_offers_and_two_at_once_are_refused(client):
    offer, strange = f.OpenOfferFactory(places=5), f.QuotaFactory()
    free = [f.QuotaFactory(offer=offer, repeat_key="a") for _number in range(2)]
    f.QuotaFactory(offer=offer, slot="Nachmittag")

    assert send(client, offer, slot1=str(strange.pk)).status_code == 422
    assert send(client, offer, sessions=[quota.pk for quota in free]).status_code == 422
    assert Registration.objects.count() == 0


def test_the_form_says_what_is_free_and_which_rank_one_would_have(client):
    offer = f.OpenOfferFactory(places=4)
    popular = f.QuotaFactory(offer=offer, title="Dritte Orte", capacity=1, slot="Nachmittag")
    confirmed(offer, 1, slot1=str(popular.pk))

    page = text_of(client.get(offer.get_absolute_url()))

    assert "noch 3 Plätze" in page
    assert "Sie wären auf Platz 1 der Warteliste." in page


def test_a_full_event_says_why_and_which_rank_one_would_have(client):
    offer = f.OpenOfferFactory(places=2, title="Fachtag")
    for number in range(5):
        confirmed(offer, number)

    page = text_of(client.get(offer.get_absolute_url()))

    said = "Alle 2 Plätze von „Fachtag“ sind vergeben; Sie wären auf Platz 4 der Warteliste."
    assert said in page


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"opens_at": None}, "noch nicht geöffnet"),
        ({"closes_at": timezone.now() - timedelta(seconds=1)}, "Die Anmeldung ist geschlossen."),
        ({"is_cancelled": True, "announced_reason": "Sturm"}, "Sturm"),
    ],
)
def test_what_is_not_open_shows_no_form_and_takes_none(client, facts, said):
    offer = f.OpenOfferFactory(places=5, **facts)

    page = text_of(client.get(offer.get_absolute_url()))

    assert said in page
    assert "<button" not in page.partition("<main")[2]
    assert send(client, offer).status_code == 422
    assert Registration.objects.count() == 0


def test_a_closed_group_has_no_page(client):
    offer = f.OpenOfferFactory(places=5, audience="closed")

    assert client.get(offer.get_absolute_url()).status_code == 404
    assert send(client, offer).status_code == 404


def test_what_is_asked_and_agreed_to_is_kept(client):
    offer = f.OpenOfferFactory(places=5, asks_needs=True)
    asked = f.QuestionToRegistrantsFactory(offer=offer, kind="yes_no", is_required=True)
    more = f.QuestionToRegistrantsFactory(
        offer=offer, is_required=True, shown_if=asked, shown_if_answer="Ja", position=1
    )
    photo = f.ConsentRequestFactory(offer=offer)
    f.TermsFactory(offer=offer)

    assert send(client, offer).status_code == 422
    missing = send(client, offer, agrees="on", **{f"frage{asked.pk}": "ja"})
    assert set(missing.context["form"].errors) == {f"frage{more.pk}"}
    fine = {f"frage{asked.pk}": "nein", f"frage{more.pk}": "x", f"einwilligung{photo.pk}": "on"}
    assert send(client, offer, agrees="on", diet="vegan", **fine).status_code == 302

    made = Registration.objects.get()
    assert [(answer.question, answer.value) for answer in made.answers.all()] == [(asked, False)]
    assert (made.consents.count(), made.need.diet, made.terms.count()) == (1, "vegan", 1)


@pytest.mark.parametrize("kind", ["text", "long_text", "choice", "several", "number", "date"])
def test_every_kind_of_question_is_asked_and_its_answer_kept(client, kind):
    offer = f.OpenOfferFactory(places=5)
    asked = f.QuestionToRegistrantsFactory(offer=offer, kind=kind, choices="rot\nblau")
    said = {
        "text": ("kurz", "kurz"),
        "long_text": ("lang\nlang", "lang\nlang"),
        "choice": ("rot", "rot"),
        "several": (["rot", "blau"], ["rot", "blau"]),
        "number": ("7", 7),
        "date": ("2026-05-04", "2026-05-04"),
    }[kind]

    send(client, offer, **{f"frage{asked.pk}": said[0]})

    assert Registration.objects.get().answers.get().value == said[1]


def test_several_people_are_registered_by_one_form(client):
    offer = f.OpenOfferFactory(places=5)
    address = reverse("registrations:together", args=[offer.slug])
    form = {"organisation": "Stadt Hamm", "opened": opened()}
    for number in (1, 2):
        facts = person(number)
        form |= {f"person{number}-{name}": facts[name] for name in ("first_name", "last_name")}
        form[f"person{number}-email"] = facts["email"]

    assert client.post(address, {**form, "person2-last_name": ""}).status_code == 422
    assert client.post(address, {**form, "person2-email": "gast1@example.org"}).status_code == 422
    assert client.post(address, form).status_code == 302

    made = Registration.objects.order_by("pk")
    assert [one.email for one in made] == ["gast1@example.org", "gast2@example.org"]
    assert {one.organisation for one in made} == {"Stadt Hamm"}
    assert OutgoingMail.objects.count() == 2


def test_links_are_sent_again_with_the_same_answer_for_strangers(client):
    offer = f.OpenOfferFactory(places=5)
    confirmed(offer, 1)
    address = reverse("registrations:links")
    before = OutgoingMail.objects.count()

    answers = [
        client.post(address, {"email": email, "opened": opened()})
        for email in ("gast1@example.org", "fremd@example.org")
    ]

    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, reverse("registrations:links_sent"))
    ] * 2
    assert OutgoingMail.objects.count() == before + 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_the_database_the_same_whatever_is_offered(
    client, django_assert_num_queries, count
):
    offer = f.OpenOfferFactory(places=5, asks_needs=True)
    for number in range(count):
        quota = f.QuotaFactory(offer=offer, slot="Nachmittag")
        f.PlaceFactory(registration__offer=offer, quota=quota)
        f.QuestionToRegistrantsFactory(offer=offer, kind="yes_no", position=number)
        f.ConsentRequestFactory(offer=offer)
        f.MunicipalityFactory()

    with django_assert_num_queries(6):
        client.get(offer.get_absolute_url())


def test_an_anonymous_reader_of_the_form_gets_no_session(client):
    client.get(f.OpenOfferFactory(places=5).get_absolute_url())

    assert set(client.cookies) == {"csrf"}


def test_nothing_of_the_page_is_kept_by_caches(client):
    answer = Client().get(f.OpenOfferFactory(places=5).get_absolute_url())

    assert "no-store" in answer["Cache-Control"]
