"""How a kollegiale Beratung goes: six steps with minutes, and how far one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workshops.models.sheet import Consultation, SheetRow
from workshops.models.steps import Progress

IDEAS = "ideen"


class Step(NamedTuple):
    name: str
    title: StrOrPromise
    minutes: int
    hint: StrOrPromise
    fields: tuple[str, ...]


STEPS = (
    Step(
        "rollen",
        _("Share out the roles"),
        5,
        _("One person brings a case, one keeps the time, one writes; the others advise."),
        ("brought_by", "led_by", "held_on"),
    ),
    Step(
        "fall",
        _("Tell the case"),
        10,
        _("What happened, who is involved, what was tried? The others only ask questions."),
        ("case",),
    ),
    Step(
        "frage",
        _("Find the question"),
        5,
        _("One sentence with a question mark: what exactly do you want to know from the others?"),
        ("question",),
    ),
    Step(
        IDEAS,
        _("Collect ideas"),
        20,
        _("Whoever brought the case now only listens. Every idea counts, none is judged."),
        (),
    ),
    Step(
        "entscheidung",
        _("Decide"),
        10,
        _("Whoever brought the case says which idea they take up, and why. It needs no vote."),
        ("decision",),
    ),
    Step(
        "schritt",
        _("Agree the next step"),
        5,
        _("Who does what until when? If it belongs to a milestone, link it."),
        ("next_step", "due", "milestone"),
    ),
)
BY_NAME = {step.name: step for step in STEPS}
MINUTES = sum(step.minutes for step in STEPS)


class Fact(NamedTuple):
    label: str
    words: str


@dataclass(frozen=True)
class Stage:
    """A step as it stands on this sheet."""

    step: Step
    facts: list[Fact]
    progress: Progress

    @property
    def is_ideas(self) -> bool:
        return self.step.name == IDEAS

    @property
    def is_now(self) -> bool:
        return self.progress == Progress.NOW

    @property
    def is_done(self) -> bool:
        return self.progress == Progress.DONE


def stages(consultation: Consultation, ideas: Sequence[SheetRow]) -> list[Stage]:
    """What is filled in is done; the first that is not is where one is."""
    found = [(step, _facts(consultation, step)) for step in STEPS]
    done = [bool(ideas) if step.name == IDEAS else bool(facts) for step, facts in found]
    now = done.index(False) if False in done else None
    return [
        Stage(step, facts, _progress(done[n], is_now=n == now))
        for n, (step, facts) in enumerate(found)
    ]


def _progress(done: bool, *, is_now: bool) -> Progress:
    if done:
        return Progress.DONE
    return Progress.NOW if is_now else Progress.OPEN


def _facts(consultation: Consultation, step: Step) -> list[Fact]:
    """What is filled in of this step."""
    facts = []
    for name in step.fields:
        value = getattr(consultation, name)
        if value in (None, ""):
            continue
        label = str(Consultation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        words = date_format(value) if name in {"held_on", "due"} else str(value)
        facts.append(Fact(label[:1].upper() + label[1:], words))
    return facts


def after(step: Step) -> Step | None:
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None
