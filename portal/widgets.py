"""Form fields and widgets that several rooms use."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.dates import Dated, Period, parse
from portal.text import number


class DateInput(forms.DateInput):
    """A date field that German browsers show filled: they want ISO, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The same for a time of the day, without seconds."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class NumberField(forms.DecimalField):
    """A number as Germans write it: "1.234,5", "12,5", "45"; "12.5" is understood too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Please write a number, for example “1,234.5”.")
        errors = {"invalid": wrong, **kwargs.pop("error_messages", {})}
        super().__init__(**{"error_messages": errors, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return number(value, grouped=False)
        return value

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


_BLANKS = re.compile(r"[\s'’]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


def _plain(typed: str) -> str:
    """ "1.234,5" becomes "1234.5"; a single point that parts no thousands is a decimal one."""
    text = _BLANKS.sub("", typed).replace("−", "-")  # noqa: RUF001 - a minus sign
    if "," in text or _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    return text


class PeriodField(forms.Field):
    """One text field for a date as precise as it is known: "Herbst 2025" gives a Period."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        hint = _("For example “6 February 2025”, “10–11 September 2024”, “autumn 2025” or “2025”.")
        super().__init__(**{"label": _("When"), "help_text": hint, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Period) else value

    def to_python(self, value: Any) -> Period | None:
        if isinstance(value, Period) or not value or not str(value).strip():
            return value if isinstance(value, Period) else None
        return parse(str(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "").strip()


class DatedForm(forms.ModelForm[Any]):
    """A form for something Dated: one field `when` in place of the three columns.

    List "when" among the fields; declare `when = PeriodField(required=False)` to make it optional.
    """

    when = PeriodField()
    instance: Dated

    class Meta:
        exclude = ["first_day", "last_day", "precision"]  # noqa: DJ006 - three columns, one field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("when", self.instance.when)

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if "when" in self.cleaned_data:
            self.instance.when = self.cleaned_data["when"]
        return given


class AttachingForm(forms.ModelForm[Any]):
    """What is attached already but not offered to this account, a draft of others, stays attached.

    Among many it is not shown; a single one is, for an empty field would take it away.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unseen: dict[str, list[models.Model]] = {}
        for name, field in self.fields.items():
            if self.instance.pk and isinstance(field, forms.ModelMultipleChoiceField):
                self._divide(name, field)
            elif self.instance.pk and isinstance(field, forms.ModelChoiceField):
                self._keep(name, field)

    def _divide(self, name: str, field: "forms.ModelMultipleChoiceField[Any]") -> None:
        attached = self.initial.get(name) or []
        keys = [thing.pk for thing in attached]
        offered = (
            set(field.queryset.filter(pk__in=keys))
            if keys and field.queryset is not None
            else set()
        )
        self.initial[name] = [thing for thing in attached if thing in offered]
        self.unseen[name] = [thing for thing in attached if thing not in offered]

    def _keep(self, name: str, field: "forms.ModelChoiceField[Any]") -> None:
        key, offered = self.initial.get(name), field.queryset
        if key is None or offered is None or offered.filter(pk=key).exists():
            return
        either = models.Q(pk=key) | models.Q(pk__in=offered.values("pk"))
        field.queryset = offered.model._default_manager.filter(either)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        for name, things in self.unseen.items():
            getattr(self.instance, name).add(*things)
