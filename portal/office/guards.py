"""What Django's admin leaves open: filters that nobody offered, and two hands on one record."""

from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest

M = TypeVar("M", bound=models.Model)


class GuardedAdmin(admin.ModelAdmin[M], Generic[M]):
    """`lookups` names the fields by which links of the office narrow the list down, besides."""

    lookups: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only filters that the list offers: any other would tell what the list does not show."""
        filters = self.get_list_filter(request) if request else self.list_filter
        firsts = [one[0] if isinstance(one, list | tuple) else one for one in filters]
        names = [getattr(one, "parameter_name", one) for one in firsts]
        offered = [name for name in [*names, *self.lookups, self.date_hierarchy] if name]
        if not any(lookup == name or lookup.startswith(f"{name}__") for name in offered):
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """A form saves whole rows: from reading to saving nobody else changes this one."""
        show = super().changeform_view
        if object_id is None or request.method != "POST":
            return show(request, object_id, *args, **kwargs)
        with transaction.atomic():
            key = self.opts.pk.to_python(unquote(object_id))
            self.model._base_manager.select_for_update().filter(pk=key).first()
            return show(request, object_id, *args, **kwargs)
