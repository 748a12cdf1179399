"""What one can register for in the demonstration."""

from collections import Counter

import pytest

from conferences.models import Conference
from registrations.models import Offer, Registration, offering
from workshops.models import Meeting

pytestmark = pytest.mark.django_db


def shown(slug, now):
    return offering(Offer.objects.get(slug=slug), now)


def test_a_conference_is_open_with_three_slots_to_choose_from(demonstration):
    found = shown("demonstrations-konferenz", demonstration)

    assert found.takes_more
    assert (found.main.capacity, found.main.taken) == (120, 23)
    slots = Counter(session.slot for session in found.sessions)
    assert slots == {
        "Erster Tag, 11:30 Uhr": 3,
        "Erster Tag, 15:15 Uhr": 3,
        "Zweiter Tag am Vormittag": 3,
    }
    popular = next(session for session in found.sessions if session.is_full)
    assert (popular.title, popular.waiting) == ("Der Nachmittag gehört auch dem Sportverein", 4)
    assert Conference.objects.get(offer=found.offer).slug == "demonstrations-konferenz"


def test_a_full_one_has_people_waiting(demonstration):
    found = shown("praxisgespraech-bildungsberichte", demonstration)

    assert (found.is_full, found.takes_more, found.main.next_rank) == (True, True, 4)


def test_the_next_day_of_a_round_is_for_its_closed_group(demonstration):
    meeting = Meeting.objects.get(offer__slug="fachkraefte-2-werkstatttag")

    assert offering(meeting.offer, demonstration).state == "closed"
    assert (meeting.is_demo, meeting.offer.title) == (True, meeting.title)


def test_one_has_five_places_and_nothing_but_the_standard_fields(demonstration):
    found = shown("fuenf-plaetze", demonstration)

    assert (found.main.free, found.sessions, found.offer.asks_needs) == (5, (), False)
    assert (found.offer.questions.count(), found.offer.consent_requests.count()) == (0, 0)
    assert found.offer.terms.count() == 0


def test_everybody_is_invented_and_every_offer_says_so(demonstration):
    assert set(Offer.objects.values_list("is_demo", flat=True)) == {True}
    emails = Registration.objects.values_list("email", flat=True)
    assert {email.rpartition("@")[2] for email in emails} == {"example.org"}
