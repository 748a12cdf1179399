"""Questions that every page asks alike: their SQL is put together once per process.

Building a queryset and compiling it costs far more than the database needs for the answer. Only
the values differ from reader to reader; they are filled in each time (ADR 12).
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

P = ParamSpec("P")
Row = TypeVar("Row")
Build = Callable[..., QuerySet[Any, Any]]
Kinds = tuple[type, ...]

# Two values of each kind that stand for the real ones while the SQL is put together. Where the
# parameters of both differ, a value belongs; nothing else may have been made of it.
_STAND_INS: dict[type, Callable[[int, int], Any]] = {
    str: lambda place, other: f"-stand-in-{place}-{other}-",
    int: lambda place, other: 31_000 + 2 * place + other,
    date: lambda place, other: date(9000, 2, 3) + timedelta(days=place, weeks=60 * other),
    datetime: lambda place, other: (
        datetime(9000, 2, 3, 4, 5, 6, tzinfo=UTC) + timedelta(days=place, hours=9_999 * other)
    ),
}


class _Statement(NamedTuple):
    """SQL, and which parameter is which value: its number, the value's place, its kind."""

    asked: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    values: list[tuple[int, int, type]]


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Decorates a function that makes a queryset of its parameters; answers with the rows.

    Values are texts, whole numbers, days and times, in the order of the parameters; whoever is
    not signed in counts as a constant. For anything else the question is put together anew.
    One question only: what belongs to the rows is asked for by itself.
    """

    @wraps(build)
    def ask(*values: Any) -> list[Row]:
        kinds = tuple(value.__class__ for value in values)
        if not all(kind in _STAND_INS or kind is AnonymousUser for kind in kinds):
            return list(build(*values))  # type: ignore[call-arg]
        statement = _statement(build, kinds)
        asked = statement.asked.all()
        asked.query.get_compiler = partial(_compiler, statement, values)  # type: ignore[method-assign]
        return list(asked)

    return ask  # type: ignore[return-value]


def the_one(found: list[Row]) -> Row:
    """The first row; raises Http404 if there is none."""
    if not found:
        raise Http404
    return found[0]


def _stand_ins(kinds: Sequence[type], other: int) -> list[Any]:
    return [
        _STAND_INS[kind](place, other) if kind in _STAND_INS else AnonymousUser()
        for place, kind in enumerate(kinds)
    ]


@cache
def _statement(build: Build, kinds: Kinds) -> _Statement:
    """Puts it together twice and compares; raises TypeError for what cannot be prepared."""
    asked = build(*_stand_ins(kinds, 0))
    compiler, sql, params = _compiled(asked)
    _other, same_sql, others = _compiled(build(*_stand_ins(kinds, 1)))
    wanted = [[_adapted(each, asked.db) for each in _stand_ins(kinds, other)] for other in (0, 1)]
    pairs = list(zip(*wanted, strict=True))
    values: list[tuple[int, int, type]] = []
    for number, pair in enumerate(zip(params, others, strict=True)):
        if pair[0] == pair[1]:
            continue
        if pair not in pairs:
            raise TypeError(f"{build.__qualname__} makes {pair[0]!r} of a value.")
        values.append((number, pairs.index(pair), type(pair[0])))
    plain = {place for place, kind in enumerate(kinds) if kind in _STAND_INS}
    if asked._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise TypeError(f"{build.__qualname__} asks more than one question.")
    if sql != same_sql or plain != {place for _number, place, _kind in values}:
        raise TypeError(f"{build.__qualname__} does not always ask the same.")
    return _Statement(asked, compiler, sql, params, values)


def _compiled(asked: QuerySet[Any, Any]) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
    compiler = asked.query.get_compiler(asked.db)
    sql, params = compiler.as_sql()
    return compiler, sql, tuple(params)


def _adapted(value: Any, using: str) -> Any:
    """As this database wants it."""
    ops = connections[using].ops
    if isinstance(value, datetime):
        return ops.adapt_datetimefield_value(value)
    return ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _compiler(
    statement: _Statement, values: Sequence[Any], using: str, *_rest: Any, **_options: Any
) -> SQLCompiler:
    """A compiler that has done its work already, with these values in it."""
    compiler = copy(statement.compiler)
    compiler.connection = connections[using]
    params = list(statement.params)
    for number, place, kind in statement.values:
        value = _adapted(values[place], using)
        params[number] = kind(value) if isinstance(value, int) else value
    compiler.as_sql = lambda *_rest, **_options: (statement.sql, tuple(params))  # type: ignore[method-assign]
    return compiler
