"""The series with their rounds, days, agendas and questions; real as far as they are known."""

from datetime import datetime

from demo.loading import accounts, sources, teams
from demo.loading.moments import period
from demo.loading.publications import Shelf, topics
from demo.loading.sources import Facts
from municipalities.models import Venue
from people.models import Person, User
from publications.models import Report, Topic
from workshops.actions import meetings, rounds, workshops
from workshops.models import (
    AgendaContribution,
    AgendaItem,
    Meeting,
    Question,
    Round,
    RoundMilestone,
    Workshop,
)


def load(shelf: Shelf, now: datetime) -> None:
    for entry in sources.folder("workshops"):
        _load_workshop(entry, shelf, now)


def _load_workshop(entry: Facts, shelf: Shelf, now: datetime) -> None:
    admin, _coordinator = accounts.office()
    round_entries = entry.pop("rounds")
    subjects = topics(entry.pop("topics"))
    people = {
        role: Person.objects.get(slug=entry.pop(role))
        for role in ("contact", "deputy")
        if role in entry
    }
    workshop = Workshop.objects.create(**entry, **people)
    workshop.topics.set(subjects)
    workshops.publish(workshop=workshop, by=admin, at=now)
    for round_entry in round_entries:
        _load_round(round_entry, workshop, shelf, now)


def _load_round(entry: Facts, workshop: Workshop, shelf: Shelf, now: datetime) -> None:
    """Teams come in while the round is in preparation, as in life; then it gets its phase."""
    admin, _coordinator = accounts.office()
    days = entry.pop("meetings")
    common = entry.pop("common_milestones", [])
    coordinators = User.objects.filter(email__in=entry.pop("coordinators"))
    phase = entry.pop("phase")
    when = period(entry.pop("when"), now)
    if "until" in entry:
        when = when.until(period(entry.pop("until"), now))
    round = Round(workshop=workshop, **entry)
    round.when = when
    round.save()
    round.coordinators.set(coordinators)
    agreed = {
        milestone.pop("key"): _common_milestone(milestone, position, round)
        for position, milestone in enumerate(common, start=1)
    }
    for day in days:
        _load_meeting(day, round, shelf, now)
    teams.load(round, agreed, now)
    round.phase = phase
    round.save()
    rounds.publish(round=round, by=admin, at=now)


def _common_milestone(entry: Facts, position: int, round: Round) -> RoundMilestone:
    topic = Topic.objects.get(name=entry.pop("topic"))
    return RoundMilestone.objects.create(round=round, position=position, topic=topic, **entry)


def _load_meeting(entry: Facts, round: Round, shelf: Shelf, now: datetime) -> None:
    agenda, questions = entry.pop("agenda", []), entry.pop("questions", [])
    told = Report.objects.filter(slug__in=entry.pop("reports", []))
    attached = [shelf.documents[key] for key in entry.pop("documents", [])]
    venue = Venue.objects.get(name=entry.pop("venue")) if "venue" in entry else None
    moved = entry.pop("moved", {})
    when = period(entry.pop("when"), now)
    meeting = Meeting(round=round, venue=venue, **entry)
    meeting.when = when
    meeting.save()
    meeting.reports.set(told)
    meeting.documents.set(attached)
    for work in (*told, *attached):
        work.stewards.add(*round.coordinators.all())
    for position, item in enumerate(agenda, start=1):
        _load_item(item, position, meeting)
    for position, question in enumerate(questions, start=1):
        topic = Topic.objects.get(name=question.pop("topic"))
        Question.objects.create(
            round=round, meeting=meeting, topic=topic, position=position, is_public=True, **question
        )
    if moved:
        _move(meeting, moved, now)


def _move(meeting: Meeting, entry: Facts, now: datetime) -> None:
    admin, _coordinator = accounts.office()
    meetings.move(
        meeting=meeting,
        to=period(entry["to"], now),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        reason=entry["because"],
        by=admin,
        at=now,
    )


def _load_item(entry: Facts, position: int, meeting: Meeting) -> None:
    contributions = entry.pop("contributions", [])
    item = AgendaItem.objects.create(meeting=meeting, position=position, **entry)
    for contribution in contributions:
        person = Person.objects.get(slug=contribution.pop("person"))
        AgendaContribution.objects.create(item=item, person=person, **contribution)
