"""Conferences: shown, hidden, confirmed, put off, called off, and what is told about them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from conferences.models import Conference
from people.models import User
from portal import audit
from portal.dates import Precision
from portal.refusals import Refusal
from registrations.actions import offers
from registrations.models import Offer

Status = Conference.Status
ANNOUNCED = frozenset({"title", "slug", "when", "starts_at", "ends_at", "venue", "offer"})


@transaction.atomic
def publish(*, conference: Conference, by: User, at: datetime) -> Conference:
    """Show the conference and its programme on the public pages."""
    conference = _locked(conference)
    if conference.is_published:
        raise Refusal(_("This conference is already published."))
    conference.is_published = True
    return _save(conference, "conference.published", by, at, "is_published")


@transaction.atomic
def unpublish(*, conference: Conference, by: User, at: datetime) -> Conference:
    """Hide the conference; whoever works on it still sees it."""
    conference = _locked(conference)
    if not conference.is_published:
        raise Refusal(_("This conference is not published."))
    conference.is_published = False
    return _save(conference, "conference.unpublished", by, at, "is_published")


@transaction.atomic
def confirm(*, conference: Conference, by: User, at: datetime) -> Conference:
    """The conference stands. A season is no date: its days must be known exactly."""
    conference = _locked(conference)
    if conference.status == Status.CONFIRMED:
        raise Refusal(_("This conference is already confirmed."))
    if conference.status == Status.CANCELLED:
        raise Refusal(_("A cancelled conference cannot be confirmed."))
    if conference.moved_to:
        raise Refusal(_("This conference took place later, as another one."))
    if conference.when is None or conference.when.precision != Precision.DAY:
        raise Refusal(_("Please set the exact days first."))
    conference.status, conference.status_reason = Status.CONFIRMED, ""
    return _tell(conference, "conference.confirmed", by, at, "status", "status_reason")


@transaction.atomic
def postpone(
    *,
    conference: Conference,
    reason: str,
    by: User,
    at: datetime,
    moved_to: Conference | None = None,
) -> Conference:
    """It does not take place now, perhaps later as another one, which may be named afterwards."""
    conference = _locked(conference)
    if conference.status == Status.CANCELLED:
        raise Refusal(_("A cancelled conference cannot be postponed."))
    if not reason.strip():
        raise Refusal(_("Please say why the conference is postponed."))
    now = (conference.status, conference.status_reason, conference.moved_to)
    if now == (Status.POSTPONED, reason, moved_to):
        raise Refusal(_("This conference is already postponed, for this reason."))
    if moved_to and not Conference.objects.visible_to(by).contains(moved_to):
        raise Refusal(_("This conference is not known."))
    conference.status, conference.status_reason = Status.POSTPONED, reason
    conference.moved_to = moved_to
    fields = ("status", "status_reason", "moved_to")
    return _tell(conference, "conference.postponed", by, at, *fields)


@transaction.atomic
def cancel(*, conference: Conference, reason: str, by: User, at: datetime) -> Conference:
    """The conference does not take place. It stays on the pages, with the reason."""
    conference = _locked(conference)
    if conference.status == Status.CANCELLED:
        raise Refusal(_("This conference is already cancelled."))
    if not reason.strip():
        raise Refusal(_("Please say why the conference is cancelled."))
    conference.status, conference.status_reason = Status.CANCELLED, reason
    return _tell(conference, "conference.cancelled", by, at, "status", "status_reason")


@transaction.atomic
def announce_changes(
    *, conference: Conference, fields: set[str], by: User, at: datetime
) -> Conference:
    """Tell registrants, after such fields of the conference were edited (`ANNOUNCED`)."""
    return _tell(_locked(conference), "conference.announced", by, at, *fields)


def _locked(conference: Conference) -> Conference:
    return Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)


def _save(conference: Conference, what: str, by: User, at: datetime, *fields: str) -> Conference:
    conference.full_clean()
    conference.save()
    audit.record(what, conference, by=by, at=at, fields=fields, scope=conference.scope)
    return conference


def _tell(conference: Conference, what: str, by: User, at: datetime, *fields: str) -> Conference:
    _save(conference, what, by, at, *fields)
    if conference.offer:
        facts = _announcement(conference, conference.offer)
        offers.announce(
            offer=conference.offer, announcement=facts, by=by, at=at, scope=conference.scope
        )
    return conference


def _announcement(conference: Conference, offer: Offer) -> offers.Announcement:
    """A conference is no calendar entry of its own, so its offer keeps count."""
    return offers.Announcement(
        title=conference.title,
        when=conference.when,
        starts_at=conference.starts_at,
        ends_at=conference.ends_at,
        place=conference.venue.address if conference.venue else "",
        page=conference.get_absolute_url(),
        calendar_uid=offer.calendar_uid,
        calendar_sequence=offer.calendar_sequence + 1,
        is_cancelled=conference.status in {Status.CANCELLED, Status.POSTPONED},
        announced_reason=conference.status_reason,
    )
