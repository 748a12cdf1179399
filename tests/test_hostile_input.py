"""Whatever stands in an address: a page, or a refusal in German; never a fault of ours."""

import pytest
from django.urls import reverse

from tests.test_url_by_role import TABLE
from tests.world import build

pytestmark = pytest.mark.django_db

WILD = [
    "%00",
    "a%00b",
    "%ED%A0%80",  # a lone surrogate
    "%FF%FE",
    "A" * 5_000,
    "99999999999999999999999999",
    "-1",
    "0",
    "1e9",
    "%27%20OR%201%3D1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "..%2F..%2Fetc%2Fpasswd",
    "%F0%9F%92%A9",
    "%0D%0AFake:%20header",
    "%E2%80%AE",
    "__proto__",
]
PLACES = [
    "/werkstaetten/{}/",
    "/werkstaetten/{}/1/",
    "/werkstaetten/werkstatt/{}/",
    "/werkstaetten/werkstatt/1/{}/",
    "/kommunen/{}/",
    "/berichte/{}/",
    "/personen/{}/",
    "/themen/{}/",
    "/konferenzen/{}/",
    "/downloads/{}/x.pdf",
    "/bilder/{}/480.webp",
    "/teams/{}/",
    "/cockpit/{}/",
    "/cockpit/{0}/tage/{0}/agenda/",
    "/teams/{0}/meilensteine/{0}/eintragen/",
    "/teams/{0}/arbeitsblaetter/{0}/",
    "/teams/{0}/arbeitsblaetter/neu/{0}/",
    "/ueberblick/{}/",
    "/teams/{0}/meilensteine/{0}/werte/{0}/",
    "/teams/{0}/meilensteine/uebernehmen/{0}/",
    "/teams/{0}/zeitleiste/",
    "/verwaltung/workshops/round/{}/change/",
    "/verwaltung/{}/",
    "/{}/",
]
PARAMETERS = ["seite", "q", "name", "thema", "jahr", "art", "bezirk", "stand", "berichtigt", "next"]
PARAMETERS += [
    "nur",
    "neu",
    "o",
    "p",
    "_changelist_filters",
    "round__id__exact",
    "first_day__year",
    "e",
]


@pytest.fixture
def superuser(client):
    client.force_login(
        build().users["superuser"], backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.mark.parametrize("place", PLACES)
def test_a_wild_address_is_not_found_or_a_bad_request(superuser, place):
    answers = {wild: superuser.get(place.format(wild)).status_code for wild in WILD}

    assert {wild: code for wild, code in answers.items() if code not in {301, 302, 400, 404}} == {}


@pytest.mark.parametrize("wild", WILD)
def test_wild_parameters_break_no_page(client, wild):
    """All parameters that any page knows at once; those of the others are nothing to a page."""
    world = build()
    client.force_login(
        world.users["superuser"], backend="django.contrib.auth.backends.ModelBackend"
    )
    addresses = {
        reverse(name, args=arguments(world.things.get(thing)) if arguments else None)
        for name, thing, arguments, *_answers in TABLE
        if not name.startswith(("account_", "health", "ready"))
    } | {"/verwaltung/workshops/round/", "/verwaltung/workshops/meeting/", "/konto/login/"}
    query = "&".join(f"{parameter}={wild}" for parameter in PARAMETERS)
    broken = {}
    for address in sorted(addresses):
        response = client.get(f"{address}?{query}")
        b"".join(response)
        if response.status_code >= 500:
            broken[address] = response.status_code

    assert broken == {}


@pytest.mark.parametrize("body", [b"\x00\xff\xfe", b"a=%00&b=%ED%A0%80", b"=&=&&&", b"a" * 10_000])
def test_a_wild_form_breaks_no_page(client, body):
    world = build()
    member = world.users["member"]
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    log = reverse(
        "workshops:log",
        args=[world.things["team"].public_id, world.things["milestone"].public_id],
    )
    kind = "application/x-www-form-urlencoded"

    codes = {
        path: client.post(path, body, content_type=kind).status_code
        for path in (log, "/konto/login/")
    }

    assert {path: code for path, code in codes.items() if code >= 500} == {}


@pytest.mark.parametrize("wild", ["\x00", "x" * 10_000, "Zeile\r\nBcc: a@example.org", "\u202e"])
def test_wild_words_in_a_log_entry_are_saved_clean_or_refused_in_german(client, wild):
    world = build()
    client.force_login(world.users["member"], backend="django.contrib.auth.backends.ModelBackend")
    milestone = world.things["milestone"]
    log = reverse("workshops:log", args=[world.things["team"].public_id, milestone.public_id])
    words = {"status": "progress", "status_seen": "planned", "note": wild, "hurdle": wild}

    response = client.post(log, words)

    assert response.status_code in {303, 422}
    kept = [entry.hurdle for entry in milestone.entries.all()]
    assert [hurdle for hurdle in kept if "\n" in hurdle or "\x00" in hurdle] == []
