"""What one can register for, and invented people who did. Nobody in here exists."""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from conferences.actions import conferences
from conferences.models import Conference, Session
from demo.loading import accounts, sources
from demo.loading.moments import period
from demo.loading.sources import Facts
from municipalities.models import Municipality
from portal.dates import berlin_day
from portal.open_forms import mailbox
from registrations.actions import offers, places, quotas
from registrations.models import Offer, Question, Quota, Registration
from workshops.actions import meetings
from workshops.models import Meeting, Round

TOLD = ("title", "when", "starts_at", "ends_at", "place")
OPENED = timedelta(days=20)
BETWEEN = timedelta(minutes=7)


def load(now: datetime, part: str) -> None:
    """An address that people have given away, or an event that is gone, is left out."""
    guests = sources.table("guests", part)
    for entry in sources.facts("offers", part)["offers"]:
        if not Offer.objects.filter(slug=entry["slug"]).exists():
            _load_offer(entry, guests, now)


def _load_offer(entry: Facts, guests: list[dict[str, str]], now: datetime) -> None:
    admin, coordinator = accounts.office()
    more = {name: entry.pop(name, []) for name in ("slots", "questions", "consents", "guests")}
    event = {name: entry.pop(name, None) for name in ("conference", "meeting")}
    told = {
        name: entry.pop(name, None) for name in ("title", "when", "starts_at", "ends_at", "place")
    }
    capacity = entry.pop("capacity")
    offer = Offer.objects.create(is_demo=True, opens_at=now - OPENED, **entry)
    offer.stewards.add(coordinator)
    Quota.objects.create(offer=offer, is_main=True, title="Teilnahme", capacity=capacity)
    if event["conference"]:
        _of_conference(event["conference"], offer, more["slots"], now)
    elif event["meeting"]:
        _of_meeting(event["meeting"], offer, now)
    else:
        _alone(told, offer, now)
    _ask(more["questions"], offer)
    for position, wanted in enumerate(more["consents"]):
        offers.word_consent(offer=offer, position=position, by=admin, at=now, **wanted)
    for crowd in more["guests"]:
        _come(crowd, offer, guests, now)


def _of_conference(slug: str, offer: Offer, slots: list[Facts], now: datetime) -> None:
    admin, _coordinator = accounts.office()
    conference = Conference.objects.filter(slug=slug).first()
    if conference is None:
        return
    conference.offer = offer
    conference.save(update_fields=["offer"])
    conferences.announce_changes(conference=conference, fields={"offer"}, by=admin, at=now)
    wanted = [(slot["name"], choice) for slot in slots for choice in slot["sessions"]]
    for position, (slot, choice) in enumerate(wanted, start=1):
        held = conference.sessions.filter(title=choice["title"]).select_related("room")
        held = held.filter(repeats__isnull="again" not in choice)
        if session := held.first():
            _offer_session(session, offer, slot, position, choice, now)


def _offer_session(
    session: Session, offer: Offer, slot: str, position: int, choice: Facts, now: datetime
) -> None:
    admin, _coordinator = accounts.office()
    again = " (Wiederholung)" if "again" in choice else ""
    facts = quotas.Session(
        title=f"{session.title}{again}",
        capacity=choice.get("capacity") or session.capacity,
        starts_at=session.starts,
        ends_at=session.ends,
        note=str(session.room or ""),
        slot=slot,
        repeat_key=choice.get("held_twice", ""),
        position=position,
    )
    quotas.add(offer=offer, session=facts, by=admin, at=now)


def _of_meeting(entry: Facts, offer: Offer, now: datetime) -> None:
    admin, _coordinator = accounts.office()
    workshop, number = entry.pop("workshop"), entry.pop("round")
    round = Round.objects.filter(workshop__slug=workshop, number=number).first()
    if round is None:
        return
    when = period(entry.pop("when"), now)
    meeting = Meeting(round=round, offer=offer, is_demo=True, **entry)
    meeting.when = when
    meeting.save()
    meetings.confirm(meeting=meeting, by=admin, at=now)


def _alone(told: dict[str, Any], offer: Offer, now: datetime) -> None:
    """An event without a page of its own."""
    admin, _coordinator = accounts.office()
    facts = {name: value for name, value in told.items() if value is not None}
    announcement = offers.Announcement(
        **{**facts, "when": period(facts["when"], now)},
        calendar_uid=offer.calendar_uid,
        calendar_sequence=0,
    )
    offers.announce(offer=offer, announcement=announcement, by=admin, at=now)


def _ask(questions: list[Facts], offer: Offer) -> None:
    asked: list[Question] = []
    for position, entry in enumerate(questions):
        before = entry.pop("shown_if", None)
        condition = asked[before] if before is not None else None
        facts = {**entry, "shown_if": condition}
        asked.append(Question.objects.create(offer=offer, position=position, **facts))


def _come(crowd: Facts, offer: Offer, guests: list[dict[str, str]], now: datetime) -> None:
    """One after the other, in the order of the table. Nobody gets a letter about it."""
    _admin, coordinator = accounts.office()
    homes = cycle(Municipality.objects.to_choose(berlin_day(now))[: crowd["count"]])
    choices = cycle(crowd["choices"])
    begin = now - timedelta(days=10)
    for number, guest in enumerate(guests[: crowd["count"]]):
        at = begin + number * BETWEEN
        email = f"{guest['first_name']}.{guest['last_name']}@example.org".lower()
        registration = Registration.objects.create(
            offer=offer,
            email=email,
            mailbox=mailbox(email),
            municipality=next(homes),
            status=Registration.Status.WAITING,
            registered_at=at,
            confirmed_at=at,
            source=Registration.Source.OFFICE,
            by=coordinator,
            key=f"demo-{number}",
            **guest,
        )
        chosen = next(choices)
        lot = places.lock(offer, at=at)
        wanted = [quota for quota in lot.quotas if quota.is_main or quota.title in chosen]
        places.queue(lot, registration, wanted)
        places.settle(lot, newcomer=registration)
