"""The agenda of a day, as it is typed."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.text import LineFormField, ProseFormField, clean
from workshops.models import AgendaItem, Meeting, MeetingQuerySet
from workshops.models.agenda import LINKS, Told

_OUTCOME = re.compile(r"outcome-\d{1,18}")


class DayField(forms.ModelChoiceField[Meeting]):
    def label_from_instance(self, day: Meeting) -> str:
        return f"{day.round}: {day.title}"


class ItemForm(forms.Form):
    """An item, new or changed. Several stand on one page, so each has ids of its own."""

    title = LineFormField(
        max_length=200,
        label=_("Title"),
        help_text=_(
            "Stands on the public page of the day. Please no hurdle and no names of teams."
        ),
    )
    minutes = forms.IntegerField(
        min_value=1, max_value=720, label=_("Length in minutes"), initial=30
    )
    kind = forms.ChoiceField(
        choices=AgendaItem.Kind.choices, label=_("Kind"), initial=AgendaItem.Kind.WORK
    )
    description = ProseFormField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("What it is about"),
        help_text=_("Public as well."),
    )

    def __init__(self, data: Any = None, *, item: AgendaItem | None = None) -> None:
        initial = {name: getattr(item, name) for name in self.base_fields} if item else None
        super().__init__(data, initial=initial, auto_id=f"p{item.pk if item else ''}-%s")


class ChangeForm(ItemForm):
    """Names the version that was seen, so that nothing of others is overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def seeing(self, item: AgendaItem) -> "ChangeForm":
        """The same words once more, for somebody who now knows what the item says."""
        return ChangeForm({**self.cleaned_data, "version": item.version}, item=item)


class CandidateForm(forms.Form):
    """What shall come on the agenda: its kind and its number."""

    what = forms.ChoiceField(choices=[(link, link) for link in LINKS])
    number = forms.IntegerField(min_value=1, max_value=2**53)


class CopyForm(forms.Form):
    """From which day an empty agenda shall be filled."""

    earlier = DayField(
        Meeting.objects.none(),
        label=_("Agenda of another day"),
        empty_label=None,
        error_messages={"invalid_choice": _("Please choose one of the days.")},
    )

    def __init__(self, data: Any = None, *, days: MeetingQuerySet) -> None:
        super().__init__(data)
        self.fields["earlier"].queryset = days  # type: ignore[attr-defined]


class OutcomesForm(forms.Form):
    """A text for each item, with the version in which it was seen.

    An item that came meanwhile is left alone; what was typed for one that went is an error that
    carries the words, so that they are not lost.
    """

    def __init__(self, data: Any = None, *, items: Iterable[AgendaItem]) -> None:
        super().__init__(data)
        self.items = list(items)
        for item in self.items:
            self.fields[f"outcome-{item.pk}"] = ProseFormField(
                required=False,
                max_length=2000,
                initial=item.result,
                widget=forms.Textarea(attrs={"rows": 3}),
                label=_("Answer") if item.question else _("Outcome"),
                help_text=_reader(item),
            )
            self.fields[f"version-{item.pk}"] = forms.IntegerField(
                required=False,
                widget=forms.HiddenInput,
                initial=item.version,
                min_value=1,
                max_value=2**31 - 1,
            )

    def clean(self) -> None:
        """What was typed for items that are gone."""
        known = {f"outcome-{item.pk}" for item in self.items}
        for name in self.data:
            words = clean(str(self.data[name]))[:2000]
            if _OUTCOME.fullmatch(name) and name not in known and words:
                gone = _("An item was removed meanwhile. You had typed for it: %(words)s")
                self.add_error(None, ValidationError(gone, params={"words": words}))

    def outcomes(self) -> list[Told]:
        given = self.cleaned_data
        seen = [(item, given[f"version-{item.pk}"]) for item in self.items]
        return [
            Told(item.pk, version, given[f"outcome-{item.pk}"]) for item, version in seen if version
        ]

    def seeing(self, items: Iterable[AgendaItem]) -> "OutcomesForm":
        """The same words once more, for somebody who now sees what the items say."""
        now = list(items)
        typed = {told.item: told.text for told in self.outcomes()}
        data = {f"outcome-{item.pk}": typed.get(item.pk, item.result) for item in now}
        data |= {f"version-{item.pk}": str(item.version) for item in now}
        return OutcomesForm(data, items=now)

    def rows(self) -> list["OutcomeRow"]:
        """Each item with its two fields, and what it says now if that is not what was typed."""
        return [
            OutcomeRow(
                item,
                self[f"outcome-{item.pk}"],
                self[f"version-{item.pk}"],
                item.result if self.is_bound and item.result != self._typed(item) else "",
            )
            for item in self.items
        ]

    def _typed(self, item: AgendaItem) -> str:
        return clean(str(self[f"outcome-{item.pk}"].value() or ""))


class OutcomeRow(NamedTuple):
    item: AgendaItem
    outcome: BoundField
    version: BoundField
    theirs: str


def _reader(item: AgendaItem) -> Any:
    """Who will read it; it depends on what the item is about."""
    if item.question:
        if item.question.is_public:
            return _("This question is released: the answer appears on the page of the round.")
        return _("Read by the teams of the round and their coordinators.")
    if item.statement_id:
        return _("Read by the coordinators only.")
    if item.milestone_id:
        return _("Stands in the history of the milestone; read by the team and its coordinators.")
    return _("Appears on the public page of the day.")
