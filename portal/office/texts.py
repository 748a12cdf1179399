"""Windows where some may change everything and others the texts alone."""

from typing import Generic, TypeVar

from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest

from portal.office.rights import Rights
from portal.office.window import OfficeAdmin

M = TypeVar("M", bound=models.Model)


class TextsAdmin(OfficeAdmin[M], Generic[M]):
    """Editors of texts change `texts` and read the rest; whom `full` allows, changes all of it.

    `ruled` are fields that nobody types: they change by buttons.
    """

    texts: tuple[str, ...] = ()
    ruled: tuple[str, ...] = ()
    full: Rights

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[str]:
        ruled = self.ruled_for(obj)
        if obj is None or self.full.allow("change", request.user, obj):
            return ruled
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [*ruled, *(str(name) for name in fields if name not in {*self.texts, *ruled})]

    def ruled_for(self, obj: M | None) -> list[str]:
        return list(self.ruled)
