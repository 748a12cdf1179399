from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from portal.dates import Period, Precision, Season
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests import factories as f
from workshops.actions import meetings
from workshops.models import Meeting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AUTUMN = Period.season(2026, Season.AUTUMN)
DAY = Period.day(date(2026, 11, 6))
KICK_OFF = date(2026, 4, 1)
Status = Meeting.Status


@pytest.fixture
def by():
    return f.CoordinatorFactory()


def dated(period, **facts):
    return f.MeetingFactory(
        first_day=period.first, last_day=period.last, precision=period.precision, **facts
    )


def test_confirm_needs_the_exact_day(by):
    with pytest.raises(Refusal):
        meetings.confirm(meeting=dated(AUTUMN), by=by, at=AT)
    with pytest.raises(Refusal):
        meetings.confirm(meeting=f.MeetingFactory(), by=by, at=AT)

    day = meetings.confirm(meeting=dated(DAY), by=by, at=AT)

    assert (day.status, day.calendar_sequence) == (Status.CONFIRMED, 1)
    entry = AuditEntry.objects.about(day).get()
    assert (entry.what, entry.by, entry.scope) == ("meeting.confirmed", by, day.round.scope)
    with pytest.raises(Refusal):
        meetings.confirm(meeting=day, by=by, at=AT)


def test_a_cancelled_day_is_not_confirmed(by):
    gone = dated(DAY, status=Status.CANCELLED, status_reason="Streik")

    with pytest.raises(Refusal):
        meetings.confirm(meeting=gone, by=by, at=AT)


def test_a_date_within_the_season_makes_it_more_exact_and_needs_no_reason(by):
    day = meetings.move(meeting=dated(AUTUMN), to=DAY, starts_at=time(9, 30), by=by, at=AT)

    assert (day.when, day.status, day.starts_at) == (DAY, Status.PLANNED, time(9, 30))
    assert AuditEntry.objects.about(day).get().what == "meeting.dated"


def test_another_date_is_a_move_and_needs_a_reason(by):
    day, other = dated(DAY), Period.day(date(2026, 12, 4))

    with pytest.raises(Refusal):
        meetings.move(meeting=day, to=other, by=by, at=AT)
    moved = meetings.move(meeting=day, to=other, reason="Saal belegt", by=by, at=AT)

    assert (moved.when, moved.status, moved.status_reason) == (other, Status.MOVED, "Saal belegt")
    assert moved.calendar_sequence == 1
    assert AuditEntry.objects.about(day).get().what == "meeting.moved"


def test_a_moved_day_keeps_the_date_before_until_it_is_moved_again(by):
    day, second, third = dated(AUTUMN), Period.day(date(2026, 12, 4)), Period.day(date(2026, 12, 5))
    facts = {"meeting": day, "by": by, "at": AT}

    moved = meetings.move(to=second, reason="Saal belegt", **facts)
    assert (moved.moved_from, moved.change) == (
        AUTUMN,
        f"Verlegt, ursprünglich {AUTUMN}: Saal belegt",
    )
    confirmed = meetings.confirm(**facts)
    assert (confirmed.moved_from, confirmed.change) == (
        AUTUMN,
        f"Verlegt, ursprünglich {AUTUMN}",
    )
    again = meetings.move(to=third, reason="Streik", **facts)
    assert again.moved_from == second


def test_a_more_exact_date_leaves_no_trace_of_a_move(by):
    day = meetings.move(meeting=dated(AUTUMN), to=DAY, by=by, at=AT)

    assert (day.moved_from, day.change) == (None, "")


def test_a_date_in_the_past_or_before_the_kick_off_is_refused_unless_it_is_meant(by):
    day = dated(DAY)
    day.round.meetings.create(
        kind=Meeting.Kind.KICK_OFF, title="Auftakt", slug="auftakt", when=Period.day(KICK_OFF)
    )
    past, early = Period.day(AT.date() - timedelta(days=1)), Period.day(AT.date())
    facts = {"meeting": day, "reason": "Saal belegt", "by": by, "at": AT}

    with pytest.raises(Refusal, match="liegt in der Vergangenheit"):
        meetings.move(to=past, **facts)
    with pytest.raises(Refusal, match="liegt vor dem Auftakt"):
        meetings.move(to=early, **facts)

    assert meetings.move(to=past, knowingly=True, **facts).when == past


def test_moving_to_the_same_date_is_refused(by):
    with pytest.raises(Refusal):
        meetings.move(meeting=dated(DAY), to=DAY, by=by, at=AT)


def test_moving_brings_a_cancelled_day_back(by):
    gone = dated(DAY, status=Status.CANCELLED, status_reason="Streik")

    day = meetings.move(meeting=gone, to=DAY, reason="findet doch statt", by=by, at=AT)

    assert (day.status, day.status_reason) == (Status.MOVED, "findet doch statt")
    assert (day.moved_from, day.change) == (None, "Verlegt: findet doch statt")


def test_times_that_contradict_each_other_change_nothing(by):
    day = dated(AUTUMN)

    with pytest.raises(ValidationError):
        meetings.move(meeting=day, to=DAY, starts_at=time(16), ends_at=time(9), by=by, at=AT)

    day.refresh_from_db()
    assert (day.when, day.calendar_sequence) == (AUTUMN, 0)


def test_cancel_needs_a_reason_and_happens_once(by):
    day = dated(DAY)
    with pytest.raises(Refusal):
        meetings.cancel(meeting=day, reason=" ", by=by, at=AT)

    gone = meetings.cancel(meeting=day, reason="zu wenige", by=by, at=AT)

    assert (gone.status, gone.status_reason) == (Status.CANCELLED, "zu wenige")
    assert AuditEntry.objects.about(day).get().what == "meeting.cancelled"
    with pytest.raises(Refusal):
        meetings.cancel(meeting=day, reason="zu wenige", by=by, at=AT)


def test_the_offer_is_told_what_changed(by):
    offer = f.OfferFactory()
    day = dated(DAY, offer=offer, venue=f.VenueFactory(name="Haus", city="Dortmund"))
    other = Period.day(date(2026, 12, 4))

    meetings.move(meeting=day, to=other, reason="Saal belegt", by=by, at=AT)

    offer.refresh_from_db()
    assert (offer.title, offer.when, offer.place) == (day.title, other, "Haus, Dortmund")
    assert (offer.calendar_uid, offer.calendar_sequence) == (day.calendar_uid, 1)
    assert offer.page == day.get_absolute_url()


def test_edited_facts_are_announced(by):
    offer = f.OfferFactory()
    day = dated(DAY, offer=offer)

    told = meetings.announce_changes(meeting=day, fields={"title"}, by=by, at=AT)

    offer.refresh_from_db()
    assert (told.calendar_sequence, offer.title) == (1, day.title)
    assert AuditEntry.objects.about(day).get().fields == ["title"]
    assert told.precision == Precision.DAY
