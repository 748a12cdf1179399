"""A Kommune would like a Werkstatt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.open_forms import MailboxField, OpenForm
from portal.text import LineFormField, ProseFormField
from publications.models import Topic
from workshops.forms.municipality import MunicipalityField
from workshops.models import Interest

CONSENT = _(
    "The agency may store what I enter here and write to me about it. I can withdraw this at any "
    "time by e-mail."
)


class InterestForm(OpenForm):
    """Who would like a Werkstatt on what, and whom we may answer."""

    municipality = MunicipalityField(
        label=_("Your municipality"),
        help_text=_("Name or official key (AGS), for example “Kreis Lippe” or “05766”."),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.in_order(),
        label=_("Topic"),
        to_field_name="slug",
        empty_label=_("another topic, in your own words"),
        required=False,
    )
    topic_text = LineFormField(
        label=_("In your own words"),
        max_length=200,
        required=False,
        help_text=_("Needed if your topic is not in the list; otherwise what you mean exactly."),
    )
    urgency = forms.ChoiceField(
        label=_("When should it begin?"),
        choices=Interest.Urgency.choices,
        initial=Interest.Urgency.YEAR,
        widget=forms.RadioSelect,
    )
    contact_name = LineFormField(
        label=_("Your name"), max_length=160, widget=forms.TextInput({"autocomplete": "name"})
    )
    contact_email = MailboxField()
    contact_phone = LineFormField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    note = ProseFormField(
        label=_("What should we know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    consent = forms.BooleanField(
        label=CONSENT, error_messages={"required": _("Without your consent we cannot answer.")}
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        known = {"topic", "topic_text"} <= self.cleaned_data.keys()
        if known and not self.cleaned_data["topic"] and not self.cleaned_data["topic_text"]:
            self.add_error("topic_text", _("Please choose a topic, or name one."))
        return given

    def facts(self) -> dict[str, Any]:
        """What the action is told, once the form is valid."""
        names = ("topic", "topic_text", "urgency", "note")
        contact = ("contact_name", "contact_email", "contact_phone")
        kommune = self.cleaned_data["municipality"]
        is_known = isinstance(kommune, Municipality)
        return {
            **{name: self.cleaned_data[name] for name in (*names, *contact)},
            "municipality": kommune if is_known else None,
            "municipality_text": "" if is_known else kommune,
            "consent_text": str(CONSENT),
            "ticket": self.cleaned_data["opened"],
        }
