"""German text folded for the search: the same letters on both databases.

"Fachkräfte-Werkstatt" becomes "fachkraftewerkstatt", `<p>Straße</p>` becomes "strasse".
PostgreSQL keeps indexes over folded text, which `TextIndex` makes in migrations; SQLite is taught
the function.
"""

import re
from typing import Any

from django.db import migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from portal.text import COLLATION

_UMLAUTS, _VOWELS = "äöü", "aou"
_ACCENTED = "àáâãåéèêëíìîïıòóôõøùúûýÿçñš"
_BARE = "aaaaaeeeeiiiiiooooouuuyycns"
_TABLE = str.maketrans(_UMLAUTS + _ACCENTED, _VOWELS + _BARE) | {ord("ß"): "ss"}
_TAG = r"</?[a-z][^<>]*>"

# Each step asks first whether it has anything to do: most texts have no tags and no accents, and
# `translate` is slow with many letters.
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION portal_folded(typed text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  bare text := translate(lower(typed COLLATE "{COLLATION}"), '{_UMLAUTS}', '{_VOWELS}');
BEGIN
  IF bare ~ '[{_ACCENTED}]' THEN bare := translate(bare, '{_ACCENTED}', '{_BARE}'); END IF;
  IF strpos(bare, 'ß') > 0 THEN bare := replace(bare, 'ß', 'ss'); END IF;
  IF strpos(bare, '<') > 0 THEN bare := regexp_replace(bare, '{_TAG}', ' ', 'g'); END IF;
  IF strpos(bare, '-') > 0 THEN
    bare := regexp_replace(bare, '([a-z])-(?=[a-z])', '\\1', 'g');
  END IF;
  RETURN bare;
END $$
"""


def folded(text: str) -> str:
    """Lower case, without accents, umlauts, tags and the hyphens inside of words."""
    bare = re.sub(_TAG, " ", text.lower().translate(_TABLE))
    return re.sub("(?<=[a-z])-(?=[a-z])", "", bare)


class Folded(models.Func):
    """These fields as one folded text."""

    function = "portal_folded"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


def teach_folding(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Gives an SQLite connection the function that a migration gives to PostgreSQL."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("portal_folded", 1, _folded, deterministic=True)


def _folded(text: Any) -> str | None:
    return None if text is None else folded(str(text))


class FoldingFunction(migrations.RunSQL):
    """Creates the function, where the database is PostgreSQL."""

    def __init__(self) -> None:
        super().__init__(_FUNCTION, "DROP FUNCTION portal_folded(text)")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {}

    def _run_sql(self, schema_editor: BaseDatabaseSchemaEditor, sqls: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super()._run_sql(schema_editor, sqls)  # type: ignore[misc]


class TextIndex(migrations.operations.base.Operation):
    """Indexes over these fields, where the database is PostgreSQL: words, parts, near misses.

    The fields must be those, in their order, that the search asks for: another order would be
    another expression, and the indexes would lie idle.
    """

    def __init__(self, model_name: str, title: list[str], text: list[str]) -> None:
        self.model_name = model_name
        self.title = title
        self.text = text

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        quote = schema_editor.quote_name
        model = to_state.apps.get_model(app_label, self.model_name)
        title, text = (
            Folded.arg_joiner.join(quote(model._meta.get_field(name).column) for name in fields)
            for fields in (self.title, [*self.title, *self.text])
        )
        table = model._meta.db_table
        indexes = {"words": f"to_tsvector('german', portal_folded({text}))"}
        if knows_trigrams(schema_editor.connection):
            indexes["parts"] = f"portal_folded({text}) gin_trgm_ops"
            indexes["near"] = f"portal_folded({title}) gin_trgm_ops"
        for name, expression in indexes.items():
            name = quote(f"{table}_{name}")
            schema_editor.execute(f"CREATE INDEX {name} ON {quote(table)} USING gin ({expression})")

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for name in ("words", "parts", "near"):
            schema_editor.execute(
                f"DROP INDEX IF EXISTS {schema_editor.quote_name(f'{table}_{name}')}"
            )

    def describe(self) -> str:
        return f"Index the text of {self.model_name}"


def knows_trigrams(connection: BaseDatabaseWrapper) -> bool:
    """Whether the extension pg_trgm is there; asked once for each connection."""
    known: bool | None = getattr(connection, "knows_trigrams", None)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
            known = bool(cursor.fetchone()[0])
        vars(connection)["knows_trigrams"] = known
    return known
