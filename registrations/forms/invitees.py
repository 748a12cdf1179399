"""A table of invited people, as it is sent: as a file, and once more after it was looked at."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.uploads import check_document, ending

LARGEST = 1_000_000


def _is_table(file: Any) -> None:
    if ending(file.name) not in {"xlsx", "csv"}:
        raise ValidationError(_("Please choose a table: a file that ends in .xlsx or .csv."))
    if file.size > LARGEST:
        raise ValidationError(_("This table is too large: at most 1 MB."))
    if ending(file.name) == "xlsx":
        check_document(file)  # a CSV file may come in encodings that look like no text


class InviteesForm(forms.Form):
    """Looking keeps nothing on the server: what was looked at comes back in `looked_at`."""

    file = forms.FileField(
        label=_("Table"),
        required=False,
        help_text=_("XLSX or CSV with a head line."),
        validators=[_is_table],
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )
    looked_at = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if not self.errors and not (self.cleaned_data["file"] or self.cleaned_data["looked_at"]):
            self.add_error("file", _("Please choose a file."))
        return given

    @property
    def content(self) -> bytes:
        """The table, a new file before the old one."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else self.cleaned_data["looked_at"].encode()
