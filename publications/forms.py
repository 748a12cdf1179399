"""What readers may narrow a list down to, and ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.open_forms import MailboxField, OpenForm
from portal.text import ProseFormField
from publications.models import Document, DocumentQuerySet, ReportQuerySet, Topic

ADDRESS_WORDS = {"kind": "art", "topic": "thema", "year": "jahr"}


class _Filter(forms.Form):
    """All choices are optional; what does not exist is said, and then not filtered by."""

    def __init__(
        self, *args: Any, topics: QuerySet[Topic], years: list[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = forms.ModelChoiceField(
            topics,
            label=_("Topic"),
            to_field_name="slug",
            empty_label=str(_("All topics")),
            required=False,
        )
        self.fields["year"] = forms.TypedChoiceField(
            choices=[("", _("All years")), *((str(year), str(year)) for year in years)],
            label=_("Year"),
            coerce=int,
            empty_value=None,
            required=False,
        )
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _(
                "This choice does not exist. You see the list without it."
            )

    def add_prefix(self, field_name: str) -> str:
        """The names in the address are words of the page: `?thema=ganztag&jahr=2025`."""
        return ADDRESS_WORDS.get(field_name, field_name)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())


class ReportFilter(_Filter):
    def narrow(self, reports: ReportQuerySet) -> ReportQuerySet:
        """The reports of the chosen topic and year."""
        self.full_clean()
        if topic := self.cleaned_data.get("topic"):
            reports = reports.about(topic)
        if year := self.cleaned_data.get("year"):
            reports = reports.of_year(year)
        return reports


class DocumentFilter(_Filter):
    kind = forms.ChoiceField(
        choices=[("", _("All kinds")), *Document.Kind.choices], label=_("Kind"), required=False
    )

    def narrow(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """The documents of the chosen kind, topic and year."""
        self.full_clean()
        if kind := self.cleaned_data.get("kind"):
            documents = documents.filter(kind=kind)
        if topic := self.cleaned_data.get("topic"):
            documents = documents.about(topic)
        if year := self.cleaned_data.get("year"):
            documents = documents.of_year(year)
        return documents


class AccessibleVersionForm(OpenForm):
    """What somebody needs instead of a document as it is."""

    email = MailboxField(help_text=_("We answer to this address and use it for nothing else."))
    message = ProseFormField(
        label=_("What do you need?"),
        max_length=2000,
        required=False,
        help_text=_("For example large print, a text for a screen reader or plain German."),
        widget=forms.Textarea({"rows": 5}),
    )
