import re

import pytest
from django.utils import translation

from tests.factories import CoordinatorFactory

pytestmark = pytest.mark.django_db


def marked(response):
    """Where the navigation says that we are."""
    header = response.text.partition("<header")[2].partition("</header>")[0]
    return re.findall(r'href="([^"]+)" aria-current="(\w+)"', header)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", []),
        ("/konferenzen/", [("/konferenzen/", "page")]),
        ("/konferenzen/fehlt/", [("/konferenzen/", "true")]),
        ("/berichte/", [("/berichte/", "page")]),
        ("/gibt/es/nicht/", []),
    ],
)
def test_the_navigation_says_where_one_is(client, address, said, signed_in):
    if signed_in:
        client.force_login(CoordinatorFactory(), "django.contrib.auth.backends.ModelBackend")

    assert marked(client.get(address)) == said


def test_who_signs_in_gets_a_header_of_their_own_and_leaves_none_behind(client):
    stranger = client.get("/berichte/").text
    user = CoordinatorFactory()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    own = client.get("/berichte/").text
    client.logout()

    assert [str(user) in text for text in (stranger, own)] == [False, True]
    assert client.get("/berichte/").text == stranger


def test_the_frame_is_kept_by_language(client):
    with translation.override("en"):
        english = client.get("/berichte/").text

    assert [word in english for word in ("Skip to content", "Zum Inhalt")] == [True, False]
    assert ">Sign in</a>" in english
    assert ">Anmelden</a>" in client.get("/berichte/").text


def test_the_frame_follows_the_operator(client, settings):
    settings.OPERATOR = settings.OPERATOR | {"portal_name": "Anderer Name", "funder": "Das Land"}

    text = client.get("/berichte/").text

    assert (text.count("<span>Anderer Name"), text.count("<p>Das Land</p>")) == (2, 1)
