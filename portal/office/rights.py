"""Who may see, add, change and delete in the office: policies, not Django's permissions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Policy = Callable[[Any, Any], bool]


def superusers(user: Any, thing: Any) -> bool:
    """Only superusers: what holds unless an admin says otherwise."""
    return bool(user.is_superuser)


def nobody(user: Any, thing: Any) -> bool:
    return False


def office(user: Any, thing: Any) -> bool:
    """Everybody who may enter the office."""
    return bool(user.is_staff)


@dataclass(frozen=True)
class Rights:
    """One policy per verb: `may(user, thing) -> bool`.

    `thing` is the record, or None where the question is "any at all?" (lists, menus, adding);
    for inlines it is the parent record. Seeing includes whoever may change.
    """

    view: Policy = superusers
    add: Policy = superusers
    change: Policy = superusers
    delete: Policy = superusers

    @classmethod
    def read_only(cls, view: Policy = superusers) -> "Rights":
        return cls(view=view, add=nobody, change=nobody, delete=nobody)

    def allow(self, verb: str, user: Any, thing: Any) -> bool:
        """Whether an active account of the office may do this. Raises AttributeError on a typo."""
        if not (user.is_active and user.is_staff):
            return False
        policy: Policy = getattr(self, verb)
        return policy(user, thing)
