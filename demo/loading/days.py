"""Agendas of days to come, and letters to all: what coordinators do between the days."""

from datetime import datetime
from uuid import uuid4

from demo.loading import sources
from demo.loading.moments import moment
from demo.loading.sources import Facts
from people.models import User
from portal.models import OutgoingMail
from workshops.actions import circulars
from workshops.models import AgendaItem, Meeting, MeetingQuerySet, Milestone, Question, Round

State = OutgoingMail.State
REASON = "SMTPRecipientsRefused: 550 Postfach unbekannt (erfunden)"


def load(now: datetime, part: str) -> None:
    """For the rounds and days that are still there; an agenda that exists stays as it is."""
    for entry in sources.facts("agendas", part)["days"]:
        _load_agenda(entry)
    for entry in sources.facts("letters", part)["letters"]:
        _load_letter(entry, now)


def _load_agenda(entry: Facts) -> None:
    day = _days(entry).filter(slug=entry["meeting"], agenda=None).first()
    if day is None:
        return
    for position, row in enumerate(entry["items"], start=1):
        links = _links(row, day)
        AgendaItem.objects.create(meeting=day, position=position, is_demo=True, **links, **row)


def _links(row: Facts, day: Meeting) -> Facts:
    """What the item is about, as far as it is still there; takes its words out of the row."""
    key, title = row.pop("municipality", None), row.pop("milestone", None)
    asked = row.pop("question", None)
    own = Milestone.objects.filter(team__round=day.round, team__municipality__ags=key, title=title)
    questions = Question.objects.filter(round=day.round, text__startswith=asked or "?")
    return {"milestone": own.first(), "question": questions.first()}


def _load_letter(entry: Facts, now: datetime) -> None:
    """Sent some days ago; nothing leaves the machine today."""
    day = _days(entry).filter(slug=entry["meeting"]).first()
    author = User.objects.filter(email=entry["by"]).first()
    if day is None or author is None:
        return
    draft = circulars.Draft(
        round=day.round,
        key=uuid4(),
        meeting=day,
        subject=entry["subject"],
        text=entry["text"].strip(),
    )
    if not (recipients := draft.recipients()):
        return
    at = moment(entry["sent"], now)
    circular = circulars.send(draft=draft, count=len(recipients), by=author, at=at)
    circular.is_demo = True
    circular.save(update_fields=["is_demo"])
    mails = OutgoingMail.objects.filter(pk__in=circular.copies.values("mail"))
    failed = mails.filter(recipient__in=entry["failed"])
    mails.exclude(recipient__in=entry["failed"]).update(state=State.SENT, sent_at=at, attempts=1)
    failed.update(state=State.FAILED, error=REASON, attempts=1)


def _days(entry: Facts) -> MeetingQuerySet:
    rounds = Round.objects.filter(workshop__slug=entry["workshop"], number=entry["round"])
    return Meeting.objects.filter(round__in=rounds).with_round()
