"""A form that is sent twice at the same moment: the second click waits for the first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.models import OutgoingMail
from tests.factories import MunicipalityFactory
from workshops.actions import interests
from workshops.models import Interest

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def send(municipality):
    return interests.send(
        municipality=municipality,
        municipality_text="",
        topic_text="Bildung im Alter",
        urgency="year",
        contact_name="Lea Muster",
        contact_email="lea@example.org",
        consent_text="Ja.",
        ticket="derselbe",
        at=timezone.now(),
    )


def send_elsewhere(municipality):
    try:
        return send(municipality)
    finally:
        connection.close()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_the_second_click_finds_the_interest_of_the_first():
    municipality = MunicipalityFactory()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = send(municipality)
            second = pool.submit(send_elsewhere, municipality)
            while not (somebody_waits() or second.done()):
                pass
        found = second.result(timeout=20)

    assert (found, list(Interest.objects.all())) == (first, [first])
    assert OutgoingMail.objects.filter(recipient="lea@example.org").count() == 1
