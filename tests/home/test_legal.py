import pytest

pytestmark = pytest.mark.django_db

PAGES = {
    "/impressum/": "Impressum",
    "/datenschutz/": "Datenschutz",
    "/barrierefreiheit/": "Erklärung zur Barrierefreiheit",
    "/leichte-sprache/": "Leichte Sprache",
    "/gebaerdensprache/": "Gebärdensprache",
}
OPERATOR = {
    "portal_name": "Werkstattportal",
    "claim": "Bildung vor Ort",
    "name": "Agentur am Fluss",
    "address": "Uferweg 3, 44137 Dortmund",
    "email": "post@agentur.example",
    "phone": "0231 4711",
    "responsible": "Alex Verantwortlich",
    "represented_by": "Kim Vertretung",
    "register": "VR 815, Amtsgericht Dortmund",
    "privacy_officer": "schutz@agentur.example",
    "funder": "Gefördert vom Land.",
    "logo": "",
}


@pytest.mark.parametrize(("address", "title"), PAGES.items())
def test_required_pages_answer_without_cookie_and_without_a_query(
    client, django_assert_num_queries, address, title
):
    with django_assert_num_queries(0):
        response = client.get(address)

    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in response.text
    assert response.cookies == {}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_to_all_required_pages(client, address):
    text = client.get(address).text

    assert [page for page in PAGES if f'href="{page}"' not in text] == []


def test_the_imprint_names_the_operator_of_the_settings(client, settings):
    settings.OPERATOR = OPERATOR

    text = client.get("/impressum/").text

    named = ["name", "address", "email", "phone", "responsible", "represented_by", "register"]
    assert [key for key in [*named, "funder"] if OPERATOR[key] not in text] == []


def test_the_privacy_page_names_whom_to_ask(client, settings):
    settings.OPERATOR = OPERATOR

    text = client.get("/datenschutz/").text

    assert '<a href="mailto:schutz@agentur.example">schutz@agentur.example</a>' in text
    assert "Art.\u00a077\u00a0DSGVO" in text.replace("77 DSGVO", "77\u00a0DSGVO")


def test_the_accessibility_statement_names_feedback_and_ombudsstelle(client, settings):
    settings.OPERATOR = OPERATOR

    text = client.get("/barrierefreiheit/").text

    assert '<a href="mailto:post@agentur.example?subject=Barriere%20im%20Portal">' in text
    assert 'href="https://www.lbbp.nrw.de/ombudsstelle"' in text


@pytest.mark.parametrize("address", ["/impressum/", "/datenschutz/", "/barrierefreiheit/"])
def test_examples_are_marked_in_the_demonstration_only(client, settings, address):
    note = "Name, Anschrift und Kontakt auf dieser Seite sind Beispiele"
    settings.DEMO = True
    in_demo = client.get(address).text
    settings.DEMO = False
    for_real = client.get(address).text

    assert (note in in_demo, note in for_real) == (True, False)
