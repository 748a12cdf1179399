"""Earlier versions of a record in words: states by their labels, texts without markup."""

import re
from datetime import date, datetime, time
from typing import Any

from django.db.models import ManyToManyField
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from simple_history.models import ModelChange, ModelChangeValue
from simple_history.template_utils import HistoricalRecordContextHelper

from portal.richtext import RichTextField

_LONGEST = 4000
_ENDS = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<br\s*/?>")


class VersionWords(HistoricalRecordContextHelper):  # type: ignore[misc]
    """Before and after, whole and as a reader says it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_displayed_delta_change_chars": _LONGEST, **kwargs})

    def prepare_delta_change_value(self, change: ModelChange, value: ModelChangeValue) -> Any:
        field = self.model._meta.get_field(change.field)
        if isinstance(field, ManyToManyField):
            rows = super().prepare_delta_change_value(change, value)
            return ", ".join(sorted(map(str, rows))) or "–"
        if isinstance(field, RichTextField):
            return strip_tags(_ENDS.sub("\n", str(value or ""))).strip() or "–"
        return said(dict(field.flatchoices).get(value, value))


def said(value: Any) -> str:
    """A value as a reader says it: yes or no, a dash for nothing, days in German."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return str(localize(timezone.localtime(value)))
    return str(localize(value)) if isinstance(value, date | time) else str(value)
