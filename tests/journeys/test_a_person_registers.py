"""Journeys 3 and 4: somebody registers, waits, moves up, and is forgotten on time."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from portal.dates import Period, berlin_day
from portal.models import OutgoingMail
from registrations.actions import erasure
from registrations.models import Registration
from tests import factories as f
from tests.registrations.browsers import link_to, person

pytestmark = pytest.mark.django_db
MINE = reverse("registrations:mine")


@pytest.fixture
def fair(settings):
    """A conference day with two places at the event and one in its workshop."""
    now = datetime.now().astimezone()
    day = Period.day(berlin_day(now + timedelta(days=60)))
    offer = f.OpenOfferFactory(places=2, title="Fachtag", when=day, place="Hamm", asks_needs=True)
    f.QuotaFactory(offer=offer, title="Dritte Orte", slot="Nachmittag", capacity=1)
    return offer


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def letters(number):
    mails = OutgoingMail.objects.filter(recipient=f"gast{number}@example.org").order_by("pk")
    return [mail.subject for mail in mails]


def register(offer, number, **more):
    """Form → mailbox → link → button; the browser is left at “my registration”."""
    client = Client()
    workshop = str(offer.quotas.get(is_main=False).pk)
    page = client.get(offer.get_absolute_url())
    assert "Anmeldung abschicken" in words(page)
    sent = client.post(offer.get_absolute_url(), person(number, slot1=workshop, **more))
    assert "Schauen Sie bitte in Ihr Postfach" in words(client.get(sent["Location"]))
    at_home = Client()
    assert at_home.get(link_to(f"gast{number}@example.org"))["Location"] == MINE
    assert "Stimmt das so?" in words(at_home.get(MINE))
    at_home.post(reverse("registrations:confirm"))
    return at_home


def test_a_person_registers_and_gets_a_place_with_its_calendar_entry(fair):
    client = register(fair, 1, diet="vegan")

    page = words(client.get(MINE))
    assert "Sie sind dabei." in page
    assert "Dritte Orte Platz bestätigt" in page
    assert letters(1) == [
        "Bitte bestätigen Sie Ihre Anmeldung: Fachtag",
        "Ihr Platz ist bestätigt: Fachtag",
    ]
    entry = Calendar.from_ical(client.get(reverse("registrations:calendar")).content)
    assert [str(event["uid"]) for event in entry.walk("VEVENT")] == [fair.calendar_uid]

    later = datetime.now().astimezone()
    assert erasure.forget_due(at=later + timedelta(days=75)).needs == 1
    assert erasure.forget_due(at=later + timedelta(days=500)).registrations == 1
    gone = Registration.objects.get()
    assert (gone.get_full_name(), gone.status) == ("", "confirmed")


def test_somebody_cancels_and_the_first_who_waits_moves_up_with_one_letter(fair):
    first, second, third = (register(fair, number) for number in (1, 2, 3))
    assert "Alle 2 Plätze von „Fachtag“ sind vergeben." in words(third.get(MINE))
    assert "Warteliste, Platz 1" in words(second.get(MINE))  # for the workshop
    before = {number: len(letters(number)) for number in (1, 2, 3)}

    assert "Möchten Sie wirklich absagen?" in words(first.get(reverse("registrations:cancel")))
    first.post(reverse("registrations:cancel"))

    assert "Ihre Anmeldung ist abgesagt" in words(first.get(MINE))
    assert "Dritte Orte Platz bestätigt" in words(second.get(MINE))
    assert "Sie sind dabei." in words(third.get(MINE))
    assert {number: len(letters(number)) - before[number] for number in (1, 2, 3)} == {
        1: 1,
        2: 1,
        3: 1,
    }
    assert (letters(2)[-1], letters(3)[-1]) == ("Sie sind nachgerückt: Fachtag",) * 2
