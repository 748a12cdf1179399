"""The methods of the working sheets: what each is good for, how to begin, and its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Shape(Enum):
    """How a cell is filled in."""

    LINE = "line"
    PROSE = "prose"
    CHOICE = "choice"
    SCALE = "scale"


@dataclass(frozen=True)
class Column:
    name: str
    label: StrOrPromise
    hint: StrOrPromise = ""
    shape: Shape = Shape.PROSE
    longest: int = 600
    choices: tuple[tuple[str, StrOrPromise], ...] = ()
    is_required: bool = False

    def shown(self, cells: Mapping[str, Any]) -> str:
        """The cell in words."""
        value = cells.get(self.name)
        if value in (None, ""):
            return ""
        return str(dict(self.choices).get(str(value), value))


@dataclass(frozen=True)
class Method:
    name: StrOrPromise
    good_for: StrOrPromise
    begin: StrOrPromise
    columns: tuple[Column, ...]
    first_rows: tuple[StrOrPromise, ...] = ()  # what the first column begins with, if wished

    @property
    def is_rated(self) -> bool:
        """Whether there is something to draw."""
        return any(column.shape is Shape.SCALE for column in self.columns)


def _line(name: str, label: StrOrPromise, hint: StrOrPromise = "", **more: Any) -> Column:
    return Column(name, label, hint, Shape.LINE, 200, **more)


CONSULTATION = Method(
    _("Peer consultation"),
    _(
        "One team brings a case in which it is stuck, the others help it to ideas of its own. "
        "In an hour you have a decision and a next step."
    ),
    _("To begin: choose who brings the case, who keeps the time and who writes."),
    (
        Column("idea", _("Idea"), is_required=True),
        _line("whose", _("By whom")),
    ),
)
NEEDS = Method(
    _("Plan of needs"),
    _(
        "It shows who needs what, and on which figures that rests. "
        "So nobody plans past those it is meant for."
    ),
    _("To begin: take one group of people, write down what it lacks, and how you know."),
    (
        _line("group", _("For whom"), _("A group of people or a place"), is_required=True),
        Column("need", _("What is needed")),
        Column("evidence", _("How we know"), _("Figures, a survey, conversations")),
        _line("amount", _("How much, until when")),
        _line("who", _("Who sees to it")),
    ),
)
TARGETS = Method(
    _("Agreement on targets"),
    _(
        "It holds what is to be reached, how one sees it, and who answers for it. "
        "At the next workshop day everybody reads the same."
    ),
    _("To begin: write one target as if it were reached already, then how one would notice."),
    (
        Column("target", _("Target"), is_required=True),
        Column("sign", _("How one sees that it is reached")),
        Column("steps", _("What we do")),
        _line("who", _("Who answers for it")),
        _line("until", _("Until when")),
    ),
)
LOGIC = Method(
    _("Logic of effects"),
    _(
        "It connects what you put in with what changes in the end. "
        "So you see where a link is missing before it costs money."
    ),
    _("To begin: start on the right, with what is to be different in the Kommune, and go left."),
    (
        Column("input", _("Input: what we put in")),
        Column("output", _("Output: what we offer")),
        Column("outcome", _("Outcome: what changes for those it is meant for")),
        Column("impact", _("Impact: what changes in the Kommune")),
    ),
)
WHEEL = Method(
    _("Futures Wheel"),
    _(
        "It thinks a development through to the end: what follows from it, and what from that. "
        "So you find consequences that nobody had in mind."
    ),
    _("To begin: name one development, then three direct consequences, then what each entails."),
    (
        Column(
            "order",
            _("Which consequence"),
            shape=Shape.CHOICE,
            choices=(
                ("1", _("direct")),
                ("2", _("indirect, second order")),
                ("3", _("indirect, third order")),
            ),
            is_required=True,
        ),
        Column("consequence", _("What follows"), is_required=True),
        _line("from", _("From what it follows")),
        Column(
            "good",
            _("Chance or risk"),
            shape=Shape.CHOICE,
            choices=(("chance", _("chance")), ("risk", _("risk")), ("both", _("both"))),
        ),
        Column("answer", _("What we do about it")),
    ),
)
SELF_ASSESSMENT = Method(
    _("Self-assessment"),
    _(
        "It shows how far you have come, seen by yourselves: at the start, in the middle, at the "
        "end. It is no mark, and nobody compares you with others."
    ),
    _("To begin: everybody rates alone from 1 to 5, then you talk about the widest differences."),
    (
        _line("subject", _("What is rated"), is_required=True),
        Column("start", _("At the start"), shape=Shape.SCALE),
        Column("middle", _("In the middle"), shape=Shape.SCALE),
        Column("end", _("At the end"), shape=Shape.SCALE),
        Column("note", _("Why"), longest=300),
    ),
    first_rows=(
        _("Strategic goals"),
        _("Data base"),
        _("Internal cooperation"),
        _("External cooperation"),
        _("Coordination"),
        _("Quality"),
        _("Publicity"),
    ),
)
