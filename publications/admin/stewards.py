from typing import Any, Generic, TypeVar

from django.db import models
from django.http import HttpRequest

from portal.office import OfficeAdmin

M = TypeVar("M", bound=models.Model)


class StewardedAdmin(OfficeAdmin[M], Generic[M]):
    """Who adds something looks after it: otherwise a coordinator could not go on working on it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change and request.user.is_coordinator:  # type: ignore[union-attr]
            form.instance.stewards.add(request.user)
