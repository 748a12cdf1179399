"""A Kommune as people name it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.dates import berlin_day
from portal.text import LineFormField

LONGEST = 160


class MunicipalityField(LineFormField):
    """A Kommune of today by its name or official key; what the register does not know stays text.

    The template offers the names by `<datalist id="kommunen">`.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"list": "kommunen", "autocomplete": "off"})
        super().__init__(**{"max_length": LONGEST, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        """A Municipality, or the words; raises ValidationError where several are meant."""
        words = super().clean(value)
        return find(words) if words else words


def find(words: str) -> Municipality | str:
    """The one Kommune of this name or key, else the words as they are.

    Raises ValidationError where several are called so, and for a key that nobody has.
    """
    today = berlin_day(timezone.now())
    found = list(Municipality.objects.current(today).called(words).in_order()[:6])
    exact = [one for one in found if one.known_as.casefold() == words.casefold()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        names = ", ".join(f"{one.known_as} ({one.ags})" for one in found)
        several = _("Several Kommunen are called so: %(names)s. Please enter the key.")
        raise forms.ValidationError(several, params={"names": names})
    if words.isdecimal():
        raise forms.ValidationError(_("No Kommune of today has this official key."))
    return words
