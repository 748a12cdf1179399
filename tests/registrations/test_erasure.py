"""Forgetting people: on request and on time."""

from datetime import date, timedelta

import pytest
from django.db import connection

from portal.dates import Period
from portal.models import OutgoingMail
from registrations.actions import erasure, registrations
from registrations.models import Registration, Retention, SupportNeed
from tests import factories as f
from tests.registrations.people import AT, HOUR, come, names_in, register

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)
MARK = "Erna-Löschmich-7f3"


def everything():
    """All texts of all tables."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            texts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(texts)


def marked(offer, **more):
    question = f.QuestionToRegistrantsFactory(offer=offer)
    said = {"answers": {question.pk: MARK}, "diet": MARK, "organisation": MARK, "function": MARK}
    return come(offer, 1, first_name=MARK, email="erna-7f3@example.org", **said, **more)


def test_who_wants_to_be_forgotten_is_found_nowhere_any_more():
    offer = f.OpenOfferFactory(places=1)
    registration = marked(offer, municipality=f.MunicipalityFactory())
    OutgoingMail.objects.update(state="sent", sent_at=AT, sealed="")
    assert MARK in everything()

    erasure.erase(registration=registration, at=AT + HOUR)

    assert MARK not in everything()
    assert "erna-7f3" not in everything()
    registration.refresh_from_db()
    assert (registration.status, registration.municipality is None) == ("cancelled", False)


def test_being_forgotten_frees_the_place():
    offer = f.OpenOfferFactory(places=1)
    first = come(offer, 1)
    come(offer, 2, AT + HOUR)

    erasure.erase(registration=first, at=AT + 2 * HOUR)
    erasure.erase(registration=first, at=AT + 3 * HOUR)

    assert names_in(offer) == ["Gast2"]


def test_letters_that_still_wait_are_not_sent_to_the_forgotten():
    registration = come(f.OpenOfferFactory(places=1), 1)

    erasure.erase(registration=registration, at=AT + HOUR)

    assert OutgoingMail.objects.count() == 0


def at_day(days):
    return AT.replace(month=5, day=4) + timedelta(days=days)


def crowd():
    offer = f.OpenOfferFactory(places=1, when=Period.day(DAY))
    marked(offer)
    come(offer, 2, AT + HOUR)
    registrations.cancel(registration=come(offer, 3, AT + 2 * HOUR), at=AT + 3 * HOUR)
    register(offer, 4, AT + 4 * HOUR)
    come(offer, 5, AT + 40 * HOUR)  # by now number 4 ran out
    return offer


def due(days):
    report = erasure.forget_due(at=at_day(days), dry_run=True)
    return {name: count for name, count in report.__dict__.items() if count}


def test_each_kind_of_data_is_due_after_its_own_time():
    crowd()

    assert due(-1) == {"unconfirmed": 1}
    assert due(14) == {"unconfirmed": 1}
    assert due(15) == {"unconfirmed": 1, "needs": 1}
    assert due(31) == {"unconfirmed": 1, "needs": 1, "without_place": 2, "cancelled": 1}
    assert due(181)["answers"] == 1
    assert due(366)["registrations"] == 1


def test_a_dry_run_changes_nothing_and_a_second_run_finds_nothing():
    crowd()
    erasure.forget_due(at=at_day(400), dry_run=True)
    assert (Registration.objects.known().count(), SupportNeed.objects.count()) == (5, 1)

    assert erasure.forget_due(at=at_day(400)).total == 7
    assert erasure.forget_due(at=at_day(400)).total == 0

    assert MARK not in everything()
    assert list(Registration.objects.order_by("pk").values_list("status", flat=True)) == [
        "confirmed",
        "waiting",
        "cancelled",
        "cancelled",
        "waiting",
    ]


def test_the_office_sets_its_own_periods():
    crowd()
    Retention.objects.create(kind="registration", days=10)

    assert due(11)["registrations"] == 1


def test_needs_are_seen_by_the_stewards_of_the_offer_and_only_until_they_are_deleted():
    offer = crowd()
    steward, former = f.CoordinatorFactory(), f.UserFactory()
    offer.stewards.add(steward, former)
    users = [steward, former, f.CoordinatorFactory(), f.SuperuserFactory()]

    seen = [SupportNeed.objects.visible_to(user, at_day(14)).count() for user in users]

    assert seen == [1, 0, 0, 0]
    assert SupportNeed.objects.visible_to(steward, at_day(15)).count() == 0
