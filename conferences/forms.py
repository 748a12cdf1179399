"""What readers may narrow a programme down to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from conferences.models.programme import Entry
from portal.text import clean_line

TOPIC, KIND, PERSON = "thema", "art", "person"


class Choice(NamedTuple):
    """One list to choose from; `error` says that the address names what is not in it."""

    name: str
    label: str
    all_of_them: str
    options: list[tuple[str, str]]
    chosen: str
    error: str


class ProgrammeFilter:
    """Topic, kind and person, each from what the programme holds.

    No Django form: its lists of a hundred names would cost more than the rest of the page. All
    choices are optional; what does not exist is said, and then not filtered by.
    """

    def __init__(self, asked: Mapping[str, str], entries: Sequence[Entry]) -> None:
        self.choices = [
            _choice(asked, TOPIC, _("Topic"), _("All topics"), _topics(entries)),
            _choice(asked, KIND, _("Kind"), _("All kinds"), _kinds(entries)),
            _choice(asked, PERSON, _("Person"), _("All persons"), _persons(entries)),
        ]

    @property
    def has_choices(self) -> bool:
        """Whether there is anything to choose, or something asked for that does not exist."""
        return self.is_asked or any(len(choice.options) > 1 for choice in self.choices)

    @property
    def is_narrowed(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def is_asked(self) -> bool:
        return any(choice.chosen or choice.error for choice in self.choices)

    def narrow(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries of the chosen topic, kind and person."""
        topic, kind, person = (choice.chosen for choice in self.choices)
        return [
            entry
            for entry in entries
            if (not topic or any(theme.slug == topic for theme in entry.topics))
            and (not kind or entry.kind == kind)
            and (not person or any(speaker.slug == person for speaker in entry.speakers))
        ]


def _choice(
    asked: Mapping[str, str], name: str, label: str, all_of_them: str, found: Mapping[str, str]
) -> Choice:
    value = clean_line(asked.get(name, ""))
    options = sorted(found.items(), key=lambda option: option[1].casefold())
    chosen = value if value in found else ""
    error = (
        _("This choice does not exist. You see the list without it.")
        if value and not chosen
        else ""
    )
    return Choice(name, label, all_of_them, options, chosen, error)


def _topics(entries: Iterable[Entry]) -> dict[str, str]:
    return {theme.slug: theme.name for entry in entries for theme in entry.topics}


def _kinds(entries: Iterable[Entry]) -> dict[str, str]:
    return {entry.kind: entry.kind_word for entry in entries}


def _persons(entries: Iterable[Entry]) -> dict[str, str]:
    """Those with a public page."""
    return {
        speaker.slug: speaker.name for entry in entries for speaker in entry.speakers if speaker.url
    }
