"""Which scopes an account looks after ("round:3"): the rooms know it, trail and outbox ask.

A room names its source once, when it is ready: `scopes.source(of_rounds)`.
"""

from collections.abc import Callable, Iterable
from typing import Any

Source = Callable[[Any], Iterable[str]]

_sources: list[Source] = []


def source(of: Source) -> None:
    """Ask this as well; asked once, however often the room gets ready."""
    if of not in _sources:
        _sources.append(of)


def of(user: Any) -> list[str]:
    """What an active account of the office looks after."""
    if not (user.is_active and user.is_staff):
        return []
    return [scope for source in _sources for scope in source(user)]
