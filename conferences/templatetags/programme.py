"""{% load programme %}: the parts of a programme that a page repeats a hundred times.

Put together here and not by templates: a page of 120 sessions costs a third that way. Every value
is escaped in `_row`; nowhere else is markup written in Python.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conferences.models.programme import Entry, Slot

register = template.Library()


@register.simple_tag
def slots(found: Iterable[Slot]) -> SafeString:
    """{% slots day.slots %}: the items of the list `ol.day-list`, with their sessions."""
    words = {"cancelled": _("Cancelled"), "until": _("until"), "demo": _("Demonstration data")}
    return mark_safe("".join(_slot(slot, words) for slot in found))  # noqa: S308 - see `_row`


def _slot(slot: Slot, words: dict[str, str]) -> str:
    if slot.machine:
        head = _row('<time datetime="{}">{}</time>', slot.machine, slot.starts)
        head += _row("<span>{} {}</span>", words["until"], slot.ends) if slot.ends else ""
    else:
        head = _row('<span class="slot__open">{}</span>', slot.starts)
    layout = _row(' class="{}"', slot.layout) if slot.layout else ""
    sessions = "".join(_session(entry, words) for entry in slot.entries)
    return f'<li class="slot"><h3{layout}>{head}</h3><ul>\n{sessions}</ul></li>\n'


def _session(entry: Entry, words: dict[str, str]) -> str:
    form = ['<li class="{}"><span class="kind kind--{}">{}</span><h4><a href="{}">{}</a></h4>']
    values = [entry.classes, entry.tone, entry.kind_word, entry.url, entry.title]
    if entry.cancelled:
        form.append('<span class="places places--full">{}: {}</span>')
        values += [words["cancelled"], entry.cancelled]
    if entry.until:
        form.append('<span class="meta">{} {}</span>')
        values += [words["until"], entry.until]
    for speaker in entry.speakers:
        if speaker.url:
            form.append('<span class="session__people"><a href="{}">{}</a>{}</span>')
            values += [speaker.url, speaker.name, speaker.detail]
        else:
            form.append('<span class="session__people">{}{}</span>')
            values += [speaker.name, speaker.detail]
    if entry.room:
        form.append('<span class="session__room meta small">{}</span>')
        values.append(entry.room)
    if entry.notes:
        form.append('<span class="meta">{}</span>')
        values.append(" · ".join(entry.notes))
    if entry.is_demo:
        form.append('<span class="demo">{}</span>')
        values.append(words["demo"])
    return _row("".join([*form, "</li>\n"]), *values)


@register.simple_tag
def options(pairs: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """{% options choice.options choice.chosen %}: the options of a list to choose from."""
    return mark_safe(  # noqa: S308 - escaped in `_row`
        "".join(
            _row(
                f'<option value="{{}}"{" selected" if value == chosen else ""}>{{}}</option>',
                value,
                words,
            )
            for value, words in pairs
        )
    )


def _row(form: str, *values: str) -> str:
    """The form with these values in it, each escaped; all at once, for that is many times faster.

    No text holds the character between them; even if one did, nothing would stay unescaped.
    """
    return form.format(*escape("\0".join(values)).split("\0"))
