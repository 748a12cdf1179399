"""What registrants were told is what the event says of itself, whatever happens to it."""

from datetime import UTC, date, datetime, time

import pytest

from conferences.actions import conferences
from portal.dates import Period
from registrations.models import Offer, Registration
from tests import factories as f
from tests.registrations.people import AT, come
from workshops.actions import meetings

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, OTHER = Period.day(date(2026, 5, 4)), Period.day(date(2026, 5, 11))


def both_sides(event):
    event.refresh_from_db()
    offer = Offer.objects.get(pk=event.offer_id)
    told = (offer.title, offer.when, offer.starts_at, offer.ends_at, offer.page)
    said = (event.title, event.when, event.starts_at, event.ends_at, event.get_absolute_url())
    assert told == said
    assert offer.place == (event.venue.address if event.venue else "")
    return offer


def test_a_day_of_a_round_and_its_offer_say_the_same():
    offer, by = f.OpenOfferFactory(places=5), f.CoordinatorFactory()
    day = f.MeetingFactory(when=DAY, offer=offer, venue=f.VenueFactory())
    facts = {"meeting": day, "by": by, "at": NOW}

    meetings.confirm(**facts)
    assert both_sides(day).is_cancelled is False
    come(offer, 1, AT)
    moved = {"to": OTHER, "starts_at": time(9), "ends_at": time(16), "reason": "Bahnstreik"}
    meetings.move(**facts, **moved)
    assert both_sides(day).calendar_sequence == day.calendar_sequence
    meetings.cancel(**facts, reason="Sturm")

    told = both_sides(day)
    assert (told.is_cancelled, told.announced_reason) == (True, "Sturm")
    assert told.state(NOW) == Offer.State.CANCELLED
    assert Registration.objects.get().status == "confirmed"


@pytest.mark.parametrize("what", ["cancel", "postpone"])
def test_a_conference_that_does_not_take_place_closes_its_offer(what):
    offer, by = f.OpenOfferFactory(places=5), f.CoordinatorFactory()
    conference = f.ConferenceFactory(when=DAY, offer=offer, venue=f.VenueFactory())
    conferences.announce_changes(conference=conference, fields={"offer"}, by=by, at=NOW)
    assert both_sides(conference).is_open(NOW)
    more = {"moved_to": None} if what == "postpone" else {}

    getattr(conferences, what)(conference=conference, reason="Sturm", by=by, at=NOW, **more)

    assert both_sides(conference).state(NOW) == Offer.State.CANCELLED
