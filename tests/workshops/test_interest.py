from datetime import timedelta

import pytest
from django.utils import timezone

from portal import open_forms
from portal.models import AuditEntry, OutgoingMail
from tests import factories as f
from workshops.models import Interest
from workshops.models.demand import demands

pytestmark = pytest.mark.django_db
PAGE = "/werkstaetten/interesse/"


@pytest.fixture
def lippe():
    return f.MunicipalityFactory(name="Kreis Lippe", short_name="Lippe", ags="05766", slug="lippe")


def filled(**values):
    """What a browser sends half a minute after the form was shown."""
    return {
        "municipality": "Kreis Lippe",
        "topic": "",
        "topic_text": "Bildung im Alter",
        "urgency": "year",
        "contact_name": "Lea Muster",
        "contact_email": "lea@example.org",
        "contact_phone": "+49 5231 123",
        "note": "Wer hat <b>Erfahrung</b>?",
        "consent": "on",
        "website": "",
        "opened": open_forms.stamp(timezone.now() - timedelta(seconds=30)),
        **values,
    }


def recipients():
    return sorted(OutgoingMail.objects.values_list("recipient", flat=True))


# --- sending -------------------------------------------------------------------------------------
def test_an_interest_is_stored_confirmed_and_told_to_the_coordinators(client, lippe):
    coordinator = f.CoordinatorFactory()

    answer = client.post(PAGE, filled())

    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}danke/")
    interest = Interest.objects.get()
    assert (interest.municipality, interest.municipality_text) == (lippe, "")
    assert (interest.what, interest.state) == ("Bildung im Alter", "new")
    assert interest.contact_phone == "+49 5231 123"
    assert interest.consent_text.startswith("Die Agentur darf meine Angaben speichern")
    assert interest.consented_at == interest.sent_at
    assert recipients() == sorted([coordinator.email, "lea@example.org"])
    assert AuditEntry.objects.about(interest).get().actor == "registrant"


def test_the_confirmation_repeats_nothing_and_the_office_reads_it_all(client, lippe):
    coordinator = f.CoordinatorFactory()
    client.post(PAGE, filled())

    told = {mail.recipient: mail for mail in OutgoingMail.objects.all()}
    confirmation, news = told["lea@example.org"], told[coordinator.email]
    for written in ("Lippe", "Bildung im Alter", "Erfahrung", "Lea"):
        assert written not in confirmation.subject + confirmation.text + confirmation.html
    assert "Wer hat <b>Erfahrung</b>?" in news.text
    assert "&lt;b&gt;Erfahrung" in news.html


def test_without_a_coordinator_the_operator_is_told(client, lippe, settings):
    client.post(PAGE, filled())

    assert recipients() == sorted(["lea@example.org", settings.OPERATOR["email"]])


@pytest.mark.parametrize("typed", ["Kreis Lippe", "kreis lippe", "Lippe", " 05766 "])
def test_a_kommune_is_known_by_its_names_and_its_key(client, lippe, typed):
    client.post(PAGE, filled(municipality=typed))

    assert Interest.objects.get().municipality == lippe


def test_a_kommune_that_the_register_does_not_know_stays_as_it_was_typed(client):
    client.post(PAGE, filled(municipality="Samtgemeinde Ütz"))

    interest = Interest.objects.get()
    assert (interest.municipality, interest.who) == (None, "Samtgemeinde Ütz")


def test_two_of_the_same_name_are_told_apart_by_their_key(client, lippe):
    f.MunicipalityFactory(name="Stadt Lippe", short_name="Lippe", kind="city", ags="05999")

    unclear = client.post(PAGE, filled(municipality="lippe ".upper()))
    client.post(PAGE, filled(municipality="Kreis Lippe"))

    assert unclear.status_code == 303  # "Lippe" is what the city is known as
    assert [i.who for i in Interest.objects.order_by("pk")] == ["Lippe", "Kreis Lippe"]


def test_a_name_that_means_several_is_asked_back(client, lippe):
    f.MunicipalityFactory(name="Kreis Lippe", short_name="Lippe (Oberes)", ags="05997")

    unclear = client.post(PAGE, filled(municipality="Lippe"))
    meant = client.post(PAGE, filled(municipality="Kreis Lippe"))

    assert (unclear.status_code, meant.status_code) == (303, 303)
    f.MunicipalityFactory(name="Lippe", short_name="Lippe", kind="district", ags="05996")
    several = client.post(PAGE, filled(municipality="Lippe"))
    assert several.status_code == 422
    assert "Kreis Lippe (05766)" in several.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"municipality": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"municipality": "99999"}, "Keine heutige Kommune hat diesen Schlüssel"),
        ({"topic_text": ""}, "Bitte wählen Sie ein Thema oder nennen Sie eins"),
        ({"topic": "gibt-es-nicht"}, "Bitte eine gültige Auswahl treffen"),
        ({"consent": ""}, "Ohne Ihre Einwilligung können wir nicht antworten"),
        ({"contact_email": '"a b"@example.org'}, "gültige E-Mail-Adresse"),
        ({"urgency": "gestern"}, "Bitte eine gültige Auswahl treffen"),
        ({"note": "x" * 10_000}, "höchstens 2000 Zeichen"),
        ({"opened": ""}, "zu lange offen"),
        ({"contact_email": "lea@example.org\x00"}, "gültige E-Mail-Adresse"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, lippe, wrong, said):
    answer = client.post(PAGE, filled(**wrong))

    assert answer.status_code == 422
    assert said in answer.text
    if "contact_phone" not in wrong:
        assert 'value="+49 5231 123"' in answer.text
    assert Interest.objects.count() == 0


def test_line_breaks_in_a_name_become_blanks_and_nothing_invisible_stays(client, lippe):
    client.post(PAGE, filled(contact_name="Lea\r\nBcc: \x00alle@example.org"))

    assert Interest.objects.get().contact_name == "Lea Bcc: alle@example.org"


# --- limits --------------------------------------------------------------------------------------
def test_a_form_that_is_sent_twice_is_one_interest(client, lippe):
    sent = filled()

    codes = [client.post(PAGE, sent).status_code for _ in range(2)]

    assert (codes, Interest.objects.count()) == ([303, 303], 1)


def test_a_machine_is_thanked_and_heard_by_nobody(client, lippe):
    answer = client.post(PAGE, filled(website="https://werbung.example"))

    assert (answer.status_code, Interest.objects.count()) == (303, 0)
    assert OutgoingMail.objects.count() == 0


def test_who_is_too_quick_is_asked_to_send_it_once_more(client, lippe):
    answer = client.post(PAGE, filled(opened=open_forms.stamp(timezone.now())))

    assert (answer.status_code, Interest.objects.count()) == (422, 0)


def test_the_fourth_of_a_mailbox_waits_and_keeps_what_it_typed(client, lippe):
    spellings = ["lea@example.org", "Lea@example.org", "lea+1@example.org", "lea+2@example.org"]

    answers = [client.post(PAGE, filled(contact_email=email)) for email in spellings]

    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "schon mehrere Nachrichten" in answers[-1].text
    assert 'value="Lea Muster"' in answers[-1].text
    assert Interest.objects.count() == 3


def test_the_eleventh_of_a_network_waits(client, lippe):
    answers = [
        client.post(PAGE, filled(contact_email=f"lea{number}@example.org")) for number in range(11)
    ]

    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert Interest.objects.count() == 10


# --- the page ------------------------------------------------------------------------------------
def test_the_page_knows_where_its_reader_came_from(client, lippe):
    f.TopicFactory(name="Ganztag", slug="ganztag")

    page = client.get(f"{PAGE}?kommune=lippe&thema=ganztag")

    assert 'value="Kreis Lippe"' in page.text
    assert '<option value="ganztag" selected>' in page.text
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("query", ["?kommune=gibt-es-nicht&thema=nirgends", "?kommune=&thema="])
def test_what_the_address_does_not_know_is_left_out(client, query):
    assert client.get(f"{PAGE}{query}").status_code == 200


def test_kommunen_are_offered_with_their_keys(client, lippe):
    f.MunicipalityFactory(kind="town", short_name="Detmold", ags="05766020")

    text = client.get(PAGE).text

    assert '<option value="Kreis Lippe">05766</option>' in text
    assert "Detmold" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_takes_two_queries(client, count, django_assert_num_queries):
    f.MunicipalityFactory.create_batch(count)
    f.TopicFactory.create_batch(count)

    with django_assert_num_queries(2):
        client.get(PAGE)


def test_the_way_to_the_form_stands_where_one_reads(client, lippe):
    round = f.PublishedRoundFactory()

    for address in ("/", "/werkstaetten/", round.get_absolute_url(), "/termine/"):
        assert f'href="{PAGE}"' in client.get(address).text
    assert f'href="{PAGE}?kommune=lippe"' in client.get(lippe.get_absolute_url()).text


# --- demand --------------------------------------------------------------------------------------
def interest_of(municipality=None, **facts):
    facts = {"municipality_text": "" if municipality else "Kreis Musterland", **facts}
    return f.InterestFactory(municipality=municipality, **facts)


def found():
    return demands(Interest.objects.unserved().with_names().order_by("pk"))


def test_a_kommune_counts_once_however_often_it_writes(lippe):
    interest_of(lippe)
    interest_of(lippe)
    interest_of(municipality_text="Stadt Ütz")
    interest_of(municipality_text="STADT ÜTZ ")

    [demand] = found()

    assert (demand.kommunen, demand.municipalities) == (["Kreis Lippe", "STADT ÜTZ"], [lippe])


def test_the_same_words_are_one_topic_and_a_topic_of_that_name_takes_them_in(lippe):
    topic = f.TopicFactory(name="Bildung im Alter", slug="bildung-im-alter")
    interest_of(lippe, topic=topic, topic_text="")
    interest_of(topic_text="bildung im Alter")
    interest_of(topic_text="!?")

    keys = [demand.key for demand in found()]

    assert keys[0] == "bildung-im-alter"
    assert keys[1].startswith("interesse-")


def test_four_kommunen_are_enough_and_three_are_not():
    for _ in range(3):
        interest_of(f.MunicipalityFactory())
    assert [demand.is_enough for demand in found()] == [False]

    interest_of(f.MunicipalityFactory())
    assert [demand.is_enough for demand in found()] == [True]


def test_what_became_a_round_is_wanted_no_more():
    interest_of(state="used")

    assert found() == []


def test_the_office_narrows_interests_down_to_a_topic(client):
    client.force_login(f.CoordinatorFactory())
    topic = f.TopicFactory(name="Ganztag", slug="ganztag")
    for _ in range(2):
        interest_of(f.MunicipalityFactory(), topic=topic, topic_text="")
    interest_of(topic_text="Anderes")

    page = client.get("/verwaltung/workshops/interest/?topic=ganztag")

    assert "Ganztag (2 Kommunen)" in page.text
    assert page.context["cl"].result_count == 2
