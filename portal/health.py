"""Whether the process lives and whether it is ready; neither tells versions."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database, migrations and storage; 503 as soon as one of them is not ready."""
    checks = {"database": _database, "migrations": _migrations, "storage": _storage}
    found = {name: _holds(check) for name, check in checks.items()}
    is_ready = all(found.values())
    return JsonResponse(found, status=HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _storage() -> bool:
    name = default_storage.save(f"probe/{uuid4().hex}", ContentFile(b"ready"))
    default_storage.delete(name)
    return True
