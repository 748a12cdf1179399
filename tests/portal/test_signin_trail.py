import inspect
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal import audit, periodic, signin_trail
from portal.models import AuditEntry
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN, CODE, CONFIRM = "/konto/login/", "/konto/login/code/", "/konto/login/code/confirm/"


@pytest.fixture
def user():
    return UserFactory(email="lea@example.org")


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """What is posted inside is delivered at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def sign_in(client, login="lea@example.org", password=PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def trail():
    """What happened to whom, by whom, oldest first."""
    rows = AuditEntry.objects.order_by("pk")
    return [(row.what.removeprefix("account."), row.subject, row.by_id) for row in rows]


def test_coming_and_going_is_noted(client, user):
    sign_in(client)
    client.post("/konto/logout/")

    subject = f"people.user:{user.pk}"
    assert trail() == [("signed_in", subject, user.pk), ("signed_out", subject, user.pk)]


def test_a_wrong_password_is_noted_with_the_account_but_without_its_address(client, user):
    sign_in(client, login="LEA@example.org", password="falsch")

    assert trail() == [("sign_in_failed", f"people.user:{user.pk}", None)]
    assert AuditEntry.objects.get().actor == "user"
    assert "lea@" not in str(AuditEntry.objects.values().get()).lower()


def test_an_unknown_address_at_the_door_is_noted_without_it(client):
    sign_in(client, login="niemand@example.org")

    assert trail() == [("sign_in_failed", "people.user", None)]
    assert "niemand" not in str(AuditEntry.objects.values().get())


def test_a_code_that_is_wrong_and_one_that_is_right_are_noted(client, user, mailoutbox, sent):
    with sent():
        client.post(CODE, {"email": user.email})
    client.post(CONFIRM, {"code": "AAAA-AAAA"})
    code = re.search(r"\n\n *([A-Z0-9-]{6,})\n\n", mailoutbox[0].body)[1]
    client.post(CONFIRM, {"code": code})

    subject = f"people.user:{user.pk}"
    assert trail() == [("sign_in_failed", subject, None), ("signed_in", subject, user.pk)]


def test_a_new_password_is_noted(client, user):
    sign_in(client)
    new = "ein noch längeres Kennwort"
    facts = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/konto/password/change/", facts)

    assert trail()[1:] == [("password_changed", f"people.user:{user.pk}", user.pk)]
    assert AuditEntry.objects.first().fields == ["password"]


def test_a_password_chosen_anew_by_link_is_noted(client, user, mailoutbox, sent):
    with sent():
        client.post("/konto/password/reset/", {"email": user.email})
    link = re.search(r"http://127.0.0.1:8000(/\S+)", mailoutbox[0].body)[1]
    page = client.get(link, follow=True)
    new = "ein ganz anderes Kennwort"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert trail()[0] == ("password_changed", f"people.user:{user.pk}", user.pk)


def test_a_new_address_is_noted_once_without_it(client, user, mailoutbox, sent):
    sign_in(client)
    client.post("/konto/email/", {"email": "neu@example.org", "action_add": ""})
    with sent():
        client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/email/"})
    code = re.search(r"\n\n *([A-Z0-9-]{6,})\n\n", mailoutbox[-1].body)[1]
    client.post("/konto/confirm-email/", {"code": code})

    assert trail()[1:] == [("address_changed", f"people.user:{user.pk}", user.pk)]
    assert "neu@" not in str(list(AuditEntry.objects.values()))


def test_looking_at_the_door_is_not_noted(client, user):
    client.get(LOGIN)
    client.post(LOGIN, {"login": "", "password": ""})
    Client().post("/konto/logout/")

    assert trail() == []


def test_the_trail_is_forgotten_when_it_was_kept_long_enough(client, user, settings):
    settings.SIGN_IN_TRAIL_DAYS = 90
    sign_in(client)
    sign_in(Client(), password="falsch")
    now = timezone.now()
    audit.record("round.published", user, by=user, at=now)

    periodic.forget_sign_ins(now + timedelta(days=89))
    assert [what for what, *_ in trail()] == ["signed_in", "sign_in_failed", "round.published"]
    periodic.forget_sign_ins(now + timedelta(days=91))
    assert [what for what, *_ in trail()] == ["round.published"]


def test_every_kind_of_the_trail_is_one_that_is_forgotten():
    source = inspect.getsource(signin_trail)

    assert set(re.findall(r'"(account\.\w+)"', source)) == set(signin_trail.TRAIL)
