"""The marks and parts that every template may use. Look: shared by all rooms, so kept small."""

from decimal import Decimal
from functools import cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.http import HttpRequest
from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from portal import richtext as rich
from portal import text
from portal.dates import Period

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """{% icon "calendar" %}: a decorative drawing from the sprite; the word stands beside it."""
    address = static("icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name
    )


@register.simple_tag
def mark(kind: str, word: str, icon_name: str = "", pill: bool = False) -> SafeString:
    """{% mark "progress" _("in progress") %}: a status as shape, word and colour.

    `kind` is the class behind `status--` (planned, progress, risk, reached, postponed, dropped);
    the shape has the same name unless given.
    """
    classes = "status" if kind == "planned" else f"status status--{kind}"
    classes += " status--pill" if pill else ""
    drawing = icon(icon_name or kind)
    return format_html('<span class="{}">{}<b>{}</b></span>', classes, drawing, word)


@register.simple_tag
def date_block(period: Period | None) -> SafeString:
    """{% date_block meeting.when %}: the date as the first column of a list of dates."""
    if period is None:
        return format_html(
            '<p class="date"><b class="is-word">{}</b></p>', pgettext("date", "open")
        )
    parts = period.parts
    return _date("is-word" if parts.is_word else "num", parts.big, parts.rest)


def _date(shape: str, big: str, rest: str) -> SafeString:
    return format_html('<p class="date"><b class="{}">{}</b>{}</p>', shape, big, rest)


@register.simple_block_tag
def card(content: SafeString, kicker: str = "", title: str = "", url: str = "") -> SafeString:
    """{% card kicker=… title=… url=… %} … {% endcard %}"""
    context = {"content": content, "kicker": kicker, "title": title, "url": url}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def empty(content: SafeString, title: str = "") -> SafeString:
    """{% empty title=_("No meeting yet") %} what to do next {% endempty %}"""
    return render_to_string("components/empty.html", {"content": content, "title": title})


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """{% breadcrumbs url title url title "Here" %}: pairs, and the page itself as the last."""
    links = list(zip(steps[:-1:2], steps[1:-1:2], strict=True))
    return {"links": links, "here": steps[-1]}


@register.simple_tag(takes_context=True)
def current(context: template.Context, url: str) -> SafeString:
    """`<a href="{{ url }}"{% current url %}>`: says whether we are there (page) or below (true).

    We are at the address of the request, unless the page says `here`.
    """
    here = context.get("here")
    if here is None:
        request: HttpRequest | None = context.get("request")
        here = request.path if request else ""
    return _CURRENT[here == url, here.startswith(url)]


_CURRENT = {
    (True, True): SafeString(' aria-current="page"'),
    (False, True): SafeString(' aria-current="true"'),
    (False, False): SafeString(""),
}


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """{% with_query page=2 %}: this page's query with changes; None takes a name out."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def filesize_de(size: int | None) -> str:
    """1,8 MB: powers of ten, one decimal at most, as people say it."""
    if size is None:
        return ""
    for factor, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if size >= factor:
            shown = floatformat(size / factor, -1 if size < 10 * factor else 0)
            return f"{shown}\u00a0{unit}"
    return f"{size}\u00a0Byte"


@register.filter
def number(value: Decimal | None) -> str:
    """{{ milestone.target|number }}: "1.234,5"; nothing for None."""
    return "" if value is None else text.number(value)


@register.filter
def richtext(html: str) -> SafeString:
    """{{ block.text|richtext }}: cleaned once more, then shown."""
    return rich.shown(html)


# --- forms ---------------------------------------------------------------------------------------
_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.RadioSelect, "kern-form-check__radio"),
    (forms.CheckboxSelectMultiple, "kern-form-check__checkbox"),
    (forms.CheckboxInput, "kern-form-check__checkbox"),
    (forms.Select, "kern-form-input__select"),
    (forms.Widget, "kern-form-input__input"),
]


@register.filter
def widget_kind(field: BoundField) -> str:
    """How the field template lays a field out: check, group, select or input."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    is_select = isinstance(widget, forms.Select) and not isinstance(widget, forms.SelectMultiple)
    return "select" if is_select else "input"


@register.simple_tag
def kern_widget(field: BoundField) -> SafeString:
    """The input itself, with KERN's classes and the state of error."""
    widget = field.field.widget
    kern = next(name for kind, name in _CLASSES if isinstance(widget, kind))
    classes = [kern, str(widget.attrs.get("class", ""))]
    if field.errors and kern.startswith("kern-form-input"):
        classes.append(f"{kern}--error")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def kern_choice(choice: BoundWidget) -> SafeString:
    """One radio button or tick of a group, with KERN's class."""
    kind = "radio" if choice.data["type"] == "radio" else "checkbox"
    choice.data["attrs"]["class"] = f"kern-form-check__{kind}"
    return choice.tag()


@register.filter
def anchor(field: BoundField) -> str:
    """The id that a link in the error summary jumps to: the first choice of a group."""
    return field.id_for_label or f"{field.auto_id}_0"
