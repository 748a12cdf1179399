"""What many rounds reached, counted in four ways, at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from workshops.models.course import Past, Standing, pasts, standing
from workshops.models.milestone import Milestone, MilestoneQuerySet
from workshops.models.round import RoundQuerySet


class Share(NamedTuple):
    """A Kommune, a topic or a round, and how its milestones stood."""

    name: str
    standing: Standing

    @property
    def percent(self) -> int:
        return round(100 * self.standing.reached / self.standing.agreed)


class Year(NamedTuple):
    number: int
    agreed: int
    reached: int


@dataclass(frozen=True)
class Figures:
    """All milestones of some rounds, seen from the end of a day."""

    milestones: Sequence[Past]
    day: date

    @cached_property
    def whole(self) -> Standing:
        return standing(self.milestones, self.day)

    @cached_property
    def by_round(self) -> list[Share]:
        return self._shares(lambda one: str(one.team.round))

    @cached_property
    def by_municipality(self) -> list[Share]:
        return self._shares(lambda one: str(one.team))

    @cached_property
    def by_topic(self) -> list[Share]:
        """The most pursued first."""
        shares = self._shares(lambda one: str(one.topic or _("without a topic")))
        return sorted(shares, key=lambda share: -share.standing.agreed)

    @cached_property
    def by_year(self) -> list[Year]:
        """In which year it was agreed, and in which reached what counts as reached on that day."""
        counted = [
            past
            for past in self.milestones
            if past.status(self.day) not in (None, Milestone.Status.DROPPED)
        ]
        agreed = _years(past.milestone.agreed_on for past in counted)
        reached = _years(day for past in counted if (day := past.reached_on(self.day)))
        return [Year(year, agreed[year], reached[year]) for year in sorted({*agreed, *reached})]

    def _shares(self, name: Callable[[Milestone], str]) -> list[Share]:
        """In the order in which the names first occur; without those of which nothing counts."""
        parts: dict[str, list[Past]] = defaultdict(list)
        for past in self.milestones:
            parts[name(past.milestone)].append(past)
        shares = [Share(name, standing(part, self.day)) for name, part in parts.items()]
        return [share for share in shares if share.standing.agreed]


def figures(rounds: RoundQuerySet, day: date) -> Figures:
    """Of all teams there ever were: whoever leaves takes nothing out of the past. Two queries."""
    return Figures(pasts(milestones_of(rounds)), day)


def milestones_of(rounds: RoundQuerySet) -> MilestoneQuerySet:
    every = Milestone.objects.filter(team__round__in=rounds.order_by())
    return every.with_names().select_related("topic").by_team()


def _years(days: Iterable[date]) -> dict[int, int]:
    count: dict[int, int] = defaultdict(int)
    for day in days:
        count[day.year] += 1
    return count
