"""Hits of every kind in two questions to the database: where they stand, and what they say.

Both are one UNION over the kinds, so a kind more costs no question more. What the second brings
are plain columns; they come back as records, so that each kind shows itself with its own methods.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from django.db.models import Count, DateTimeField, Expression, Field, Model, QuerySet, Value, Window
from django.db.models.functions import JSONObject, RowNumber
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.timezone import is_naive, make_aware
from django_stubs_ext import StrOrPromise

from portal.search import Words, excerpt, marked


class Look(NamedTuple):
    """How a record shows itself in a list of hits, without marks."""

    title: str
    note: Sequence[object]
    texts: Sequence[str] = ()
    address: str = ""


class Hit(NamedTuple):
    """One line of the list, with its marks."""

    address: str
    title: SafeString
    note: str
    text: SafeString
    is_demo: bool


@dataclass(frozen=True, eq=False)
class Shelf:
    """A kind of record: its word in the address, its name, what of it is public, in which order.

    `columns` are all that `look` reads, those of a related record as `venue__name`; `show` adds
    what has to be asked for, for the few records that are shown.
    """

    key: str
    name: StrOrPromise
    public: Callable[[datetime], QuerySet[Any]]
    order: Sequence[str | Expression]
    columns: Sequence[str]
    look: Callable[[Any], Look]
    find: Callable[[Any, Words], QuerySet[Any]] = lambda rows, words: rows.search_for(words)
    show: Callable[[Any, Words], QuerySet[Any]] = lambda rows, words: rows

    def found(self, words: Words, at: datetime) -> QuerySet[Any]:
        """What everybody may see and the words find, with its `distance`."""
        return self.find(self.public(at), words)

    def hit(self, record: Any, words: Words) -> Hit:
        look = self.look(record)
        return Hit(
            address=look.address or record.get_absolute_url(),
            title=marked(look.title, words),
            note=" · ".join(str(part) for part in look.note if part),
            text=marked(excerpt(look.texts, words), words),
            is_demo=getattr(record, "is_demo", False),
        )


class Group(NamedTuple):
    """A shelf with what was found on it: how many, and the first of them."""

    shelf: Shelf
    number: int
    hits: list[Hit]


def grouped(shelves: Iterable[Shelf], words: Words, at: datetime, most: int) -> list[Group]:
    """The shelves with a hit, and on each the best ones."""
    by_key = {shelf.key: shelf for shelf in shelves}
    first, *others = (_places(shelf, words, at, most) for shelf in by_key.values())
    numbers: dict[str, int] = {}
    found: dict[str, list[int]] = {}
    for key, _place, pk, number in sorted(first.union(*others, all=True)):
        found.setdefault(key, []).append(pk)
        numbers[key] = number
    wanted = {shelf: found[key] for key, shelf in by_key.items() if key in found}
    hits = told(wanted, words, at)
    return [Group(shelf, numbers[shelf.key], hits[shelf.key]) for shelf in wanted]


def _places(shelf: Shelf, words: Words, at: datetime, most: int) -> QuerySet[Any]:
    """Rows of (key, place in order, pk, number of all hits)."""
    place = Window(RowNumber(), order_by=["distance", *shelf.order])
    rows: QuerySet[Any] = shelf.found(words, at).order_by()
    rows = rows.annotate(shelf=Value(shelf.key), place=place, number_of_all=Window(Count("pk")))
    return rows.filter(place__lte=most).values_list("shelf", "place", "pk", "number_of_all")


def told(wanted: dict[Shelf, list[int]], words: Words, at: datetime) -> dict[str, list[Hit]]:
    """The hits with these keys, in this order."""
    if not wanted:
        return {}
    first, *others = (_columns(shelf, keys, words, at) for shelf, keys in wanted.items())
    columns = {(key, pk): columns for key, pk, columns in first.union(*others, all=True)}
    return {
        shelf.key: [
            shelf.hit(_record(shelf.public(at).model, columns[shelf.key, pk]), words)
            for pk in keys
            if (shelf.key, pk) in columns
        ]
        for shelf, keys in wanted.items()
    }


def _columns(shelf: Shelf, keys: list[int], words: Words, at: datetime) -> QuerySet[Any]:
    rows: QuerySet[Any] = shelf.show(shelf.public(at).filter(pk__in=keys).order_by(), words)
    columns = JSONObject(**{name: name for name in shelf.columns})
    rows = rows.annotate(shelf=Value(shelf.key), columns=columns)
    return rows.values_list("shelf", "pk", "columns")


def _record(model: type[Model], columns: dict[str, Any]) -> Model:
    """A record of this model with these columns, and the records that it points to with theirs."""
    record, beside = model(), dict[str, dict[str, Any]]()
    fields = {field.name: field for field in model._meta.concrete_fields}
    for path, value in columns.items():
        name, _, rest = path.partition("__")
        if rest:
            beside.setdefault(name, {})[rest] = value
        else:
            setattr(record, name, _value(fields.get(name), value))
    for name, theirs in beside.items():
        there = any(value is not None for value in theirs.values())
        related = cast(type[Model], fields[name].related_model)
        setattr(record, name, _record(related, theirs) if there else None)
    return record


def _value(field: Field[Any, Any] | None, value: Any) -> Any:
    """What JSON brought, as the field would have it; a moment of SQLite is UTC without a word."""
    if field is None or value is None:
        return value
    if isinstance(field, DateTimeField):
        moment = parse_datetime(value)
        return make_aware(moment, UTC) if moment and is_naive(moment) else moment
    return field.to_python(value)
