"""What a browser sends back from a page of the office."""

from django import forms
from django.urls import reverse


def window(label, verb, *args):
    """The address of a window: window("workshops.round", "change", 3)."""
    app, model = label.split(".")
    return reverse(f"admin:{app}_{model}_{verb}", args=args)


def press(label, thing, button):
    return window(label, "do", thing.pk, button)


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def filled(page, **changes):
    """The fields of an add or change page as they stand there, inlines included, then `changes`."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    rows = [
        page.context["adminform"].form,
        *(formset.management_form for formset in formsets),
        *(row for formset in formsets for row in formset.forms),
    ]
    return {**{name: value for row in rows for name, value in _values(row)}, **changes}


def text_fields(page):
    """The names of all fields that one types text into."""
    typed = forms.TextInput | forms.Textarea
    return [
        bound.html_name
        for bound in page.context["adminform"].form
        if isinstance(bound.field.widget, typed) and isinstance(bound.field, forms.CharField)
    ]


def _values(form):
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if isinstance(widget, forms.MultiWidget):
            for number, part in enumerate(widget.decompress(value)):
                yield f"{bound.html_name}_{number}", widget.widgets[number].format_value(part) or ""
        elif isinstance(widget, forms.CheckboxInput):
            if value:
                yield bound.html_name, "on"
        elif isinstance(bound.field, forms.FileField) or value is None:
            continue
        elif isinstance(value, list):
            yield bound.html_name, value
        else:
            yield bound.html_name, getattr(value, "pk", None) or _plain(widget, value)


def _plain(widget, value):
    given = widget.format_value(value)
    return given[0] if isinstance(given, list) else given or ""
