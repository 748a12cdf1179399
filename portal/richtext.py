"""Rich text: one set of things an editor may use, cleaned on save and again on output."""

from typing import Any

import nh3
from django.db import models
from django.utils.safestring import SafeString, mark_safe
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


class RichTextField(ProseEditorField):  # type: ignore[misc]
    """HTML written with the editor; whatever way it comes, it is cleaned before it is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": cleaned, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        value = cleaned(value) if isinstance(value, str) else value
        setattr(model_instance, self.attname, value)
        return value
