from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.text import LineFormField, ProseFormField
from portal.widgets import DateInput
from workshops.forms.actor import ScaleField
from workshops.forms.versioned import VersionedForm
from workshops.models import Milestone, Sheet, SheetRow, Team
from workshops.models.consultation import Step
from workshops.models.kept import Kept
from workshops.models.method import Column, Method, Shape

FILL_IN = _("Please fill in this field.")


class SheetForm(VersionedForm):
    """What a sheet is called."""

    title = LineFormField(
        max_length=160,
        label=_("Title"),
        help_text=_("So that the team finds it again, for example “Needs in care”."),
        error_messages={"required": _("Please give the sheet a title.")},
    )
    about = ProseFormField(
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What it is about"),
    )


class NewSheetForm(SheetForm):
    with_first_rows = forms.BooleanField(
        required=False, label=_("Begin with the seven core themes"), initial=True
    )

    def __init__(self, data: Any = None, *, method: Method, typed: dict[str, str]) -> None:
        super().__init__(data, typed=typed)
        if not method.first_rows:
            del self.fields["with_first_rows"]


class RowForm(VersionedForm):
    """A row, with the fields that the method has columns for."""

    def __init__(
        self,
        data: Any = None,
        *,
        sheet: Sheet,
        thing: SheetRow | None = None,
        typed: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, thing=thing, typed=typed)
        self.sheet = sheet
        for column in sheet.method.columns:
            self.fields[column.name] = _field(column)

    def facts_of(self, thing: Kept) -> dict[str, Any]:
        return dict(thing.cells) if isinstance(thing, SheetRow) else {}

    def seeing(self, thing: Kept) -> Self:
        words = {name: self.data.get(name) for name in self.fields}
        again = {**words, "version": str(thing.version)}
        return type(self)(again, sheet=self.sheet, thing=thing)  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a row without a word."""
        given = super().clean() or self.cleaned_data
        cells = {
            column.name: given.get(column.name)
            for column in self.sheet.method.columns
            if given.get(column.name) not in (None, "")
        }
        if not cells and not self.errors:
            raise ValidationError(_("Please fill in at least one field."))
        version = {"version": given["version"]} if "version" in given else {}
        return {"cells": cells, **version}


def _field(column: Column) -> forms.Field:
    facts: dict[str, Any] = {
        "required": column.is_required,
        "label": column.label,
        "help_text": column.hint,
        "error_messages": {"required": FILL_IN},
    }
    match column.shape:
        case Shape.SCALE:
            return ScaleField(required=False, label=column.label)
        case Shape.CHOICE:
            blank = [] if column.is_required else [("", _("not yet"))]
            return forms.ChoiceField(choices=[*blank, *column.choices], **facts)
        case Shape.LINE:
            return LineFormField(max_length=column.longest, **facts)
        case Shape.PROSE:
            widget = forms.Textarea(attrs={"rows": 2})
            return ProseFormField(max_length=column.longest, widget=widget, **facts)


class StepForm(VersionedForm):
    """The fields of one step of a kollegiale Beratung."""

    brought_by = LineFormField(required=False, max_length=160, label=_("Who brings the case"))
    led_by = LineFormField(required=False, max_length=160, label=_("Who keeps the time"))
    held_on = forms.DateField(required=False, widget=DateInput(), label=_("Held on"))
    case = ProseFormField(
        required=False, max_length=3000, widget=forms.Textarea({"rows": 10}), label=_("The case")
    )
    question = ProseFormField(
        required=False, max_length=600, widget=forms.Textarea({"rows": 3}), label=_("The question")
    )
    decision = ProseFormField(
        required=False, max_length=1500, widget=forms.Textarea({"rows": 5}), label=_("The decision")
    )
    next_step = LineFormField(required=False, max_length=300, label=_("Next step"))
    due = forms.DateField(required=False, widget=DateInput(), label=_("Until"))
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), required=False, label=_("Milestone"), empty_label=_("without")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        step: Step,
        team: Team,
        thing: Sheet,
        typed: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, thing=thing, typed=typed)
        self.step, self.team = step, team
        for name in set(self.fields) - {"version", *step.fields}:
            del self.fields[name]
        if "milestone" in self.fields:
            own = Milestone.objects.filter(team=team).by_due_date()
            self.fields["milestone"].queryset = own  # type: ignore[attr-defined]

    def facts_of(self, thing: Kept) -> dict[str, Any]:
        if not isinstance(thing, Sheet):
            return {}
        held = thing.consultation
        names = [name for name in self.base_fields if name not in {"version", "milestone"}]
        return {**{name: getattr(held, name) for name in names}, "milestone": held.milestone_id}

    def seeing(self, thing: Kept) -> Self:
        words = {name: self.data.get(name) for name in self.fields}
        again = {**words, "version": str(thing.version)}
        return type(self)(again, step=self.step, team=self.team, thing=thing)  # type: ignore[arg-type]
