"""Forms as a browser sends them, and links as a mailbox shows them."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import OutgoingMail
from portal.open_forms import stamp
from portal.seals import unseal


def opened(seconds=60):
    """The stamp of a form that was opened so long ago."""
    return stamp(timezone.now() - timedelta(seconds=seconds))


def person(number=1, **more):
    names = {"first_name": "Kim", "last_name": f"Gast{number}"}
    return {**names, "email": f"gast{number}@example.org", "opened": opened(), **more}


def send(client, offer, number=1, **more):
    return client.post(offer.get_absolute_url(), person(number, **more))


def link_to(email):
    """The link in the last letter to this address."""
    mail = OutgoingMail.objects.filter(recipient=email).order_by("pk").last()
    address = unseal(mail.sealed)["link"]
    return re.sub(r"^https?://[^/]+", "", address)


def at_own_page(email):
    """A fresh browser that has opened the link."""
    client = Client()
    client.get(link_to(email))
    return client


def confirmed(offer, number=1, **more):
    """Somebody who sent the form, opened the link and pressed the button."""
    send(Client(), offer, number, **more)
    client = at_own_page(f"gast{number}@example.org")
    client.post(reverse("registrations:confirm"))
    return client
