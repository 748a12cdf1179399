import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from portal.models import OutgoingMail
from tests.factories import (
    CoordinatorFactory,
    EditorFactory,
    MemberFactory,
    SuperuserFactory,
    UserFactory,
)
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN, CODE, CONFIRM = "/konto/login/", "/konto/login/code/", "/konto/login/code/confirm/"


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def only_code(mailoutbox):
    return re.search(r"\n\n *([A-Z0-9-]{6,})\n\n", mailoutbox[-1].body)[1]


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """What is posted inside is delivered at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize(
    ("make", "home"),
    [
        (UserFactory, "/teams/"),
        (lambda: MemberFactory().user, "/teams/"),
        (CoordinatorFactory, "/verwaltung/"),
        (EditorFactory, "/verwaltung/"),
        (SuperuserFactory, "/verwaltung/"),
    ],
    ids=["no team", "member", "coordinator", "editor", "superuser"],
)
def test_everybody_begins_where_their_work_is(client, make, home):
    assert sign_in(client, make())["Location"] == home


def test_a_code_signs_in_leads_on_and_is_blanked_when_sent(client, mailoutbox, sent):
    user = UserFactory()
    with sent():
        client.post(CODE, {"email": user.email, "next": "/teams/?ab=1"})
    code = only_code(mailoutbox)
    mail = OutgoingMail.objects.values().get()

    answer = client.post(CONFIRM, {"code": code, "next": "/teams/?ab=1"})

    assert code not in str(mail)
    assert (mail["recipient"], mail["state"], mail["sealed"]) == (user.email, "sent", "")
    assert (answer.status_code, answer["Location"]) == (302, "/teams/?ab=1")
    assert is_signed_in(client)


def test_a_code_that_waits_for_delivery_is_sealed(client):
    user = UserFactory()
    client.post(CODE, {"email": user.email})  # nothing is committed, so nothing is sent
    mail = OutgoingMail.objects.get()
    assert "⟦code⟧" in mail.text
    assert mail.sealed != ""


def test_a_wrong_code_gets_no_one_in_and_the_third_ends_the_attempt(client, mailoutbox, sent):
    with sent():
        client.post(CODE, {"email": UserFactory().email})
    answers = [client.post(CONFIRM, {"code": "AAAA-AAAA"}).status_code for _ in range(3)]
    late = client.post(CONFIRM, {"code": only_code(mailoutbox)})
    assert answers == [200, 200, 302]
    assert (late.status_code, is_signed_in(client)) == (302, False)


def test_a_code_serves_only_the_window_that_asked_for_it(client, mailoutbox, sent):
    with sent():
        client.post(CODE, {"email": UserFactory().email})
    stranger = Client()
    stranger.post(CONFIRM, {"code": only_code(mailoutbox)})
    assert not is_signed_in(stranger)


def test_an_unknown_address_gets_the_same_page_and_no_letter(client, mailoutbox, sent):
    with sent():
        answer = client.post(CODE, {"email": "niemand@example.org"}, follow=True)
    assert "niemand@example.org" in answer.content.decode()
    assert answer.redirect_chain == [(CONFIRM, 302)]
    assert mailoutbox == []


def test_an_account_that_is_switched_off_stays_out(client, mailoutbox, sent):
    user = UserFactory(is_active=False)
    sign_in(client, user)
    with sent():
        client.post(CODE, {"email": user.email})
    for mail in mailoutbox:
        client.post(CONFIRM, {"code": re.search(r"\n\n *([A-Z0-9-]{6,})\n\n", mail.body)[1]})
    assert not is_signed_in(client)


def test_the_link_to_a_new_password_works_once(client, mailoutbox, sent):
    user = UserFactory()
    with sent():
        client.post("/konto/password/reset/", {"email": user.email})
    assert "Er gilt einmal und eine Stunde lang." in mailoutbox[0].body
    link = re.search(r"http://127.0.0.1:8000(/\S+)", mailoutbox[0].body)[1]
    new = {"password1": "ein ganz anderes Kennwort", "password2": "ein ganz anderes Kennwort"}

    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], new)
    again = Client().get(link, follow=True)

    user.refresh_from_db()
    assert user.check_password("ein ganz anderes Kennwort")
    assert "Dieser Link gilt nicht mehr" in again.content.decode()


def test_sign_up_is_closed_and_says_why(client):
    page = client.get("/konto/signup/").content.decode()
    assert "Konten entstehen durch Einladung" in page
    assert "<input" not in page.partition("<main")[2].partition("</main>")[0]


def test_signing_out_needs_a_post_and_leaves_no_message_behind(client):
    sign_in(client, UserFactory())
    assert client.get("/konto/logout/").status_code == 200
    assert is_signed_in(client)

    answer = client.post("/konto/logout/")

    assert (answer["Location"], is_signed_in(client)) == ("/konto/login/?abgemeldet=1", False)
    assert "Sie sind abgemeldet." in client.get(answer["Location"]).text
    assert not [
        name for name, cookie in answer.cookies.items() if name == "messages" and cookie.value
    ]


def test_a_new_address_counts_after_its_code(client, mailoutbox, sent):
    user = UserFactory(email="alt@example.org")
    sign_in(client, user)
    client.post("/konto/email/", {"email": "neu@example.org", "action_add": ""})
    with sent():
        client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/email/"})
    user.refresh_from_db()
    before = user.email
    with sent():
        client.post("/konto/confirm-email/", {"code": only_code(mailoutbox)})

    user.refresh_from_db()
    assert (before, user.email) == ("alt@example.org", "neu@example.org")
    assert EmailAddress.objects.get().email == "neu@example.org"
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["neu@example.org"], "E\u2011Mail\u2011Adresse bestätigen"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/konto/login/",
        "/konto/login/code/",
        "/konto/password/reset/",
        "/konto/password/reset/done/",
        "/konto/password/reset/key/done/",
        "/konto/password/reset/key/1-falsch/",
        "/konto/signup/",
        "/konto/inactive/",
    ],
)
def test_pages_before_sign_in_are_ours_and_take_no_names(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "site-header" in page.content.decode()
    assert "messages" not in page.cookies


@pytest.mark.parametrize("words", [{}, {"login": "x" * 10_000, "password": "y"}, {"login": "\x00"}])
def test_bad_input_at_the_door_is_answered_in_words(client, words):
    page = client.post(LOGIN, words)
    assert page.status_code == 200
    assert "<title>Fehler: Anmelden" in page.content.decode()


@pytest.mark.parametrize("address", ["email/", "password/change/", "reauthenticate/", "logout/"])
def test_pages_of_an_account_are_kept_by_nobody(client, address):
    client.force_login(MemberFactory().user)
    assert client.get(f"/konto/{address}")["Cache-Control"] == "private, no-store"


def test_the_page_to_sign_in_on_is_open_and_kept_by_nobody(client):
    answer = client.get(LOGIN)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("address", ["/konto/logout/", "/verwaltung/logout/"])
def test_whoever_signs_out_leaves_nothing_in_the_browser(client, address):
    client.force_login(EditorFactory())
    before = client.get("/konto/logout/")
    after = client.post(address)

    assert "Clear-Site-Data" not in before
    assert after["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(client)
