"""The bare view and what is measured against it in turns: bare, page, bare.

A round counts only if the bare view before and after agrees within ten per cent; the median of at
least three valid rounds is the result.
"""

import statistics
from dataclasses import dataclass
from typing import Protocol

from bench.server import Server

SECONDS = 0.4  # of CPU a block should take
ROUNDS, AT_MOST = 3, 20
TOLERANCE = 0.10


class Costing(Protocol):
    """Something that can be asked for again and again."""

    def cpu(self, times: int) -> float:
        """CPU seconds of one request, the mean of so many."""

    def times(self) -> int:
        """How many requests fill a block."""


@dataclass(frozen=True)
class Call:
    """A page of a server, as it is asked for again and again."""

    server: Server
    path: str
    known: str = ""
    cookie: str = ""

    def cpu(self, times: int) -> float:
        """CPU seconds of one request, the mean of so many."""
        start = self.server.cpu()
        for _round in range(times):
            answer, _body = self.server.get(self.path, self.known, self.cookie)
            if answer.status != (304 if self.known else 200):
                raise SystemExit(f"{self.path} answered {answer.status}")
        return (self.server.cpu() - start) / times

    def times(self) -> int:
        """How many requests fill a block."""
        self.cpu(5)  # warm
        return filling(self.cpu(5))


def filling(cost: float) -> int:
    """How many of this cost fill a block."""
    return max(3, int(SECONDS / max(cost, 1e-6)))


def ratio(yardstick: Costing, page: Costing) -> tuple[float, int]:
    """Bare CPU over the page's CPU: the median of the valid rounds, and how many there were."""
    bare_times, page_times = yardstick.times(), page.times()
    valid: list[float] = []
    for _attempt in range(AT_MOST):
        before = yardstick.cpu(bare_times)
        cost = page.cpu(page_times)
        after = yardstick.cpu(bare_times)
        if abs(before - after) <= TOLERANCE * min(before, after):
            valid.append((before + after) / 2 / cost)
        if len(valid) == ROUNDS:
            return statistics.median(valid), len(valid)
    raise SystemExit("The machine is too busy: bare view before and after never agreed.")
