"""A table that somebody sends."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.uploads import check_document, ending

LARGEST = 10_000_000


def _is_table(file: Any) -> None:
    if ending(file.name) not in {"xlsx", "csv"}:
        raise ValidationError(_("Please choose a table: a file that ends in .xlsx or .csv."))
    if file.size > LARGEST:
        raise ValidationError(_("This table is too large: at most 10 MB."))


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX or CSV, as it was downloaded here."),
        validators=[_is_table, check_document],
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Please choose a file.")},
    )
