"""Kinds of mail that one can do without. The rooms above say which they send:

DIGEST = mail_kinds.register("digest", _("After a workshop day"), _("What was agreed."))
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class MailKind:
    """`name` is what a MailChoice keeps; the words are what its reader sees."""

    name: str
    title: str | Promise
    hint: str | Promise


_kinds: dict[str, MailKind] = {}


def register(name: str, title: str | Promise, hint: str | Promise) -> MailKind:
    if name in _kinds:
        raise ValueError(f"There are two kinds of mail named {name}.")
    _kinds[name] = MailKind(name, title, hint)
    return _kinds[name]


def known() -> list[MailKind]:
    """In the order in which they were registered."""
    return list(_kinds.values())


def named(name: str) -> MailKind | None:
    return _kinds.get(name)
