"""{% load programme %}: the parts of a programme that a page repeats a hundred times.

Put together here and not by templates: a page of 120 sessions costs a third that way. Every value
is escaped in `_row`, and nowhere else is markup written in Python.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conferences.models.programme import Entry, Speaker

register = template.Library()


@register.simple_tag
def sessions(entries: Iterable[Entry]) -> SafeString:
    """{% sessions slot.entries %}: the items of the list `ul` of a slot."""
    cancelled, until, demo = _("Cancelled"), _("until"), _("Demonstration data")
    rows = []
    for entry in entries:
        rows += [
            _row(
                '<li class="{}"><span class="kind kind--{}">{}</span>',
                entry.classes,
                entry.tone,
                entry.kind_word,
            ),
            _row('<h4><a href="{}">{}</a></h4>', entry.url, entry.title),
        ]
        if entry.cancelled:
            rows.append(
                _row('<span class="places places--full">{}: {}</span>', cancelled, entry.cancelled)
            )
        if entry.until:
            rows.append(_row('<span class="meta">{} {}</span>', until, entry.until))
        rows += map(_person, entry.speakers)
        if entry.room:
            rows.append(_row('<span class="session__room meta small">{}</span>', entry.room))
        if entry.notes:
            rows.append(_row('<span class="meta">{}</span>', " · ".join(entry.notes)))
        if entry.is_demo:
            rows.append(_row('<span class="demo">{}</span>', demo))
        rows.append("</li>\n")
    return mark_safe("".join(rows))  # noqa: S308 - escaped in `_row`


def _person(speaker: Speaker) -> str:
    if speaker.url:
        form = '<span class="session__people"><a href="{}">{}</a>{}</span>'
        return _row(form, speaker.url, speaker.name, speaker.detail)
    return _row('<span class="session__people">{}{}</span>', speaker.name, speaker.detail)


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
