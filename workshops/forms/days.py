"""As of which day somebody wants to see figures."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EARLIEST = date(2000, 1, 1)


class DayForm(forms.Form):
    """A day that is not to come; without one it is today."""

    stand = forms.DateField(
        label=_("As of"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_stand(self) -> date:
        day: date | None = self.cleaned_data["stand"]
        if day and day > self.today:
            raise ValidationError(_("This day is still to come."))
        if day and day < EARLIEST:
            raise ValidationError(_("So long ago nothing was entered."))
        return day or self.today

    @property
    def day(self) -> date:
        """The day that was asked for, or today where that was no day."""
        asked: date = self.cleaned_data.get("stand", self.today) if self.is_valid() else self.today
        return asked
