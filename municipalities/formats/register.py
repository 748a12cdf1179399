"""The official register as it was read: its rows, and what is wrong with the file."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from municipalities.models import Kind
from municipalities.models.municipality import LAENDER
from portal.refusals import Refusal

SHOWN = 20  # complaints; the rest is counted
_KEY = re.compile(r"[0-9]{5}(?:[0-9]{3})?")


@dataclass(frozen=True)
class Entry:
    """One Kommune in the register. None means that the file does not speak of it."""

    line: int
    ags: str
    name: str
    short_name: str
    kind: Kind
    is_short_name_official: bool = True
    ars: str | None = None
    seat: str | None = None
    area: Decimal | None = None
    inhabitants: int | None = None
    inhabitants_on: date | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""

    @property
    def is_former(self) -> bool:
        return self.valid_until is not None


@dataclass(frozen=True)
class Register:
    """All rows of a file; the day whose borders it shows, if it says one."""

    entries: list[Entry]
    stands_on: date | None = None
    left_out: int = 0

    def of_land(self, land: str) -> "Register":
        """The part of one Land, by its two digits."""
        own = [entry for entry in self.entries if entry.ags.startswith(land)]
        return Register(own, self.stands_on, self.left_out)


@dataclass
class Complaints:
    """What is wrong, line by line; nothing is taken over as long as there is one."""

    said: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        self.said.append((line, reason))

    def raise_any(self) -> None:
        """Raises a Refusal with the first of them, in the order of the file."""
        if not self.said:
            return
        said = sorted(self.said, key=lambda complaint: complaint[0])
        of_line, and_more = _("Line %(line)d: %(reason)s"), _("And %(number)d more complaints.")
        shown = [of_line % {"line": line, "reason": reason} for line, reason in said[:SHOWN]]
        if len(said) > SHOWN:
            shown.append(and_more % {"number": len(said) - SHOWN})
        raise Refusal(shown)


def is_key(text: str, lengths: Collection[int] = (5, 8)) -> bool:
    """Whether this can be an Amtlicher Gemeindeschlüssel of one of these lengths."""
    return len(text) in lengths and bool(_KEY.fullmatch(text)) and text[:2] in LAENDER
