"""What is typed about a session, and checked before it reaches an action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.admin.base import PartForm
from conferences.models import Room, Session, SessionContribution
from conferences.models.free_time import usual_end
from portal.office import RecordForm, SluggedForm
from portal.widgets import AttachingForm, DateInput, TimeInput


class SessionForm(AttachingForm, PartForm, SluggedForm):
    slug_within = ("conference",)
    within = ("room", "repeats")

    def clean(self) -> dict[str, Any] | None:
        """A new session without an end lasts as long as its kind usually does."""
        given = super().clean()
        start, kind = self.cleaned_data.get("starts_at"), self.cleaned_data.get("kind")
        is_open = not self.data.get(self.add_prefix("ends_at"))
        if self.instance.pk is None and start and kind and is_open:
            self.cleaned_data["ends_at"] = usual_end(kind, start)
        return given


class MoveForm(RecordForm):
    day = forms.DateField(label=_("Day"), required=False, widget=DateInput)
    starts_at = forms.TimeField(label=_("Start"), required=False, widget=TimeInput)
    ends_at = forms.TimeField(label=_("End"), required=False, widget=TimeInput)
    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        session: Session = self.thing
        self.fields["room"].queryset = session.conference.rooms.all()  # type: ignore[attr-defined]
        self.initial = {name: getattr(session, name) for name in self.fields}


class CopyForm(RecordForm):
    as_repetition = forms.BooleanField(
        label=_("It repeats this session"),
        required=False,
        help_text=_("The copy takes the next free time of the day."),
    )


class ContributionForm(forms.ModelForm[SessionContribution]):
    def clean(self) -> dict[str, Any] | None:
        """Whoever is newly named belongs to where they belong today, unless it is typed."""
        given = super().clean()
        person = self.cleaned_data.get("person")
        if person and "person" in self.changed_data and not self.cleaned_data.get("affiliation"):
            organisation = str(person.organisation or "")
            self.cleaned_data["affiliation"] = organisation[:200]
        return given
