from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from portal.dates import Period
from portal.models import AuditEntry, OutgoingMail
from registrations.actions import offers
from tests import factories as f
from tests.registrations.people import come, register

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


def told(offer):
    mails = OutgoingMail.objects.filter(occasion__startswith="event-").order_by("pk")
    return [(mail.recipient, mail.subject.partition(":")[0]) for mail in mails]


def test_who_comes_or_waits_is_told_once_when_the_event_moves_or_is_off():
    offer = f.OpenOfferFactory(places=1)
    facts = {"offer": offer, "by": None, "at": AT}
    offers.announce(announcement=announcement(), **facts)
    come(offer, 1)
    come(offer, 2)
    register(offer, 3)

    offers.announce(announcement=announcement(title="Neuer Titel"), **facts)
    assert told(offer) == []
    moved = announcement(when=Period.day(date(2026, 5, 5)), calendar_sequence=3)
    for _time in range(2):
        offers.announce(announcement=moved, **facts)
    assert told(offer) == [("gast1@example.org", "Geändert"), ("gast2@example.org", "Geändert")]
    off = announcement(is_cancelled=True, announced_reason="Sturm", calendar_sequence=4)
    offers.announce(announcement=off, **facts)

    assert told(offer)[2:] == [("gast1@example.org", "Abgesagt"), ("gast2@example.org", "Abgesagt")]
    last = OutgoingMail.objects.order_by("pk").last()
    assert "Der Grund: Sturm" in last.text
    assert b"METHOD:CANCEL" in bytes(last.attachments.get().content)
