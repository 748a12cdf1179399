from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from portal.dates import Period
from portal.models import AuditEntry
from registrations.actions import offers
from tests import factories as f

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = Period.day(date(2026, 5, 4))


def announcement(**facts):
    return offers.Announcement(
        **{
            "title": "Auftakt",
            "when": DAY,
            "starts_at": time(9, 30),
            "ends_at": time(16),
            "place": "Haus 1, Dortmund",
            "page": "/werkstaetten/x/1/auftakt/",
            "calendar_uid": "x@werkstattportal",
            "calendar_sequence": 2,
            **facts,
        }
    )


def test_announce_writes_the_facts_of_the_event():
    offer, steward = f.OfferFactory(), f.CoordinatorFactory()

    offers.announce(offer=offer, announcement=announcement(), by=steward, at=AT, scope="round:1")

    offer.refresh_from_db()
    assert (offer.title, offer.when, offer.starts_at) == ("Auftakt", DAY, time(9, 30))
    assert (offer.calendar_uid, offer.calendar_sequence) == ("x@werkstattportal", 2)
    entry = AuditEntry.objects.about(offer).get()
    assert (entry.what, entry.by, entry.scope) == ("offer.announced", steward, "round:1")


def test_announcing_the_same_again_changes_nothing():
    offer = f.OfferFactory()
    offers.announce(offer=offer, announcement=announcement(), by=None, at=AT)

    offers.announce(offer=offer, announcement=announcement(), by=None, at=AT)

    assert AuditEntry.objects.about(offer).count() == 1


def test_announce_refuses_a_uid_that_another_offer_has():
    f.OfferFactory(calendar_uid="x@werkstattportal")

    with pytest.raises(ValidationError):
        offers.announce(offer=f.OfferFactory(), announcement=announcement(), by=None, at=AT)
