"""The extension pg_trgm, if this is PostgreSQL and the role may; the search does without."""

import logging

from django.db import DatabaseError, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

log = logging.getLogger(__name__)


def allow_near_misses(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as refused:
        log.warning("search does without near misses: %s", type(refused).__name__)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_audit_outbox_and_clock")]

    operations = [migrations.RunPython(allow_near_misses, migrations.RunPython.noop)]
