"""Letters to all, as they are typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.pictures import DocumentFormField
from portal.text import LineFormField, ProseFormField
from workshops.models import Meeting, MeetingFile, Round, Team
from workshops.models.circular import PLACEHOLDERS, unknown_placeholders

_WRONG = {"invalid_choice": gettext_lazy("Please choose one from the list.")}


def check_placeholders(text: str) -> None:
    """Validator: braces hold one of our words, or the letter would go out with a gap."""
    if unknown := unknown_placeholders(text):
        known = ", ".join(f"{{{word}}}" for word in PLACEHOLDERS)
        raise ValidationError(
            _("“%(unknown)s” is no placeholder. You can use: %(known)s"),
            params={"unknown": f"{{{unknown[0]}}}", "known": known},
        )


class CircularForm(forms.Form):
    """To whom, about which day, what it says; `key` makes one letter of a double click."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    team = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        to_field_name="public_id",
        label=gettext_lazy("To"),
        empty_label=gettext_lazy("All teams of the round"),
        error_messages=_WRONG,
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        required=False,
        label=gettext_lazy("About which day"),
        empty_label=gettext_lazy("the next one"),
        error_messages=_WRONG,
    )
    file = forms.ModelChoiceField(
        MeetingFile.objects.none(),
        required=False,
        to_field_name="public_id",
        label=gettext_lazy("Link to a file"),
        empty_label=gettext_lazy("none"),
        error_messages=_WRONG,
    )
    subject = LineFormField(
        max_length=150, label=gettext_lazy("Subject line"), validators=[check_placeholders]
    )
    text = ProseFormField(
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "{Name}, {Kommune} and {Termin} are replaced for each recipient. Greetings and the "
            "sender are added below."
        ),
        validators=[check_placeholders],
    )
    coordinators = forms.BooleanField(
        required=False, label=gettext_lazy("A copy for all coordinators of the round")
    )

    def __init__(self, data: Any = None, *, round: Round, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        offered = {
            "team": Team.objects.taking_part().filter(round=round).with_names().in_order(),
            "meeting": Meeting.objects.filter(round=round).in_order(),
            "file": MeetingFile.objects.of_round(round).newest_first(),
        }
        for name, queryset in offered.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class MinutesForm(forms.Form):
    """Minutes or a photo protocol of a day."""

    kind = forms.ChoiceField(choices=MeetingFile.Kind.choices, label=gettext_lazy("Kind"))
    document = DocumentFormField(
        max_length=200,
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Office and OpenDocument files or pictures; up to 20 MB."),
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )
