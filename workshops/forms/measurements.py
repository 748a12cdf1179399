"""A value of an indicator, as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import LineFormField
from portal.widgets import DateInput, NumberField


class MeasurementForm(forms.Form):
    """How high it was on a day."""

    value = NumberField(
        max_digits=15,
        decimal_places=3,
        label=_("Value"),
        help_text=_("A number, for example “1,234.5”."),
    )
    day = forms.DateField(widget=DateInput(), label=_("As of"))
    note = LineFormField(
        required=False,
        max_length=200,
        label=_("Note"),
        help_text=_("For example where the figure comes from, or what it leaves out."),
    )
