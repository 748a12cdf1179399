"""What is told in a round: everything that its teams share, as moments, newest first.

Hurdles are no part of it. A moment is only a kind, a time and a key until a page is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Q, QuerySet, Value

from workshops.models.comment import Comment
from workshops.models.milestone import Milestone
from workshops.models.progress import ProgressEntry
from workshops.models.question import Question
from workshops.models.round import Round
from workshops.models.statement import Statement
from workshops.models.team import Team
from workshops.models.team_file import TeamFile

KINDS = ("milestone", "entry", "file", "statement", "question", "comment")


class Moment(NamedTuple):
    """One thing that was shared, said or answered; `thing` is of the model that `kind` names."""

    kind: str
    at: datetime
    thing: Any


def moments(round: Round) -> QuerySet[Any, Any]:
    """Kind, time and key of everything told in the round, in one query for a page of it."""
    shared = Q(visibility=Milestone.Visibility.ROUND) & _of(round, "team")
    milestones = Milestone.objects.filter(shared)
    about = {"milestone__in": milestones.order_by().values("pk")}
    parts = [
        _rows(milestones.exclude(shared_at=None), "milestone", "shared_at"),
        _rows(ProgressEntry.objects.standing().moving_the_status().filter(**about), "entry", "at"),
        _rows(TeamFile.objects.shared().filter(_of(round, "team")), "file", "shared_at"),
        _rows(Statement.objects.cleared().filter(_of(round, "team")), "statement", "cleared_at"),
        _rows(
            Question.objects.filter(round=round).exclude(answered_at=None),
            "question",
            "answered_at",
        ),
        _rows(Comment.objects.filter(**about), "comment", "at"),
    ]
    first, *others = parts
    return first.union(*others, all=True).order_by("-moment", "kind", "-key")


def told(rows: Iterable[tuple[str, datetime, int]]) -> list[Moment]:
    """The things themselves, one query for each kind that occurs."""
    rows = list(rows)
    keys = defaultdict(list)
    for kind, _at, key in rows:
        keys[kind].append(key)
    loaded = {kind: _LOADERS[kind].in_bulk(keys[kind]) for kind in keys}
    return [Moment(kind, at, loaded[kind][key]) for kind, at, key in rows if key in loaded[kind]]


def _of(round: Round, team: str) -> Q:
    """Of the teams that take part; who has left shares nothing any more."""
    return Q(**{f"{team}__round": round, f"{team}__state": Team.State.ACCEPTED})


def _rows(things: QuerySet[Any, Any], kind: str, moment: str) -> QuerySet[Any, Any]:
    word = Value(kind, output_field=models.CharField())
    rows: QuerySet[Any, Any] = things.order_by().annotate(kind=word, moment=F(moment), key=F("pk"))
    return rows.values_list("kind", "moment", "key")


_LOADERS: Mapping[str, QuerySet[Any, Any]] = {
    "milestone": Milestone.objects.select_related("team__municipality"),
    "entry": ProgressEntry.objects.select_related("author", "milestone__team__municipality"),
    "file": TeamFile.objects.with_names(),
    "statement": Statement.objects.select_related("team__municipality", "milestone"),
    "question": Question.objects.all(),
    "comment": Comment.objects.select_related("author", "milestone__team__municipality"),
}
