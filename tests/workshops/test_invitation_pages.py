"""The link of an invitation, and what it lets somebody do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import User
from portal.models import OutgoingMail
from portal.seals import unseal
from tests import factories as f
from tests.factories.people import PASSWORD
from tests.workshops.invited import ACCEPT, invited, new_account, opened
from tests.workshops.rooms import shown
from workshops.actions import invitations
from workshops.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return f.TeamFactory(municipality__short_name="Kreis Lippe")


@pytest.fixture
def link(team):
    return invited(team, timezone.now(), message="Schön, dass Sie <dabei> sind.")[1]


# --- the link ------------------------------------------------------------------------------------
def test_the_link_leads_on_to_an_address_without_the_token(client, link):
    answer = client.get(link)

    assert (answer.status_code, answer["Location"]) == (303, ACCEPT)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store"
    token = link.split("/")[2]
    assert token not in str(dict(client.session))


def test_a_scanner_that_fetches_the_link_uses_nothing_up(team, link):
    for _scanner in range(3):
        opened(link).get(ACCEPT)
        Client().head(link)

    assert opened(link).post(ACCEPT, new_account()).status_code == 303
    assert team.members.count() == 1


def test_the_page_says_who_invites_to_what(link):
    page = opened(link).get(ACCEPT)

    words = shown(page)
    assert "In das Team Kreis Lippe" in words
    assert "Schön, dass Sie <dabei> sind." in words
    assert page["Referrer-Policy"] == "same-origin"  # else browsers send the form without an origin


def test_without_a_link_there_is_nothing_to_accept(client):
    answers = [client.get(ACCEPT), client.post(ACCEPT, new_account())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "führt nirgendwohin" in shown(answers[0])
    assert User.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "ä" * 400, "annehmen2"])
def test_a_token_that_nobody_made_is_not_found(client, token):
    assert client.get(f"/einladung/{token}/").status_code in {400, 404}


def test_a_link_that_is_over_says_so(client, team, link):
    person = f.CoordinatorFactory()
    invitation = team.invitations.get()

    def answer():
        page = client.get(link)
        return page.status_code, shown(page)

    ticket = invitation.invitation
    ticket.created_at, ticket.expires_at = (
        timezone.now() - timedelta(days=15),
        timezone.now() - timedelta(seconds=1),
    )
    ticket.save()
    assert (answer()[0], "abgelaufen" in answer()[1]) == (410, True)

    invitations.resend(invitation=invitation, by=person, at=timezone.now())
    assert answer()[0] == 404

    invitations.withdraw(invitation=invitation, by=person, at=timezone.now())


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (
            lambda team, by: invitations.withdraw(
                invitation=team.invitations.get(), by=by, at=timezone.now()
            ),
            "wurde zurückgezogen",
        ),
        (
            lambda team, by: Team.objects.filter(pk=team.pk).update(state="left", left_reason="x"),
            "nimmt nicht mehr am Durchgang teil",
        ),
        (
            lambda team, by: type(team.round).objects.update(phase="finished"),
            "ist zu Ende",
        ),
    ],
)
def test_what_ended_meanwhile_is_gone_before_and_after_the_link_was_opened(
    team, link, ending, said
):
    before = opened(link)
    ending(team, f.CoordinatorFactory())

    answers = [Client().get(link), before.get(ACCEPT), before.post(ACCEPT, new_account())]

    assert [(answer.status_code, said in shown(answer)) for answer in answers] == [(410, True)] * 3
    assert team.members.count() == 0


def test_whoever_accepted_reads_that_they_have_already(team, link):
    browser = opened(link)
    browser.post(ACCEPT, new_account())

    again = Client().get(link)

    assert (again.status_code, "schon angenommen" in shown(again)) == (410, True)
    assert browser.get(ACCEPT).status_code == 404


def test_after_thirty_guesses_a_minute_it_is_too_often_even_with_the_right_one(client, link):
    codes = [client.get(f"/einladung/{number:043d}/").status_code for number in range(30)]

    assert set(codes) == {404}
    assert client.get(link).status_code == 429


# --- without an account --------------------------------------------------------------------------
def test_a_password_makes_an_account_and_leads_into_the_room(team, link):
    browser = opened(link)

    answer = browser.post(ACCEPT, new_account())

    assert (answer.status_code, answer["Location"]) == (303, team.get_absolute_url())
    room = browser.get(team.get_absolute_url())
    assert room.status_code == 200
    assert room.context["user"].email == "neu@example.org"
    again = Client()
    again.post("/konto/login/", {"login": "neu@example.org", "password": "ein langes Kennwort"})
    assert again.get(team.get_absolute_url()).status_code == 200


def test_a_code_leads_into_the_room(team, link):
    browser = opened(link)

    answer = browser.post(ACCEPT, new_account(way="code", password=""))

    assert answer["Location"].startswith("/konto/login/code/confirm/?next=")
    code = unseal(OutgoingMail.objects.get(is_sign_in=True).sealed)["code"]
    answer = browser.post(answer["Location"], {"code": code})
    assert answer["Location"] == team.get_absolute_url()
    assert browser.get(team.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_name": ""}, "zwingend erforderlich"),
        ({"password": ""}, "Bitte wählen Sie ein Passwort"),
        ({"password": "kurz"}, "zu kurz"),
        ({"password": "neu@example.org"}, "ähnlich"),
        ({"way": "brieftaube"}, "gültige Auswahl"),
        ({"last_name": "x" * 10_000}, "höchstens 80"),
        ({"password": "x" * 10_000}, "höchstens 200"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(link, wrong, said):
    answer = opened(link).post(ACCEPT, new_account(**wrong))

    assert (answer.status_code, said in shown(answer)) == (422, True)
    assert 'value="Bildungsbüro"' in answer.text
    assert not User.objects.filter(email="neu@example.org").exists()


# --- with an account -----------------------------------------------------------------------------
def test_whoever_has_an_account_signs_in_first_and_accepts_with_one_press(team, link):
    f.UserFactory(email="neu@example.org")
    browser = opened(link)
    page = browser.get(ACCEPT)
    assert "/konto/login/?next=/einladung/annehmen/" in page.text
    assert browser.post(ACCEPT, new_account()).status_code == 422

    signed_in = browser.post(
        f"/konto/login/?next={ACCEPT}", {"login": "neu@example.org", "password": PASSWORD}
    )
    assert signed_in["Location"] == ACCEPT
    answer = browser.post(ACCEPT, {"function": "Schulamt"})

    assert answer["Location"] == team.get_absolute_url()
    member = team.members.get()
    assert (member.function, User.objects.filter(email__iexact="neu@example.org").count()) == (
        "Schulamt",
        1,
    )


def test_another_account_is_told_to_sign_out(client, team, link):
    client.force_login(f.UserFactory(email="andere@example.org"))
    client.get(link)

    page = client.get(ACCEPT)
    pressed = client.post(ACCEPT, {"function": ""})

    assert "Sie sind mit einer anderen Adresse angemeldet" in shown(page)
    assert (pressed.status_code, team.members.count()) == (422, 0)


def test_an_account_that_is_shut_is_told_so(link):
    f.UserFactory(email="neu@example.org", is_active=False)

    assert "ist stillgelegt" in shown(opened(link).get(ACCEPT))
