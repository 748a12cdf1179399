"""How the tests follow the link of an invitation."""

import re

from django.test import Client

from portal.models import OutgoingMail
from portal.seals import unseal
from tests.factories import CoordinatorFactory
from workshops.actions import invitations

ACCEPT = "/einladung/annehmen/"
HOUSE = "http://127.0.0.1:8000"


def link_in(mail):
    """The path of the link in a mail that was delivered."""
    return re.search(rf"{HOUSE}(/einladung/\S+)", mail.body)[1]


def sealed_link(email):
    """The same of the latest invitation that waits in the outbox."""
    letters = OutgoingMail.objects.filter(occasion__startswith="team-invitation:")
    return unseal(letters.filter(recipient=email).latest("pk").sealed)["link"].removeprefix(HOUSE)


def invited(team, at, email="neu@example.org", **facts):
    """An open invitation and the path of its link."""
    facts.setdefault("by", CoordinatorFactory())
    invitation = invitations.invite(team=team, email=email, at=at, **facts)
    return invitation, sealed_link(email)


def new_account(**values):
    return {
        "first_name": "Lea",
        "last_name": "Neumann",
        "function": "Bildungsbüro",
        "way": "password",
        "password": "ein langes Kennwort",
        **values,
    }


def opened(path):
    """A browser that has followed the link."""
    client = Client()
    assert client.get(path).status_code == 303
    return client
