"""The open form for several people of one organisation."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.open_forms import MailboxField, OpenForm, mailbox
from portal.text import LineFormField
from registrations.forms.registration import municipality_field, organisation_field
from registrations.models import Offer, Particulars

ROWS = 6


class PersonForm(forms.Form):
    """One row; all of it or nothing."""

    first_name = LineFormField(label=gettext_lazy("First name"), max_length=80, required=False)
    last_name = LineFormField(label=gettext_lazy("Last name"), max_length=80, required=False)
    email = MailboxField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.values())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        said = [name for name in self.fields if cleaned.get(name) or name in self.errors]
        for name in self.fields:
            if said and name not in said:
                self.add_error(name, forms.Field.default_error_messages["required"])
        return cleaned


class TogetherForm(OpenForm):
    """The organisation, and under it a row per person."""

    organisation = organisation_field()

    def __init__(self, data: QueryDict | None = None, *, offer: Offer, at: datetime) -> None:
        super().__init__(data, at=at)
        if offer.asks_municipality != Offer.Asking.NO:
            self.fields["municipality"] = municipality_field(offer, at)
        self.rows = [PersonForm(data, prefix=f"person{n}") for n in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not all([row.is_valid() for row in self.rows]):
            raise ValidationError(_("Please check the people."))
        people = [row for row in self.rows if not row.is_empty]
        if not people:
            raise ValidationError(_("Please name at least one person."))
        boxes = [mailbox(row.cleaned_data["email"]) for row in people]
        for number, row in enumerate(people):
            if boxes[number] in boxes[:number]:
                row.add_error("email", _("Each person needs an own e-mail address."))
        if not all(row.is_valid() for row in people):
            raise ValidationError(_("Please check the people."))
        return cleaned

    @property
    def people(self) -> list[Particulars]:
        shared = {
            "organisation": self.cleaned_data["organisation"],
            "municipality": self.cleaned_data.get("municipality"),
        }
        return [Particulars(**row.cleaned_data, **shared) for row in self.rows if not row.is_empty]
