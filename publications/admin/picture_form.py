from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publications.models import Picture


class PictureForm(forms.ModelForm[Picture]):
    """Says at the field itself that a picture needs its words, or none if it is decorative."""

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        words, decorative = (self.cleaned_data.get(name) for name in ("alt_text", "is_decorative"))
        if "alt_text" in self.cleaned_data and bool(words) == bool(decorative):
            said = _("Please describe the picture in words, or mark it as decorative.")
            self.add_error("alt_text", said)
        return given
