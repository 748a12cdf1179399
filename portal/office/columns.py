"""Columns and fields that only say something."""

from functools import reduce
from typing import Any

from django.contrib import admin
from django_stubs_ext import StrOrPromise


def words(path: str, label: StrOrPromise) -> Any:
    """Who or what it is ("team__municipality"), without a link to where one may not go."""

    @admin.display(description=label, ordering=path, empty_value="–")
    def said(self: Any, thing: Any) -> str:
        return str(reduce(getattr, path.split("__"), thing) or "")

    return said
