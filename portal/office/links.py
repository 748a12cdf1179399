"""Ways from one window of the office to the next."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def link(window: str, label: str, **query: object) -> SafeString:
    """A link to a list or form, narrowed down: link("workshops_round_add", "Add", workshop=3)."""
    return format_html(
        '<a href="{}?{}">{}</a>', reverse(f"admin:{window}"), urlencode(query), label
    )
