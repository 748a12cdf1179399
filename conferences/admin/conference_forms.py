"""What is typed about a conference."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from portal.office import ReasonForm, SluggedForm
from portal.widgets import AttachingForm, DatedForm, PeriodField


class ConferenceForm(AttachingForm, DatedForm, SluggedForm):
    when = PeriodField(required=False)
    slug_from = ("short_title",)

    def clean_coordinators(self) -> Any:
        """An assignment means nothing to somebody without the role."""
        chosen = self.cleaned_data["coordinators"]
        strangers = [str(user) for user in chosen if not user.is_coordinator]
        if strangers:
            raise forms.ValidationError(
                _("%(names)s is not a coordinator."), params={"names": ", ".join(strangers)}
            )
        return chosen


class PostponeForm(ReasonForm):
    moved_to = forms.ModelChoiceField(
        Conference.objects.all(),
        label=_("Took place later as"),
        required=False,
        widget=AutocompleteSelect(
            Conference._meta.get_field("moved_to"),
            admin.site,
        ),
        help_text=_("May be named later, too, by the same button."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Conference.objects.visible_to(self.user)
        self.fields["moved_to"].queryset = seen  # type: ignore[attr-defined]
        self.initial = {"reason": self.thing.status_reason, "moved_to": self.thing.moved_to}
