"""The register as a table of values (CSV), in the form of our own list of Kommunen in NRW.

Columns: `ags5` or `ags`, `name` and `typ` are needed; `kurzname`, `verwaltungssitz`, `ars` (or
`ars_verwaltungssitz`, taken for cities), `einwohner` with `einwohner_am` (or the day in the name of
the column: `einwohner_2018_12_31`), `flaeche_km2`, `lat`, `lon`, `gueltig_von`, `gueltig_bis` and
`nachfolger` may be there; others are passed over. Separated by comma, semicolon or tabulator.
"""

import csv
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from municipalities.formats.register import Complaints, Entry, Register, is_key
from municipalities.models import Kind
from portal.refusals import Refusal
from portal.text import clean_line

KINDS = {
    "kreis": Kind.DISTRICT,
    "landkreis": Kind.DISTRICT,
    "kreisfreie stadt": Kind.CITY,
    "stadtkreis": Kind.CITY,
    "städteregion": Kind.REGION,
    "kreisangehörige stadt": Kind.TOWN,
    "stadt": Kind.TOWN,
    "gemeinde": Kind.MUNICIPALITY,
}
_COUNTED = re.compile(r"einwohner_([0-9]{4})_([0-9]{2})_([0-9]{2})")
_LENGTHS = {"name": 120, "kurzname": 80, "verwaltungssitz": 120}
_WITH_ARS = {Kind.CITY, Kind.TOWN, Kind.MUNICIPALITY}


def read(lines: Iterable[str], complaints: Complaints, counted_on: date | None = None) -> Register:
    """The rows of the table. Raises Refusal where it is no table of this form at all."""
    rows = list(lines)
    head = rows[0] if rows else ""
    separator = max(",;\t", key=head.count)
    table = csv.reader((f"{row}\n" for row in rows), delimiter=separator, strict=True)
    try:
        columns = [clean_line(name).lower() for name in next(table, [])]
        _demand(columns)
        entries = [
            entry
            for row in table
            if any(row)
            and (entry := _Row(table.line_num, columns, row, complaints, counted_on).entry())
        ]
    except csv.Error as error:
        text = _("Line %(line)d cannot be read as a table.") % {"line": table.line_num}
        raise Refusal(text) from error
    _complain_of_twins(entries, complaints)
    return Register(entries)


def _demand(columns: list[str]) -> None:
    needed = [("ags5", "ags"), ("name",), ("typ",)]
    missing = [names[0] for names in needed if not set(names) & set(columns)]
    if missing:
        text = _("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)}
        raise Refusal(text)


def _complain_of_twins(entries: Iterable[Entry], complaints: Complaints) -> None:
    known = set()
    for entry in entries:
        if (entry.ags, entry.valid_until) in known:
            text = _("The key %(key)s stands here a second time.")
            complaints.add(entry.line, text % {"key": entry.ags})
        known.add((entry.ags, entry.valid_until))


class _Row:
    """One row: the values by column, and the complaints about them."""

    def __init__(
        self,
        line: int,
        columns: list[str],
        row: list[str],
        complaints: Complaints,
        counted_on: date | None,
    ) -> None:
        self.line, self.complaints, self.is_wrong = line, complaints, False
        self.values = dict(zip(columns, map(clean_line, row), strict=False))
        self.counted_on = counted_on
        if len(row) != len(columns):
            self._complain(
                _("This row has %(number)d cells, the head has %(wanted)d.")
                % {"number": len(row), "wanted": len(columns)}
            )

    def entry(self) -> Entry | None:
        """None if something is wrong with the row."""
        kind = self._kind()
        key = self._key(kind)
        inhabitants, counted_on = self._inhabitants()
        name = self._text("name") or ""
        if not name:
            self._complain(_("The name is missing."))
        made: dict[str, Any] = {
            "short_name": self._text("kurzname") or name,
            "is_short_name_official": bool(self._text("kurzname")),
            "seat": self._text("verwaltungssitz") or None,
            "ars": self._ars(kind),
            "area": self._decimal("flaeche_km2", "0.1", (0, 10_000_000)),
            "inhabitants": inhabitants,
            "inhabitants_on": counted_on,
            "latitude": self._decimal("lat", "0.0001", (-90, 90)),
            "longitude": self._decimal("lon", "0.0001", (-180, 180)),
            "valid_from": self._date("gueltig_von"),
            "valid_until": self._date("gueltig_bis"),
            "successor": self.values.get("nachfolger", ""),
        }
        self._compare(made)
        if self.is_wrong or kind is None:
            return None
        return Entry(self.line, key, name, kind=kind, **made)

    def _complain(self, reason: str) -> None:
        self.is_wrong = True
        self.complaints.add(self.line, reason)

    def _text(self, column: str) -> str | None:
        text = self.values.get(column)
        if text and len(text) > _LENGTHS[column]:
            self._complain(
                _("“%(column)s” is longer than %(number)d characters.")
                % {"column": column, "number": _LENGTHS[column]}
            )
        return text

    def _kind(self) -> Kind | None:
        word = self.values.get("typ", "")
        kind = KINDS.get(word.lower())
        if kind is None:
            self._complain(_("“%(word)s” is no kind of Kommune.") % {"word": word})
        return kind

    def _key(self, kind: Kind | None) -> str:
        key = self.values.get("ags") or self.values.get("ags5") or ""
        if kind == Kind.CITY and len(key) == 8:
            key = key.removesuffix("000")
        lengths = (8,) if kind in {Kind.TOWN, Kind.MUNICIPALITY} else (5,)
        if not is_key(key, lengths):
            self._complain(_("“%(key)s” is no official key.") % {"key": key})
        return key

    def _ars(self, kind: Kind | None) -> str | None:
        ars = self.values.get("ars") or self.values.get("ars_verwaltungssitz")
        if not ars or kind not in _WITH_ARS:
            return None
        if not re.fullmatch(r"[0-9]{12}", ars):
            self._complain(_("“%(key)s” is no regional key of twelve digits.") % {"key": ars})
        return ars

    def _inhabitants(self) -> tuple[int | None, date | None]:
        column = next((name for name in self.values if _COUNTED.fullmatch(name)), "einwohner")
        text = self.values.get(column, "")
        if not text:
            return None, None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            self._complain(_("The inhabitants must be a whole number."))
            return None, None
        day = self._day("-".join(match.groups())) if (match := _COUNTED.fullmatch(column)) else None
        day = day or self._date("einwohner_am") or self.counted_on
        if day is None:
            self._complain(_("Please say on which day the inhabitants were counted."))
        return int(text), day

    def _decimal(self, column: str, step: str, limits: tuple[int, int]) -> Decimal | None:
        text = self.values.get(column, "")
        if not text:
            return None
        try:
            value = Decimal(text.replace(",", ".")).quantize(Decimal(step))
            if limits[0] <= value <= limits[1]:
                return value
        except InvalidOperation:
            pass
        self._complain(_("“%(column)s” is no possible number.") % {"column": column})
        return None

    def _date(self, column: str) -> date | None:
        text = self.values.get(column, "")
        return self._day(text) if text else None

    def _day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._complain(_("“%(day)s” is no day (YYYY-MM-DD).") % {"day": text})
            return None

    def _compare(self, made: dict[str, Any]) -> None:
        """What must hold between the cells."""
        begins, ends = made["valid_from"], made["valid_until"]
        if begins and ends and ends < begins:
            self._complain(_("The end must not lie before the beginning."))
        if (made["latitude"] is None) != (made["longitude"] is None):
            self._complain(_("Please give both latitude and longitude, in degrees."))
        if made["successor"] and not is_key(made["successor"]):
            self._complain(_("“%(key)s” is no official key.") % {"key": made["successor"]})
