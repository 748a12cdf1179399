from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from people.models import User

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


def seen_by(user: User | AnonymousUser, rows: Rows, *, public: Rows) -> Rows:
    """All rows for editors, for coordinators what is public and what they look after themselves."""
    if not user.is_authenticated or not user.is_staff:
        return public
    if user.is_superuser or user.is_editor:
        return rows
    own = rows.model._default_manager.filter(stewards=user)
    return rows.filter(Q(pk__in=public.values("pk")) | Q(pk__in=own.values("pk")))
