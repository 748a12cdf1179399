"""Rich text: one set of things an editor may use, cleaned on save and again on output."""

import re
from html import escape, unescape
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Blockquote": True,
    "HardBreak": True,
}
_HREF = re.compile(r"""(<a\b[^>]*?\shref\s*=\s*)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_WITH_SCHEME = re.compile(r"https?://[^\s/]|mailto:[^\s@]+@|tel:[+\d]|/(?![/\\])|#", re.IGNORECASE)
_BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(:\d+)?([/?#]\S*)?")
_BARE_MAIL = re.compile(r"[^\s@/:?]+@[\w-]+(\.[\w-]+)+")
_TAGS = {"p", "br", "strong", "em", "h2", "h3", "ul", "ol", "li", "a", "blockquote"}


def _own_or_named(tag: str, attribute: str, value: str) -> str | None:
    """A link leads to a named scheme or into our own house, never to `//host`."""
    address = value.strip().replace("\\", "/")
    return None if tag == "a" and attribute == "href" and address.startswith("//") else value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style"},
    attributes={"a": {"href"}},
    attribute_filter=_own_or_named,
    url_schemes={"https", "http", "mailto", "tel"},
    link_rel="noopener noreferrer",
)


def cleaned(html: str) -> str:
    """The HTML with nothing in it but what we allow; an empty paragraph counts as nothing."""
    safe = _CLEANER.clean(html.replace("\x00", "")).strip()
    return "" if safe == "<p></p>" else safe


def shown(html: str) -> SafeString:
    """The HTML for a page: cleaned once more, whatever way it came into the database."""
    return mark_safe(cleaned(html))  # noqa: S308 - cleaned by our own allow-list


def linked(html: str) -> str:
    """The HTML with addresses that lead somewhere: `example.org` becomes `https://example.org`.

    Raises ValidationError naming the first address that leads nowhere or does harm.
    """
    return _HREF.sub(_whole_address, html)


def _whole_address(found: re.Match[str]) -> str:
    quote, address = found[2], unescape(found[3]).strip()
    if _WITH_SCHEME.match(address):
        return found[0]
    if "@" in address and _BARE_MAIL.fullmatch(address):
        address = f"mailto:{address}"
    elif _BARE_HOST.fullmatch(address):
        address = f"https://{address}"
    else:
        raise ValidationError(
            _("The link “%(address)s” leads nowhere: please begin it with https://."),
            params={"address": address[:60]},
            code="link",
        )
    return f"{found[1]}{quote}{escape(address)}{quote}"


class RichTextField(ProseEditorField):  # type: ignore[misc]
    """HTML written with the editor; whatever way it comes, it is cleaned before it is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": cleaned, **kwargs})

    def clean(self, value: Any, instance: models.Model | None) -> Any:
        return super().clean(linked(value) if isinstance(value, str) else value, instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        value = cleaned(value) if isinstance(value, str) else value
        setattr(model_instance, self.attname, value)
        return value
