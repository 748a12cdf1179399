"""The Gemeindeverzeichnis of the Federal Statistical Office as text of fixed width (GV100AD).

One record a line, 220 characters, positions counted from one. Certain, because a published sample
and two independent readers agree: kind of record 1-2; day of the borders 3-10 as YYYYMMDD; Land
11-12, Regierungsbezirk 13, Kreis 14-15, Gemeinde 16-18; Gemeindeverband 19-22; name 23-72; seat of
the administration 73-122; kind of the unit 123-124; area in hectares 129-139; inhabitants 140-150.
Since about 2019 the files are UTF-8, before that ISO 8859-1.
From the description alone, not seen in a sample of our own: the codes of the kinds except 45, 50
and 63. An unknown code is therefore a complaint, never a guess.
The file does not say on which day the inhabitants were counted; the day of the borders is taken
unless the caller knows better.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from municipalities.formats.register import Complaints, Entry, Register, is_key
from municipalities.models import Kind
from portal.text import clean_line

LAND, BEZIRK, REGION, KREIS, VERBAND, GEMEINDE = "10", "20", "30", "40", "50", "60"
RECORDS = {LAND, BEZIRK, REGION, KREIS, VERBAND, GEMEINDE}
_DIGITS = re.compile(r"[0-9]+")
_KREIS_KINDS = {
    "41": (Kind.CITY, "Stadt"),
    "42": (Kind.CITY, "Stadt"),
    "43": (Kind.DISTRICT, "Kreis"),
    "44": (Kind.DISTRICT, "Landkreis"),
    "45": (Kind.DISTRICT, ""),
}
_GEMEINDE_KINDS = {
    "60": Kind.MUNICIPALITY,
    "61": Kind.CITY,
    "62": Kind.CITY,
    "63": Kind.TOWN,
    "64": Kind.MUNICIPALITY,
    "65": None,  # a forest or a lake with inhabitants, but without a council
    "66": None,  # and without inhabitants
    "67": Kind.TOWN,
}
_STANDS_ALONE = ("Städteregion", "Region")


class Figures(NamedTuple):
    hectares: int = 0
    inhabitants: int = 0

    def plus(self, other: "Figures") -> "Figures":
        return Figures(self.hectares + other.hectares, self.inhabitants + other.inhabitants)


def is_gv100ad(text: str) -> bool:
    """Whether the first line looks like a record of this format."""
    first = text.lstrip("\n").partition("\n")[0]
    return first[:2] in RECORDS and bool(_DIGITS.fullmatch(first[2:12]))


def read(lines: Iterable[str], complaints: Complaints, counted_on: date | None = None) -> Register:
    """Kreise and Gemeinden; the figures of a Kreis are those of its Gemeinden together."""
    reader = _Reader(complaints, counted_on)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            reader.take(number, line)
    return reader.register()


class _Reader:
    def __init__(self, complaints: Complaints, counted_on: date | None) -> None:
        self.complaints = complaints
        self.counted_on = counted_on
        self.stands_on: date | None = None
        self.kreise: dict[str, Entry] = {}
        self.gemeinden: dict[str, Entry] = {}
        self.sums: dict[str, Figures] = defaultdict(Figures)
        self.left_out = 0

    def take(self, number: int, line: str) -> None:
        record = line[:2]
        if record not in RECORDS:
            self.complaints.add(
                number, _("“%(record)s” is no kind of record.") % {"record": record}
            )
        elif self._day_is_right(number, line[2:10]):
            if record == KREIS:
                self._take_kreis(number, line)
            elif record == GEMEINDE:
                self._take_gemeinde(number, line)

    def _day_is_right(self, number: int, digits: str) -> bool:
        try:
            day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            self.complaints.add(number, _("“%(day)s” is no day (YYYYMMDD).") % {"day": digits})
            return False
        self.stands_on = self.stands_on or day
        if day != self.stands_on:
            self.complaints.add(number, _("The day differs from the day of the first record."))
        return True

    def _take_kreis(self, number: int, line: str) -> None:
        key, code = line[10:15], line[122:124]
        kind, word = _KREIS_KINDS.get(code, (None, ""))
        if kind is None:
            self._complain_of_code(number, code)
        elif self._key_is_right(number, key, 5, self.kreise):
            official = clean_line(line[22:72])
            if official.startswith("Städteregion"):
                kind = Kind.REGION
            seat = "" if kind == Kind.CITY else clean_line(line[72:122]).partition(", ")[0]
            self.kreise[key] = self._entry(number, key, official, kind, word, seat=seat or None)

    def _take_gemeinde(self, number: int, line: str) -> None:
        key, code = line[10:18], line[122:124]
        figures = self._figures(number, line)
        if code not in _GEMEINDE_KINDS:
            self._complain_of_code(number, code)
        elif figures and self._key_is_right(number, key, 8, self.gemeinden):
            self.sums[key[:5]] = self.sums[key[:5]].plus(figures)
            kind = _GEMEINDE_KINDS[code]
            if kind is None:
                self.left_out += 1
                return
            verband = line[18:22] if _DIGITS.fullmatch(line[18:22]) else "0000"
            entry = self._entry(number, key, clean_line(line[22:72]), kind, "")
            entry = self._with(entry, figures)
            self.gemeinden[key] = replace(entry, ars=f"{key[:5]}{verband}{key[5:]}")

    def _key_is_right(self, number: int, key: str, length: int, known: dict[str, Entry]) -> bool:
        if not is_key(key, (length,)):
            self.complaints.add(number, _("“%(key)s” is no official key.") % {"key": key.strip()})
        elif key in known:
            text = _("The key %(key)s stands here a second time.")
            self.complaints.add(number, text % {"key": key})
        else:
            return True
        return False

    def _complain_of_code(self, number: int, code: str) -> None:
        text = _("“%(code)s” is no kind of Kreis or Gemeinde that we know.")
        self.complaints.add(number, text % {"code": code.strip()})

    def _figures(self, number: int, line: str) -> Figures | None:
        hectares, people = line[128:139].strip(), line[139:150].strip()
        is_whole = len(line) >= 150  # a figure cut off would be another figure
        if is_whole and all(_DIGITS.fullmatch(text) for text in (hectares, people)):
            return Figures(int(hectares), int(people))
        self.complaints.add(number, _("Area and inhabitants must be whole numbers."))
        return None

    def _entry(
        self, number: int, key: str, official: str, kind: Kind, word: str, seat: str | None = None
    ) -> Entry:
        if not official:
            self.complaints.add(number, _("The name is missing."))
        name, short_name = names(official, word)
        return Entry(number, key, name, short_name, kind, is_short_name_official=False, seat=seat)

    def _with(self, entry: Entry, figures: Figures) -> Entry:
        area = (Decimal(figures.hectares) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        day = self.counted_on or self.stands_on
        return replace(entry, area=area, inhabitants=figures.inhabitants, inhabitants_on=day)

    def register(self) -> Register:
        """A city without Kreis is one Kommune, though it has a record of either kind."""
        entries = []
        for key, kreis in self.kreise.items():
            own = self.gemeinden.pop(f"{key}000", None) if kreis.kind == Kind.CITY else None
            whole = self._with(kreis, self.sums[key]) if key in self.sums else kreis
            entries.append(replace(whole, ars=own.ars) if own else whole)
        for entry in self.gemeinden.values():
            if entry.ags[:5] not in self.kreise:
                text = _("The Kreis %(key)s is missing in this file.") % {"key": entry.ags[:5]}
                self.complaints.add(entry.line, text)
            entries.append(entry)
        return Register(entries, self.stands_on, self.left_out)


def names(official: str, word: str) -> tuple[str, str]:
    """The name as one writes it, and in short: "Köln, Stadt" is Stadt Köln, and Köln."""
    short, comma, addition = official.partition(", ")
    if comma:
        return f"{addition} {short}", short
    if word and "kreis" not in short.lower() and not short.startswith(_STANDS_ALONE):
        return f"{word} {short}", short
    return short, short
