"""What a day might talk about: questions, milestones in trouble, sentences that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workshops.models.agenda import AgendaItem
from workshops.models.board import Line, Word
from workshops.models.meeting import Meeting
from workshops.models.milestone import Milestone, MilestoneQuerySet
from workshops.models.progress import ProgressEntry
from workshops.models.question import Question
from workshops.models.statement import Statement


@dataclass(frozen=True)
class Candidates:
    """Of a round what is not on the agenda of this day yet."""

    questions: list[Question]
    hurdles: list[Line]
    in_trouble: list[Line]
    statements: list[Statement]

    @property
    def is_empty(self) -> bool:
        return not (self.questions or self.hurdles or self.in_trouble or self.statements)


def candidates(meeting: Meeting, at: datetime) -> Candidates:
    """In five queries. A hurdle outweighs a passed deadline: each milestone stands here once."""
    taken = AgendaItem.objects.filter(meeting=meeting)
    questions = Question.objects.filter(round=meeting.round_id).open()
    statements = Statement.objects.of_round(meeting.round).waiting()
    lines = _lines(meeting, at)
    on_agenda = {(item.milestone_id, item.question_id, item.statement_id) for item in taken}
    told, asked, said = ({row[n] for row in on_agenda} for n in range(3))
    free = [line for line in lines if line.milestone.pk not in told]
    return Candidates(
        questions=[question for question in questions if question.pk not in asked],
        hurdles=[line for line in free if line.hurdle],
        in_trouble=[line for line in free if not line.hurdle and _is_in_trouble(line)],
        statements=[one for one in statements if one.pk not in said],
    )


def last_lines(milestones: list[Milestone], at: datetime) -> dict[int, Line]:
    """Each with its last entry, by its key."""
    known = Milestone.objects.filter(pk__in=[milestone.pk for milestone in milestones])
    last = _last_words(known)
    return {one.pk: Line(one, last.get(one.pk), at) for one in milestones}


def _lines(meeting: Meeting, at: datetime) -> list[Line]:
    """The open milestones of the round, team by team."""
    open_ones = Milestone.objects.filter(team__round=meeting.round_id).of_teams_taking_part().open()
    last = _last_words(open_ones)
    named = open_ones.select_related("team__municipality").by_team()
    return [Line(milestone, last.get(milestone.pk), at) for milestone in named]


def _last_words(milestones: MilestoneQuerySet) -> dict[int, Word]:
    newest = ProgressEntry.objects.newest_of(milestones)
    told = newest.values_list("milestone_id", "at", "hurdle")
    return {pk: Word(moment, hurdle) for pk, moment, hurdle in told}


def _is_in_trouble(line: Line) -> bool:
    return line.milestone.status == Milestone.Status.RISK or line.days_overdue > 0
