"""Files for the team, as they are sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.pictures import DocumentFormField
from portal.text import LineFormField
from portal.uploads import DOCUMENTS, shown_name

AT_ONCE = 10


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(DocumentFormField):
    """Several documents at once; what is wrong is said of each by its name. Gives a list."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = [file for file in data or [] if file]
        if not sent and not self.required:
            return []
        if len(sent) > AT_ONCE:
            raise ValidationError(
                _("Please send up to %(most)s files at once."), params={"most": AT_ONCE}
            )
        if len(sent) < 2:
            return [super().clean(sent[0] if sent else None, initial)]
        return [self._clean_one(file) for file in sent]

    def _clean_one(self, file: Any) -> Any:
        try:
            return super().clean(file)
        except ValidationError as wrong:
            said = " ".join(wrong.messages)
            raise ValidationError(f"{shown_name(file.name)}: {said}") from wrong

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        kinds = ",".join(f".{kind}" for kind in DOCUMENTS)
        return {**super().widget_attrs(widget), "accept": kinds}


class FilesForm(forms.Form):
    """What a team wants to keep, and what it is."""

    documents = FilesField(
        max_length=200,
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "PDF, Office and OpenDocument files, pictures, text; up to 20 MB each, ten at once."
        ),
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )
    note = LineFormField(
        required=False,
        max_length=200,
        label=gettext_lazy("What it is"),
        help_text=gettext_lazy("A few words, for example “minutes of 4 March”."),
    )
