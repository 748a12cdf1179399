"""What the records say in public about the event that a report tells of."""

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
from portal.prepared import prepared
from portal.text import COLLATION, german
from publications.models import Picture, Report, ReportBlock, Topic
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
    *,
    meeting: Meeting | None = None,
    conference: Conference | None = None,
) -> Mentions:
    """Its topics, who is to be seen in its pictures, and what is known of its event.

    Of a meeting these are the Kommunen, questions and sentences, of a conference how many came.
    """
    return _sorted(Mention(*row) for row in _found(report, meeting, conference))


def _found(report: Report, meeting: Meeting | None, conference: Conference | None) -> list[Any]:
    if meeting is not None:
        return _with_meeting(report.pk, meeting.pk, meeting.round_id)
    if conference is not None:
        return _with_conference(report.pk, conference.pk)
    return _alone(report.pk)


@prepared
def _with_meeting(report: int, meeting: int, round: int) -> QuerySet[Any, Any]:
    return _together(
        _topics(report),
        _shown(report),
        _municipalities(round),
        _questions(meeting),
        _statements(round),
    )


@prepared
def _with_conference(report: int, conference: int) -> QuerySet[Any, Any]:
    return _together(_topics(report), _shown(report), _participants(conference))


@prepared
def _alone(report: int) -> QuerySet[Any, Any]:
    return _together(_topics(report), _shown(report))


def _together(first: QuerySet[Any, Any], *others: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return first.union(*others, all=True).order_by("what", "rank", "words")


def _topics(report: int) -> QuerySet[Any, Any]:
    chosen = Report.topics.through.objects.filter(report=report).values("topic")
    return _rows(Topic.objects.filter(pk__in=chosen), "topic", german("name"), address=F("slug"))


def _municipalities(round: int) -> QuerySet[Any, Any]:
    return _rows(
        Team.objects.named_in_public().filter(round=round),
        "municipality",
        german("municipality__short_name"),
        note=F("municipality__kind"),
        address=F("municipality__slug"),
    )


def _questions(meeting: int) -> QuerySet[Any, Any]:
    asked = Question.objects.public().filter(meeting=meeting)
    return _rows(asked, "question", german("text"), rank=F("position"), note=F("answer"))


def _statements(round: int) -> QuerySet[Any, Any]:
    """The Kommune stands beside its sentence only if the sentence was cleared with its name."""
    named = Q(names_municipality=True, team__is_named_in_public=True)
    cleared = Statement.objects.cleared().filter(team__round=round)
    return _rows(
        cleared,
        "statement",
        german("text"),
        note=Case(When(named, then=F("team__municipality__kind")), default=Value("")),
        address=Case(When(named, then=F("team__municipality__short_name")), default=Value("")),
        demo=F("is_demo"),
    )


def _participants(conference: int) -> QuerySet[Any, Any]:
    return _rows(
        ParticipantCount.objects.filter(conference=conference),
        "participants",
        Collate(Cast("number", CharField()), COLLATION),
        rank=F("position"),
        note=Concat("qualifier", Value(" "), "whom"),
        address=F("source"),
    )


def _shown(report: int) -> QuerySet[Any, Any]:
    """The persons in its pictures, but only those who may have a public page."""
    blocks = ReportBlock.objects.filter(report=report)
    galleries = ReportBlock.pictures.through.objects.filter(reportblock__report=report)
    in_report = (
        Q(picture__in=Report.objects.filter(pk=report).values("picture"))
        | Q(picture__in=blocks.values("picture"))
        | Q(picture__in=galleries.values("picture"))
    )
    return _rows(
        Picture.persons.through.objects.filter(in_report, person__is_public=True),
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
