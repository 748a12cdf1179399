# ruff: noqa: E501 - tables of examples, one line each
import re

import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import resolve_url
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import OutgoingMail
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN, RESET, CODE = "/konto/login/", "/konto/password/reset/", "/konto/login/code/"


@pytest.fixture
def user():
    return UserFactory(email="lea@example.org")


HOME = resolve_url(settings.LOGIN_REDIRECT_URL)


def sign_in(client, password=PASSWORD, login="lea@example.org", **more):
    return client.post(LOGIN, {"login": login, "password": password}, **more)


def ask(client, address, email, run, **more):
    with run(execute=True):
        return client.post(address, {"email": email}, **more)


def test_an_invited_account_signs_in_with_its_password(client, user):
    assert sign_in(client)["Location"] == HOME
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_code_comes_by_mail_and_lies_nowhere_in_clear(
    client, user, mailoutbox, django_capture_on_commit_callbacks
):
    ask(client, CODE, "lea@example.org", django_capture_on_commit_callbacks)
    assert [one.to for one in mailoutbox] == [["lea@example.org"]]
    code = re.search(r"\n\n +(\S{6,})\n\n", mailoutbox[0].body)[1]
    row = OutgoingMail.objects.values().get()
    assert code not in str(row)
    assert (row["is_sign_in"], row["sealed"]) == (True, "")
    client.post("/konto/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_link_to_a_new_password_knows_only_the_base_url(
    client, user, mailoutbox, settings, django_capture_on_commit_callbacks
):
    settings.BASE_URL = "https://portal.example.org"
    forged = {"headers": {"host": "localhost", "x-forwarded-host": "boese.example"}}
    ask(client, RESET, "lea@example.org", django_capture_on_commit_callbacks, **forged)
    body = mailoutbox[0].body
    links = re.findall(r"https?://[^/\s]+", body)
    assert set(links) == {"https://portal.example.org"}
    assert "boese" not in body + mailoutbox[0].alternatives[0].content


@pytest.mark.parametrize("address", [RESET, CODE])
def test_an_unknown_address_gets_the_same_answer(
    client, user, address, django_capture_on_commit_callbacks
):
    known = ask(client, address, "lea@example.org", django_capture_on_commit_callbacks)
    unknown = ask(Client(), address, "niemand@example.org", django_capture_on_commit_callbacks)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("address", [RESET, CODE])
def test_a_stranger_gets_no_letter_but_waits_as_long(
    client, user, address, mailoutbox, django_capture_on_commit_callbacks
):
    letters = []
    for who in ["lea@example.org", "niemand@example.org"]:
        with CaptureQueriesContext(connection) as asked:
            ask(Client(), address, who, django_capture_on_commit_callbacks)
        letters.append(sum('INSERT INTO "portal_outgoingmail"' in q["sql"] for q in asked))

    assert letters == [1, 1]
    assert [one.to for one in mailoutbox] == [["lea@example.org"]]
    assert OutgoingMail.objects.count() == 1


def test_a_wrong_password_says_the_same_for_known_and_unknown_addresses(client, user):
    pages = [
        re.sub(r'value="[^"]*"', "", sign_in(Client(), "falsch", login).content.decode())
        for login in ("lea@example.org", "niemand@example.org")
    ]
    assert pages[0] == pages[1]


def test_after_five_wrong_passwords_even_the_right_one_waits(client, user):
    for _attempt in range(5):
        assert sign_in(client, "falsch").status_code != 429
    locked = sign_in(Client(REMOTE_ADDR="127.0.0.9"))
    assert locked.status_code == 429
    assert "Zu viele Versuche" in locked.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_forged_forwarding_header_gives_no_new_attempts(client, user):
    for attempt in range(10):
        sign_in(client, "falsch", f"x{attempt}@example.org", headers={"x-forwarded-for": f"10.0.0.{attempt}"})  # fmt: skip
    assert sign_in(client, headers={"x-forwarded-for": "10.0.1.1"}).status_code == 429


@pytest.mark.parametrize(
    "target",
    ["//e.de", "https:e.de", "/\\e.de", "\t//e.de", "https://127.0.0.1@e.de", "///e.de",
     "javascript:alert(1)", "https://localhost/", "http:///e.de"],
)  # fmt: skip
def test_sign_in_leads_to_no_other_house(client, user, target):
    answer = client.post(f"{LOGIN}?next={target}", {"login": user.email, "password": PASSWORD, "next": target})  # fmt: skip
    assert answer["Location"] == HOME


def test_sign_in_leads_where_one_wanted_to_go(client, user):
    answer = client.post(f"{LOGIN}?next=/teams/7/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/teams/7/"


def test_nobody_signs_up(client):
    facts = {"email": "neu@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert "neu@" not in client.post("/konto/signup/", facts).content.decode()
    assert client.login(email="neu@example.org", password=PASSWORD) is False


def test_a_session_gets_a_new_name_at_sign_in_and_dies_at_sign_out(client, user):
    client.get(LOGIN)
    before = client.cookies.get("session")
    sign_in(client)
    during = client.cookies["session"].value
    client.post("/konto/logout/")
    thief = Client()
    thief.cookies["session"] = during
    assert before is None or before.value != during
    assert thief.get("/verwaltung/").status_code == 302


def test_a_get_signs_nobody_out(client, user):
    sign_in(client)
    client.get("/konto/logout/")
    assert "_auth_user_id" in client.session


def test_the_owner_hears_of_a_new_password(
    client, user, mailoutbox, django_capture_on_commit_callbacks
):
    sign_in(client)
    new = "ein noch längeres Kennwort"
    facts = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/password/change/", facts)
    assert [(one.to, one.subject) for one in mailoutbox] == [
        (["lea@example.org"], "Das Passwort Ihres Kontos wurde geändert")
    ]
