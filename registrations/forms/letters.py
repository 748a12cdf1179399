"""Letters of an offer, as its stewards type them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text import LineFormField, ProseFormField
from registrations.letters import PLACEHOLDERS, unknown_placeholders
from registrations.models import OfferLetter, Quota

SESSION = "session-"


def check_placeholders(text: str) -> None:
    """Validator: braces hold one of our words, or the letter would go out with a gap."""
    if unknown := unknown_placeholders(text):
        known = ", ".join(f"{{{word}}}" for word in PLACEHOLDERS)
        raise ValidationError(
            _("“%(unknown)s” is no placeholder. You can use: %(known)s"),
            params={"unknown": f"{{{unknown[0]}}}", "known": known},
        )


class TextForm(forms.Form):
    """The offer's own words for one kind of letter; nothing means: ours."""

    subject = LineFormField(
        max_length=150,
        required=False,
        label=gettext_lazy("Subject line"),
        validators=[check_placeholders],
    )
    body = ProseFormField(
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 10}),
        label=gettext_lazy("Text"),
        validators=[check_placeholders],
    )


class LetterForm(forms.Form):
    """To whom, and what it says; `key` makes one letter of a double click."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    to = forms.ChoiceField(
        label=gettext_lazy("To"),
        error_messages={"invalid_choice": gettext_lazy("Please choose one from the list.")},
    )
    subject = LineFormField(
        max_length=150, label=gettext_lazy("Subject line"), validators=[check_placeholders]
    )
    text = ProseFormField(
        max_length=5000,
        widget=forms.Textarea({"rows": 10}),
        label=gettext_lazy("Text"),
        validators=[check_placeholders],
    )

    def __init__(self, data: Any = None, *, sessions: Sequence[Quota], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.sessions = {f"{SESSION}{quota.pk}": quota for quota in sessions}
        all_of = [OfferLetter.To.CONFIRMED, OfferLetter.To.WAITING]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            *((str(to.value), to.label) for to in all_of),
            *(
                (key, _("A place in: %(title)s") % {"title": one})
                for key, one in self.sessions.items()
            ),
        ]

    @property
    def is_readable(self) -> bool:
        """Whether there is something to look at: only what the person typed may still be wrong."""
        return self.is_bound and not any(name in self.errors for name in self.fields)

    @property
    def draft(self) -> dict[str, Any]:
        """What the action wants to know of it."""
        given = {name: self.cleaned_data[name] for name in ("key", "subject", "text")}
        session = self.sessions.get(self.cleaned_data["to"])
        to = OfferLetter.To.SESSION if session else self.cleaned_data["to"]
        return {**given, "to": to, "quota": session}
