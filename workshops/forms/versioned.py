"""A form for what several people may edit at the same time."""

from typing import Any, NamedTuple, Self

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from workshops.models.kept import Kept


class Difference(NamedTuple):
    """What stands in a field now, where it is not what was typed."""

    label: str
    theirs: str


class VersionedForm(forms.Form):
    """Knows which version was read. Without a thing it is for a new one.

    `typed` are words that waited while the session had run out.
    """

    version = forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"),
            _("This page is out of date. Please load it anew; what you typed can be copied."),
        ),
    )

    def __init__(
        self, data: Any = None, *, thing: Kept | None = None, typed: dict[str, str] | None = None
    ) -> None:
        facts = {**self.facts_of(thing), "version": thing.version} if thing else {}
        super().__init__(data, initial={**facts, **(typed or {})}, auto_id="f-%s")
        if thing is None:
            del self.fields["version"]

    def facts_of(self, thing: Kept) -> dict[str, Any]:
        return {name: getattr(thing, name) for name in self.base_fields if name != "version"}

    def seeing(self, thing: Kept) -> Self:
        """The same words once more, for somebody who now knows how it stands."""
        words = {name: self.data.get(name) for name in self.fields}
        return type(self)({**words, "version": str(thing.version)}, thing=thing)

    @property
    def differences(self) -> list[Difference]:
        """Field by field what others wrote and was typed differently here."""
        return [
            Difference(str(field.label), _shown(field))
            for field in self.visible_fields()
            if field.name in self.changed_data
        ]


def _shown(field: BoundField) -> str:
    """The stored value in words."""
    stored = field.initial
    choices = getattr(field.field, "choices", ())
    words = {str(value): str(word) for value, word in choices}
    return words.get(str(stored), "–" if stored in (None, "") else str(stored))
