"""A fingerprint of everything that a programme and its calendar show, for conditional answers.

The database puts the values themselves together, so no change goes by unnoticed, whichever way it
came: a bulk update does not touch a date of change. One statement, compiled once per process.
"""

from functools import cache
from hashlib import blake2b
from typing import Any

from django.db import connection, models
from django.db.models import Aggregate, F, Func, QuerySet, Value
from django.db.models.functions import Now

from conferences.models.conference import Conference
from conferences.models.session import Session, SessionContribution

_VENUE = ("venue__name", "venue__street", "venue__postcode", "venue__city")
_ROOM = ("room__name", "room__position")
_SLUG = "-the-slug-"  # stands for the address while the statement is compiled
_PERSON = [
    f"person__{name}" for name in ("academic_title", "first_name", "last_name", "slug", "is_public")
]


class _Row(Func):
    """The values of a row as one text that no other row has."""

    function = "JSON_ARRAY"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "JSON_BUILD_ARRAY(%(expressions)s)::text"
        return super().as_sql(compiler, connection, template=template, **context)


class _Together(Aggregate):
    """All values of a column as one text."""

    function = "GROUP_CONCAT"
    name = "Together"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG(%(expressions)s, ',')"
        return super().as_sql(compiler, connection, template=template, **context)


def stamp(slug: str) -> str:
    """Changes whenever the programme of this published conference does; "" if there is none."""
    sql, params = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug if value == _SLUG else value for value in params])
        rows = sorted(str(row) for row in cursor.fetchall())
    if not any(row.startswith("('conference'") for row in rows):
        return ""
    return blake2b("\n".join(rows).encode(), digest_size=16).hexdigest()


@cache
def _statement(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The SQL of this kind of database, and its parameters."""
    published = Conference.objects.published()
    of_it = {"conference__slug": _SLUG}
    documents = Conference.documents.through.objects.filter(
        **of_it, document__kind="programme", document__published_at__lte=Now()
    )
    first, *others = [
        _part("conference", published.filter(slug=_SLUG), "pk", *_fields(Conference), *_VENUE),
        _part("session", Session.objects.filter(**of_it), "conference", *_fields(Session)),
        _part(
            "room", Session.objects.filter(**of_it), "conference", "room__name", "room__position"
        ),
        _part(
            "person",
            SessionContribution.objects.filter(session__conference__slug=_SLUG),
            "session__conference",
            *_fields(SessionContribution),
            *_PERSON,
        ),
        _part(
            "topic",
            Session.topics.through.objects.filter(session__conference__slug=_SLUG),
            "session__conference",
            *("session", "topic__slug", "topic__name"),
        ),
        _part(
            "document",
            documents,
            "conference",
            *("document", "document__title", "document__file_name", "document__size"),
        ),
    ]
    return first.union(*others, all=True).query.sql_with_params()


def _fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _part(what: str, rows: QuerySet[Any], grouped_by: str, *names: str) -> QuerySet[Any, Any]:
    """One row: a name, and all values of these rows as one text."""
    text = _Row(*map(F, names))
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .values(grouped_by)
        .annotate(what=Value(what), text=_Together(text))
        .values_list("what", "text")
    )
    return found
