"""What a round has to show besides its days: what it agreed in common, what it still asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from workshops.models.common_milestone import RoundMilestone
from workshops.models.question import QuestionQuerySet

Lines = QuerySet[Any, tuple[Any, ...]]
COLUMNS = ("what", "rank", "number", "words", "note")


class Line(NamedTuple):
    """A common milestone with its description, or a question with its answer."""

    what: str
    rank: int
    number: int
    words: str
    note: str


class Outcome(NamedTuple):
    milestones: list[Line]
    questions: list[Line]

    @property
    def open_questions(self) -> list[Line]:
        return [question for question in self.questions if not question.note]

    @property
    def answered_questions(self) -> list[Line]:
        return [question for question in self.questions if question.note]


def lines(round_id: int, questions: QuestionQuerySet) -> Lines:
    """The common milestones of the round and these questions, in order and in one query."""
    agreed = RoundMilestone.objects.filter(round=round_id)
    rows = _rows(agreed, "milestone", "title", "description").union(
        _rows(questions, "question", "text", "answer"), all=True
    )
    return rows.order_by("what", "rank", "number")


def outcome(found: Iterable[tuple[Any, ...]]) -> Outcome:
    """The `lines` that were found, the milestones apart from the questions."""
    known = [Line(*row) for row in found]
    return Outcome(
        milestones=[line for line in known if line.what == "milestone"],
        questions=[line for line in known if line.what == "question"],
    )


def _rows(records: QuerySet[Any], what: str, words: str, note: str) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        records.order_by()
        .annotate(
            what=Value(what),
            rank=F("position"),
            number=F("pk"),
            words=Cast(words, CharField()),
            note=Cast(note, CharField()),
        )
        .values_list(*COLUMNS)
    )
    return rows
