from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from conferences.actions import conferences
from conferences.models import Conference
from portal.dates import Period, Precision, Season
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests import factories as f

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAYS = Period(date(2026, 9, 10), date(2026, 9, 11), Precision.DAY)
Status = Conference.Status


@pytest.fixture
def by():
    return f.CoordinatorFactory()


def dated(when, **facts):
    conference = f.ConferenceFactory(**facts)
    conference.when = when
    conference.save()
    return conference


def traces(thing):
    return [(e.what, e.by, e.scope, e.fields) for e in AuditEntry.objects.about(thing)]


def test_a_conference_is_published_and_hidden(by):
    conference = f.ConferenceFactory(is_published=False)

    conferences.publish(conference=conference, by=by, at=AT)
    assert list(Conference.objects.published()) == [conference]
    with pytest.raises(Refusal):
        conferences.publish(conference=conference, by=by, at=AT)

    conferences.unpublish(conference=conference, by=by, at=AT)
    assert list(Conference.objects.published()) == []
    with pytest.raises(Refusal):
        conferences.unpublish(conference=conference, by=by, at=AT)
    scope = f"conference:{conference.pk}"
    assert traces(conference) == [
        ("conference.unpublished", by, scope, ["is_published"]),
        ("conference.published", by, scope, ["is_published"]),
    ]


def test_confirm_needs_the_exact_days(by):
    with pytest.raises(Refusal):
        conferences.confirm(conference=dated(Period.season(2026, Season.AUTUMN)), by=by, at=AT)
    with pytest.raises(Refusal):
        conferences.confirm(conference=f.ConferenceFactory(), by=by, at=AT)

    conference = conferences.confirm(conference=dated(DAYS), by=by, at=AT)

    assert conference.status == Status.CONFIRMED
    assert traces(conference)[0][0] == "conference.confirmed"
    with pytest.raises(Refusal):
        conferences.confirm(conference=conference, by=by, at=AT)


def test_a_conference_is_cancelled_once_with_a_reason(by):
    conference = dated(DAYS)
    with pytest.raises(Refusal):
        conferences.cancel(conference=conference, reason="  ", by=by, at=AT)

    gone = conferences.cancel(conference=conference, reason="Sturm", by=by, at=AT)

    assert (gone.status, gone.status_reason) == (Status.CANCELLED, "Sturm")
    assert traces(gone)[0][0] == "conference.cancelled"
    for again in (conferences.cancel, conferences.postpone):
        with pytest.raises(Refusal):
            again(conference=gone, reason="Sturm", by=by, at=AT)
    with pytest.raises(Refusal):
        conferences.confirm(conference=gone, by=by, at=AT)


def test_a_conference_is_postponed_and_later_says_what_became_of_it(by):
    conference, later = dated(DAYS), f.ConferenceFactory()
    with pytest.raises(Refusal):
        conferences.postpone(conference=conference, reason="", by=by, at=AT)

    put_off = conferences.postpone(conference=conference, reason="Pandemie", by=by, at=AT)
    assert (put_off.status, put_off.moved_to) == (Status.POSTPONED, None)
    with pytest.raises(Refusal):
        conferences.postpone(conference=conference, reason="Pandemie", by=by, at=AT)

    known = conferences.postpone(
        conference=conference, reason="Pandemie", moved_to=later, by=by, at=AT
    )
    assert (known.status_reason, known.moved_to) == ("Pandemie", later)
    assert traces(known)[0][3] == ["moved_to", "status", "status_reason"]
    with pytest.raises(Refusal):
        conferences.confirm(conference=known, by=by, at=AT)


def test_a_postponed_conference_that_has_new_days_is_confirmed(by):
    conference = dated(DAYS)
    conferences.postpone(conference=conference, reason="Pandemie", by=by, at=AT)

    conference = conferences.confirm(conference=conference, by=by, at=AT)

    assert (conference.status, conference.status_reason) == (Status.CONFIRMED, "")


def test_a_conference_is_not_moved_to_itself(by):
    conference = dated(DAYS)

    with pytest.raises(ValidationError):
        conferences.postpone(
            conference=conference, reason="Pandemie", moved_to=conference, by=by, at=AT
        )


def test_a_draft_of_others_stays_unknown(by):
    draft = f.ConferenceFactory(is_published=False)

    with pytest.raises(Refusal):
        conferences.postpone(
            conference=dated(DAYS), reason="Pandemie", moved_to=draft, by=by, at=AT
        )


def test_registrants_are_told_what_changed(by):
    offer = f.OfferFactory()
    conference = dated(DAYS, offer=offer, venue=f.VenueFactory(), starts_at=time(10))

    conferences.announce_changes(conference=conference, fields={"title"}, by=by, at=AT)
    offer.refresh_from_db()
    assert (offer.title, offer.when, offer.starts_at) == (conference.title, DAYS, time(10))
    assert offer.place == conference.venue.address
    assert (offer.page, offer.calendar_sequence) == (conference.get_absolute_url(), 1)
    assert traces(conference)[0][::3] == ("conference.announced", ["title"])

    conferences.cancel(conference=conference, reason="Sturm", by=by, at=AT)
    offer.refresh_from_db()
    assert offer.calendar_sequence == 2
