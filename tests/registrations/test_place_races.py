"""Everybody at once, in real processes: exact with the lock, overbooked without it."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from portal.models import OutgoingMail
from registrations.actions import places
from registrations.models import Place, Quota, Registration
from tests import factories as f
from tests.registrations.people import come, names_in, ranks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts, lock=True):
    """What became of each act, all begun at the same moment."""
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.registrations.crowd",
            json.dumps({"lock": lock, "acts": acts}),
        ],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return Counter(json.loads(done.stdout))


def fifty(offer):
    return [["register", {"offer": offer.pk, "number": number}] for number in range(50)]


def waiting(offer, count, now):
    """People in line, one after the other."""
    return [come(offer, number, now) for number in range(count)]


def test_fifty_at_once_on_five_places_are_five_and_forty_five_in_line():
    offer = f.OpenOfferFactory(places=5)

    assert at_once(*fifty(offer)) == Counter(done=50)

    assert Counter(offer.registrations.values_list("status", flat=True)) == Counter(
        confirmed=5, waiting=45
    )
    assert sorted(ranks(offer, timezone.now()).values()) == list(range(1, 46))
    said = Counter(mail.occasion.split(":")[0] for mail in OutgoingMail.objects.all())
    assert said == Counter({"registration-confirm": 50, "registration-standing": 50})


def test_without_the_lock_the_same_fifty_overbook():
    offer = f.OpenOfferFactory(places=5)

    at_once(*fifty(offer), lock=False)

    assert Place.objects.filter(quota__offer=offer, status__in=Place.TAKING).count() > 5


def test_three_cancellations_and_two_more_places_let_exactly_five_move_up():
    offer, steward, now = f.OpenOfferFactory(places=4), f.CoordinatorFactory(), timezone.now()
    inside = waiting(offer, 14, now)[:3]
    OutgoingMail.objects.all().delete()
    more = {"of": offer.quotas.get().pk, "capacity": 6, "by": steward.pk}

    said = at_once(
        *(["cancel", {"registration": one.pk}] for one in inside), ["set_capacity", more]
    )

    assert said == Counter(done=4)
    assert names_in(offer) == ["Gast3", *(f"Gast{number}" for number in range(4, 9))]
    assert ranks(offer, timezone.now()) == {f"Gast{number + 8}": number for number in range(1, 6)}
    told = Counter(OutgoingMail.objects.values_list("recipient", flat=True))
    assert told == Counter(f"gast{number}@example.org" for number in [0, 1, 2, *range(4, 9)])


def test_the_last_places_of_two_overlapping_sessions_go_to_one_person_each():
    offer, now = f.OpenOfferFactory(places=10), timezone.now()
    one, other = (f.QuotaFactory(offer=offer, capacity=1, slot="Nachmittag") for _n in range(2))
    person = come(offer, 1, now)

    said = at_once(
        ["choose", {"registration": person.pk, "sessions": [one.pk]}],
        ["choose", {"registration": person.pk, "sessions": [other.pk]}],
        ["register", {"offer": offer.pk, "number": 2, "sessions": [one.pk]}],
        ["register", {"offer": offer.pk, "number": 3, "sessions": [one.pk]}],
        ["register", {"offer": offer.pk, "number": 4, "sessions": [other.pk]}],
        ["register", {"offer": offer.pk, "number": 5, "sessions": [other.pk]}],
    )

    assert said == Counter(done=6)
    held = Place.objects.filter(quota__in=[one, other], status="confirmed")
    assert Counter(held.values_list("quota", flat=True)) == Counter([one.pk, other.pk])
    of_person = person.places.filter(quota__in=[one, other]).current()
    assert of_person.count() == 1


def test_the_same_form_sent_ten_times_at_once_makes_one_registration_and_one_letter():
    offer = f.OpenOfferFactory(places=5)

    said = at_once(*([["register", {"offer": offer.pk, "number": 1, "key": "same"}]] * 10))

    assert said == Counter(done=10)
    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_opposite_moves_between_two_offers_do_not_wait_for_each_other():
    offers = [f.OpenOfferFactory(places=3) for _number in range(2)]
    steward, now = f.CoordinatorFactory(), timezone.now()
    people = [come(offers[number % 2], number, now) for number in range(12)]

    said = at_once(
        *(
            ["move", {"registration": one.pk, "to": offers[1 - number % 2].pk, "by": steward.pk}]
            for number, one in enumerate(people)
        )
    )

    assert said == Counter(done=12)
    taken = {quota.taken for quota in Quota.objects.with_occupancy(timezone.now())}
    assert taken == {3}
    assert places.Place.objects.in_line(timezone.now()).count() == 6
