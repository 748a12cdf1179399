"""What the records say in public about the event that a report tells of, asked in one query."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Collate, Concat

from conferences.models import Conference, ParticipantCount
from municipalities.models import Municipality
from people.models import Person
from portal.text import COLLATION, german
from publications.models import Picture, Report, Topic
from workshops.models import Meeting, Question, Statement, Team

COLUMNS = ["what", "rank", "words", "note", "address", "demo"]


class Mention(NamedTuple):
    """One line: a topic, a Kommune, a question, a cleared sentence, a figure, a person shown."""

    what: str
    rank: int
    words: str
    note: str
    address: str
    demo: bool


class Mentions(NamedTuple):
    topics: list[Mention]
    municipalities: list[Mention]
    questions: list[Mention]
    statements: list[Mention]
    participants: list[ParticipantCount]
    shown: dict[int, list[Person]]


def of_report(
    report: Report,
    pictures: Iterable[Picture],
    *,
    meeting: Meeting | None = None,
    conference: Conference | None = None,
) -> Mentions:
    """Its topics, who is to be seen in its pictures, and what is known of its event.

    Of a meeting these are the Kommunen, questions and sentences, of a conference how many came.
    """
    parts = [_topics(report)]
    if keys := [picture.pk for picture in pictures]:
        parts.append(_shown(keys))
    if meeting is not None:
        parts += [_municipalities(meeting), _questions(meeting), _statements(meeting)]
    elif conference is not None:
        parts.append(_participants(conference))
    first, *others = parts
    rows = first.union(*others, all=True).order_by("what", "rank", "words")
    return _sorted(Mention(*row) for row in rows)


def _topics(report: Report) -> QuerySet[Any, Any]:
    chosen = Report.topics.through.objects.filter(report=report).values("topic")
    return _rows(Topic.objects.filter(pk__in=chosen), "topic", german("name"), address=F("slug"))


def _municipalities(meeting: Meeting) -> QuerySet[Any, Any]:
    return _rows(
        Team.objects.named_in_public().filter(round=meeting.round_id),
        "municipality",
        german("municipality__short_name"),
        note=F("municipality__kind"),
        address=F("municipality__slug"),
    )


def _questions(meeting: Meeting) -> QuerySet[Any, Any]:
    asked = Question.objects.public().filter(meeting=meeting)
    return _rows(asked, "question", german("text"), rank=F("position"), note=F("answer"))


def _statements(meeting: Meeting) -> QuerySet[Any, Any]:
    """The Kommune stands beside its sentence only if the sentence was cleared with its name."""
    named = Q(names_municipality=True, team__is_named_in_public=True)
    cleared = Statement.objects.cleared().filter(team__round=meeting.round_id)
    return _rows(
        cleared,
        "statement",
        german("text"),
        note=Case(When(named, then=F("team__municipality__kind")), default=Value("")),
        address=Case(When(named, then=F("team__municipality__short_name")), default=Value("")),
        demo=F("is_demo"),
    )


def _participants(conference: Conference) -> QuerySet[Any, Any]:
    return _rows(
        conference.participants.all(),
        "participants",
        Collate(Cast("number", CharField()), COLLATION),
        rank=F("position"),
        note=Concat("qualifier", Value(" "), "whom"),
        address=F("source"),
    )


def _shown(pictures: list[int]) -> QuerySet[Any, Any]:
    """The persons in these pictures, but only those who may have a public page."""
    return _rows(
        Picture.persons.through.objects.filter(picture__in=pictures, person__is_public=True),
        "shown",
        german("person__last_name"),
        rank=F("picture"),
        note=Concat(
            "person__academic_title", Value("|"), "person__first_name", output_field=CharField()
        ),
        address=F("person__slug"),
    )


def _rows(records: QuerySet[Any], what: str, words: Collate, **more: Any) -> QuerySet[Any, Any]:
    """The records as rows of the same shape, so that they can be put one under the other."""
    shape = {
        "what": Value(what),
        "rank": Value(0, output_field=IntegerField()),
        "words": words,
        "note": Value(""),
        "address": Value(""),
        "demo": Value(False, output_field=BooleanField()),
    }
    rows: QuerySet[Any, Any] = records.order_by().annotate(**shape | more).values_list(*COLUMNS)
    return rows


def _sorted(mentions: Iterable[Mention]) -> Mentions:
    said = Mentions([], [], [], [], [], {})
    for mention in mentions:
        match mention.what:
            case "topic":
                said.topics.append(mention)
            case "municipality":
                name = _called(mention.note, mention.words)
                said.municipalities.append(mention._replace(words=name, note=""))
            case "question":
                said.questions.append(mention)
            case "statement":
                name = _called(mention.note, mention.address)
                said.statements.append(mention._replace(note=name, address=""))
            case "participants":
                said.participants.append(_figure(mention))
            case "shown":
                said.shown.setdefault(mention.rank, []).append(_person(mention))
    return said


def _figure(mention: Mention) -> ParticipantCount:
    qualifier, whom = mention.note.split()
    number, source = int(mention.words), mention.address
    return ParticipantCount(number=number, qualifier=qualifier, whom=whom, source=source)


def _person(mention: Mention) -> Person:
    title, _bar, first = mention.note.partition("|")
    return Person(
        academic_title=title, first_name=first, last_name=mention.words, slug=mention.address
    )


def _called(kind: str, short_name: str) -> str:
    return Municipality(kind=kind, short_name=short_name).known_as
