"""The official register, taken over: what is new, what changed, what has ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.formats.register import Complaints, Entry, Register
from municipalities.models import Municipality
from people.models import User
from portal import audit
from portal.refusals import Refusal
from portal.text import slug

FIELDS = ("name", "kind", "ars", "seat", "area", "latitude", "longitude", "valid_from")
COUNTED = ("inhabitants", "inhabitants_on")
FEW = 5  # so many may end without a question
BATCH = 500


@dataclass
class Comparison:
    """What a register says that our records do not, rows not yet saved."""

    new: list[Municipality] = field(default_factory=list)
    changed: list[tuple[Municipality, list[str]]] = field(default_factory=list)
    ended: list[Municipality] = field(default_factory=list)
    unchanged: int = 0

    @property
    def fields(self) -> set[str]:
        """Which facts changed."""
        return {name for _row, names in self.changed for name in names}

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.ended)


def compare(*, register: Register, day: date, may_end_many: bool = False) -> Comparison:
    """Our records beside the register, whose borders are those of `day`. Changes nothing.

    A key of the same Land and length that is valid here and missing there ended the day before.
    Raises Refusal if a fifth of them would end, unless that is meant; if a successor is unknown.
    """
    return _Comparing(register, day).compare(may_end_many=may_end_many)


@transaction.atomic
def take_over(
    *, register: Register, day: date, by: User | None, at: datetime, may_end_many: bool = False
) -> Comparison:
    """Write the differences, all or none. A second time there are none, and nothing is written."""
    found = compare(register=register, day=day, may_end_many=may_end_many)
    if found.is_empty:
        return found
    _end(found.ended)
    _save_new(found.new)
    _save_changed([*found.changed, *((row, ["successor", *FIELDS]) for row in found.ended)])
    what = "municipality.register_taken_over"
    audit.record(what, Municipality, by=by, at=at, fields=found.fields)
    return found


def _end(ended: list[Municipality]) -> None:
    """First of all: a key may come back in the same file with another meaning."""
    Municipality.objects.bulk_update(ended, ["valid_until"], batch_size=BATCH)


def _save_new(new: list[Municipality]) -> None:
    """The Kreise before their Gemeinden, successors before those they follow."""
    for is_former, digits in [(False, 5), (False, 8), (True, 5), (True, 8)]:
        rows = [m for m in new if (m.valid_until is not None, len(m.ags)) == (is_former, digits)]
        for row in rows:
            row.parent, row.successor = row.parent, row.successor  # their keys are known by now
        Municipality.objects.bulk_create(rows, batch_size=BATCH)


def _save_changed(changed: list[tuple[Municipality, list[str]]]) -> None:
    """Rows of which the same facts changed, together."""
    alike: dict[tuple[str, ...], list[Municipality]] = defaultdict(list)
    for row, names in changed:
        row.parent, row.successor = row.parent, row.successor
        alike[tuple(names)].append(row)
    for alike_names, rows in alike.items():
        Municipality.objects.bulk_update(rows, alike_names, batch_size=BATCH)


class _Comparing:
    def __init__(self, register: Register, day: date) -> None:
        self.register, self.day = register, day
        rows = list(Municipality.objects.select_related("parent", "successor").order_by("pk"))
        self.current = {row.ags: row for row in rows if row.valid_until is None}
        self.former: dict[tuple[str, date | None], Municipality] = {
            (row.ags, row.valid_until): row for row in rows if row.valid_until
        }
        self.slugs = {row.slug for row in rows}
        self.known_scopes = {_scope(ags) for ags in self.current}
        self.ended: set[int] = set()
        self.found = Comparison()
        self.complaints = Complaints()

    def compare(self, *, may_end_many: bool) -> Comparison:
        self._end_vanished(may_end_many=may_end_many)
        now, then = _parted(self.register.entries)
        for entry in sorted(now, key=lambda one: len(one.ags)):
            self._place(entry, self.current.get(entry.ags))
        for entry in then:
            self._place(entry, self.former.get((entry.ags, entry.valid_until)))
        self.complaints.raise_any()
        return self.found

    def _end_vanished(self, *, may_end_many: bool) -> None:
        """Out of `current` with all that the register does not have any more."""
        now, then = _parted(self.register.entries)
        here, scopes = {entry.ags for entry in now}, {_scope(entry.ags) for entry in now}
        told = {entry.ags: entry for entry in then}
        held = [row for row in self.current.values() if _scope(row.ags) in scopes]
        missing = [row for ags, row in self.current.items() if ags not in here]
        gone = [row for row in missing if _scope(row.ags) in scopes and row.ags not in told]
        if not may_end_many and len(gone) > max(FEW, len(held) // 5):
            _refuse_to_end(len(gone), len(held))
        for row in [*gone, *(row for row in missing if row.ags in told)]:
            self._end(row, told.get(row.ags))

    def _end(self, row: Municipality, told: Entry | None) -> None:
        row.valid_until = told.valid_until if told else self.day - timedelta(days=1)
        if row.valid_until and row.valid_from and row.valid_until < row.valid_from:
            text = _("%(name)s would end before it began; this register is older than our records.")
            raise Refusal(text % {"name": row.name})
        del self.current[row.ags]
        self.former[(row.ags, row.valid_until)] = row
        self.found.ended.append(row)
        self.ended.add(row.pk)

    def _place(self, entry: Entry, row: Municipality | None) -> None:
        if row is None:
            self._add(entry)
        elif (names := self._changed(row, entry)) and row.pk not in self.ended:
            self.found.changed.append((row, names))
        elif row.pk not in self.ended:
            self.found.unchanged += 1

    def _add(self, entry: Entry) -> None:
        row = Municipality(ags=entry.ags, slug=self._free_slug(entry))
        row.valid_until = entry.valid_until
        self._changed(row, entry)
        row.short_name = entry.short_name
        if row.valid_from is None and not entry.is_former and _scope(row.ags) in self.known_scopes:
            row.valid_from = self.day
        if entry.is_former:
            self.former[(entry.ags, entry.valid_until)] = row
        else:
            self.current[entry.ags] = row
        self.found.new.append(row)

    def _changed(self, row: Municipality, entry: Entry) -> list[str]:
        """Puts into the row what the register says otherwise; which fields these are."""
        said = {name: getattr(entry, name) for name in FIELDS}
        if row.inhabitants_on is None or (entry.inhabitants_on or date.min) >= row.inhabitants_on:
            said |= {name: getattr(entry, name) for name in COUNTED}
        if entry.is_short_name_official or row.name != entry.name:
            said["short_name"] = entry.short_name
        if len(entry.ags) == 8 and not entry.is_former:
            said["parent"] = self.current.get(entry.ags[:5])
        if entry.successor:
            said["successor"] = self._successor(entry)
        names = [
            name
            for name, value in said.items()
            if value is not None and value != getattr(row, name)
        ]
        for name in names:
            setattr(row, name, said[name])
        return names

    def _successor(self, entry: Entry) -> Municipality | None:
        row = self.current.get(entry.successor)
        if row is None or entry.successor == entry.ags:
            text = _("The successor %(key)s is not known.")
            self.complaints.add(entry.line, text % {"key": entry.successor})
        return row

    def _free_slug(self, entry: Entry) -> str:
        """Short if it is free, else with the word before the name, else with the key."""
        short = slug(entry.short_name) or entry.ags
        year = f"-bis-{entry.valid_until.year}" if entry.valid_until else ""
        choices = [f"{short}{year}", f"{slug(entry.name)}{year}", f"{short}-{entry.ags}{year}"]
        free = next((one for one in choices if one not in self.slugs), None)
        chosen = free or f"{short}-{entry.ags}-{self.day.isoformat()}"
        self.slugs.add(chosen)
        return chosen


def _scope(ags: str) -> tuple[str, int]:
    """A register is whole in a Land, for Kreise or for Gemeinden."""
    return ags[:2], len(ags)


def _parted(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Those of today, and those of former times."""
    now: list[Entry] = []
    then: list[Entry] = []
    for entry in entries:
        (then if entry.is_former else now).append(entry)
    return now, then


def _refuse_to_end(gone: int, held: int) -> None:
    text = _(
        "%(gone)d of %(held)d keys are missing in this file; it is probably not complete."
        " Say --end-many if they really ended."
    )
    raise Refusal(text % {"gone": gone, "held": held})
