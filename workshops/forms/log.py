"""What moved on a milestone, as it is typed."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import LineFormField, ProseFormField
from portal.widgets import NumberField, PeriodField
from workshops.forms.files import FilesField
from workshops.models import Milestone, ProgressEntry

_TYPED = ("note", "hurdle", "next_step")


class LogForm(forms.Form):
    """What moved on a milestone. Nothing is required; that something is said, the action checks.

    Several forms stand on one page, so every form has a name of its own for its ids.
    """

    status = forms.ChoiceField(
        choices=Milestone.Status.choices,
        widget=forms.RadioSelect,
        label=_("How does it stand?"),
        error_messages={
            "required": _("Please choose a status."),
            "invalid_choice": _("Please choose one of those offered."),
        },
    )
    status_seen = forms.ChoiceField(
        choices=Milestone.Status.choices,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            _("This page is out of date. Please load it anew; what you typed can be copied."),
        ),
    )
    note = ProseFormField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What has moved?"),
        help_text=_("One or two sentences are enough."),
    )
    hurdle = LineFormField(
        required=False,
        max_length=300,
        label=_("Hurdle"),
        help_text=_("Seen only by your team and its coordinators."),
    )
    next_step = LineFormField(
        required=False,
        max_length=300,
        label=_("Next step"),
        help_text=_("Who does what until when?"),
    )

    due = PeriodField(
        required=False,
        label=_("New deadline"),
        help_text=_("Only if it is postponed, for example “6 February 2027” or “autumn 2027”."),
    )

    value = NumberField(
        required=False,
        max_digits=15,
        decimal_places=3,
        label=_("New value of the figure"),
        help_text=_("As of today, for example “1,234.5”."),
    )
    documents = FilesField(
        required=False,
        max_length=200,
        label=_("Files"),
        help_text=_("PDF, Office and OpenDocument files, pictures; ten at once, up to 20 MB each."),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        milestone: Milestone,
        corrects: ProgressEntry | None = None,
        typed: dict[str, str] | None = None,
        may_drop: bool = False,
    ) -> None:
        self.may_drop = may_drop or milestone.is_dropped
        before = {name: getattr(corrects, name) for name in _TYPED} if corrects else {}
        now = {"status": milestone.status, "status_seen": milestone.status}
        super().__init__(
            data,
            files,
            initial={**before, **now, **(typed or {})},
            auto_id=f"{self.prefix_of(milestone.public_id)}-%s",
        )
        if not milestone.is_measured:
            del self.fields["value"]
        if not self.may_drop:  # dropping is for the lead
            words = [word for word in Milestone.Status.choices if word[0] != "dropped"]
            self.fields["status"].choices = words  # type: ignore[attr-defined]

    @staticmethod
    def prefix_of(public_id: UUID) -> str:
        """What the ids of the fields begin with: short, and unique on any page."""
        return f"m{public_id.hex[:8]}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        return {"files": given.pop("documents"), **given}

    @property
    def lost_files(self) -> bool:
        """Whether files came with what is shown again: no browser keeps them."""
        return bool(self.files)

    def seeing(self, milestone: Milestone) -> "LogForm":
        """The same words once more, for somebody who now knows how the status stands."""
        names = ("status", *_TYPED, "due", "value")
        typed = {name: self.cleaned_data[name] for name in names if name in self.fields}
        again = LogForm(milestone=milestone, typed=typed, may_drop=self.may_drop)
        again.files = self.files
        return again
