"""Text as people mean it: cleaned on save, German in slugs, in order and in search."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Collate
from django.utils.formats import number_format
from django.utils.text import slugify

Typed = TypeVar("Typed")
Read = TypeVar("Read")

COLLATION = "de-x-icu"  # known to PostgreSQL; taught to SQLite by `teach_german`

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\n]+")
_GERMAN_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "Ss"}
)


def clean(text: str) -> str:
    """The text without what cannot be seen: controls, zero-width and direction marks; NFC, trimmed.

    Line breaks stay, as `\\n`; everything else of the categories Cc, Cf and Cs goes.
    """
    text = _BREAKS.sub("\n", text)
    seen = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return unicodedata.normalize("NFC", "".join(seen)).strip()


def clean_line(text: str) -> str:
    """The same in one line: breaks, tabs and runs of blanks become one blank."""
    return _BLANKS.sub(" ", clean(text))


def slug(text: str, max_length: int = 80) -> str:
    """ "Übergänge" becomes "uebergaenge"; cut at a word, never empty-handed for German letters."""
    whole = slugify(unicodedata.normalize("NFC", text).translate(_GERMAN_LETTERS))
    if len(whole) <= max_length:
        return whole
    cut = whole[: max_length + 1].rpartition("-")[0]
    return (cut or whole[:max_length]).strip("-")


def number(value: Decimal, *, grouped: bool = True) -> str:
    """ "1.234,5": as many decimals as there are, in the language of the reader."""
    plain = format(value.normalize(), "f")
    return number_format(plain, use_l10n=True, force_grouping=grouped)


def german(field: str) -> Collate:
    """Orders by this field as a German reader expects: Aachen, Ätna, Essen, Öhringen."""
    return Collate(field, COLLATION)


class LineFormField(forms.CharField):
    """One clean line, whatever was pasted."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return clean_line(text) if text else text


class ProseFormField(forms.CharField):
    """Clean text with line breaks."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return clean(text) if text else text


class _Cleaned(models.Field[Typed, Read]):
    """A field whose text is clean whichever way the value came: form, code or fixture."""

    form_class: type[forms.Field]

    @staticmethod
    def cleaned(text: str) -> str:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return self.cleaned(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class LineField(_Cleaned[Any, str], models.CharField[Any, str]):
    """A CharField that holds one clean line."""

    form_class = LineFormField
    cleaned = staticmethod(clean_line)


class ProseTextField(_Cleaned[Any, str], models.TextField[Any, str]):
    """A TextField without invisible characters."""

    form_class = ProseFormField
    cleaned = staticmethod(clean)


class LinkField(models.URLField):  # type: ignore[type-arg]
    """A URLField; an address typed without a scheme is meant as https."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


@lru_cache(maxsize=10_000)  # SQLite asks for the same words again with every list
def _rank(text: str) -> tuple[str, str, str]:
    """Letters first, then accents, then case: DIN 5007-1."""
    letters = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return bare, letters, text.swapcase()


def _compare(one: str, other: str) -> int:
    left, right = _rank(one), _rank(other)
    return (left > right) - (left < right)


@lru_cache(maxsize=256)
def _pattern(like: str, escape: str | None) -> re.Pattern[str]:
    """A LIKE pattern as a regular expression over lower-case text."""
    parts, literal = [], False
    for character in like:
        if literal or character not in {"%", "_", escape}:
            parts.append(re.escape(character.lower()))
            literal = False
        elif character == escape:
            literal = True
        else:
            parts.append(".*" if character == "%" else ".")
    return re.compile("".join(parts), re.DOTALL)


def _like(pattern: Any, text: Any, escape: str | None = None) -> bool | None:
    if pattern is None or text is None:
        return None
    return _pattern(str(pattern), escape).fullmatch(str(text).lower()) is not None


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def _upper(text: Any) -> Any:
    return text.upper() if isinstance(text, str) else text


def teach_german(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Gives an SQLite connection the German order and a search that knows ä and Ä alike."""
    if connection.vendor != "sqlite":
        return
    connection.connection.create_collation(COLLATION, _compare)
    for name, arguments, function in [
        ("like", 2, _like),
        ("like", 3, _like),
        ("lower", 1, _lower),
        ("upper", 1, _upper),
    ]:
        connection.connection.create_function(name, arguments, function, deterministic=True)
