"""The sessions of an offer to choose from: of each slot one, of the others any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from registrations.models import Quota

FREE = "sessions"


@dataclass(frozen=True)
class Option:
    """A session as one line of the form."""

    quota: Quota
    value: str
    is_chosen: bool
    is_mine: bool


@dataclass(frozen=True)
class Slot:
    """What one chooses among at the same time (`radio`), or any of (`checkbox`)."""

    field: BoundField
    type: str
    options: tuple[Option, ...]


def add(form: forms.Form, quotas: Sequence[Quota], chosen: Iterable[int]) -> None:
    """Offer these (with their occupancy); what was chosen before is marked."""
    before = {str(pk) for pk in chosen}
    for name, legend, theirs in _slots(quotas):
        choices = [(str(quota.pk), quota.title) for quota in theirs]
        ours = [value for value, _title in choices if value in before]
        if name == FREE:
            form.fields[name] = forms.MultipleChoiceField(
                label=legend, choices=choices, required=False
            )
            form.initial[name] = ours
        else:
            none = [("", _("None of these"))]
            form.fields[name] = forms.ChoiceField(
                label=legend, choices=[*none, *choices], required=False
            )
            form.initial[name] = ours[0] if ours else ""


def _slots(quotas: Sequence[Quota]) -> list[tuple[str, str, list[Quota]]]:
    slots = list(dict.fromkeys(quota.slot for quota in quotas if quota.slot))
    found = [
        (f"slot{number}", slot, [quota for quota in quotas if quota.slot == slot])
        for number, slot in enumerate(slots, start=1)
    ]
    free = [quota for quota in quotas if not quota.slot]
    return [*found, (FREE, _("Sessions"), free)] if free else found


def given(form: forms.Form, quotas: Sequence[Quota]) -> tuple[Quota, ...]:
    """What was chosen."""
    chosen: set[str] = set()
    for name, _legend, _theirs in _slots(quotas):
        value = form.cleaned_data.get(name) or []
        chosen |= {value} if isinstance(value, str) else set(value)
    return tuple(quota for quota in quotas if str(quota.pk) in chosen)


def bound(form: forms.Form, quotas: Sequence[Quota]) -> list[Slot]:
    """For the page: each session with what is free, and whether it is chosen now."""
    return [
        Slot(form[name], "checkbox" if name == FREE else "radio", _options(form[name], theirs))
        for name, _legend, theirs in _slots(quotas)
    ]


def _options(field: BoundField, quotas: list[Quota]) -> tuple[Option, ...]:
    now, before = _as_set(field.value()), _as_set(field.initial)
    return tuple(
        Option(quota, str(quota.pk), str(quota.pk) in now, str(quota.pk) in before)
        for quota in quotas
    )


def _as_set(value: object) -> set[str]:
    if isinstance(value, list | tuple):
        return {str(one) for one in value}
    return {str(value)} if value else set()
