"""Finding German words in records: the same sentence on both databases.

Every word typed becomes a pattern that meets ä, ae and a, ß and ss, any case, any place inside a
longer word ("fachkraft" in "Fachkräftesicherung"), most endings ("Übergängen" in "Übergang") and
compounds with a hyphen or without.
The database compares folded text (see `portal.folding`). PostgreSQL adds its German full text and,
where the extension pg_trgm is there, near misses of the title ("Fachkreftesicherung").
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple, TypeVar

from django.db import connections, models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.lookups import Regex
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from portal.folding import Folded, folded, knows_trigrams
from portal.text import clean_line

LONGEST = 200  # characters of a question
MOST_WORDS = 8
SHORTEST_STEM = 5
SHORTEST_NEAR_MISS = 6

_QUIET = frozenset(
    re.findall(
        r"\w+",
        "am an auf aus bei das dem den der des die ein eine einem einen einer eines für im in ist"
        " mit nach oder sich und von vom vor wie zu zum zur über",
    )
)
_EDGES = " \t\"'`\u00b4„“”\u201a\u2018’«»()[]{}<>,.;:!?…"
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "ẞ": "ss"})
_ENDINGS = ("en", "er", "em", "es", "e", "n", "s")
_OPTIONAL_HYPHEN = "-?"
_LETTERS = {
    "a": "[aäàáâãåAÄÀÁÂÃÅ]e?",
    "o": "[oöòóôõøOÖÒÓÔÕØ]e?",
    "u": "[uüùúûUÜÙÚÛ]e?",
    "e": "[eéèêëEÉÈÊË]",
    "i": "[iíìîï\u0131IÍÌÎÏ]",
    "c": "[cçC]",
    "n": "[nñN]",
    "s": "[sšS]",
    "y": "[yýÿY]",
}
_HYPHEN_IN_A_WORD = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")

Beside = Callable[["Word"], QuerySet[Any, Any]]
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


class Word(NamedTuple):
    """A word as it was typed, and the patterns that find its relatives: as read, and folded."""

    typed: str
    pattern: str
    folded: str


class Words(tuple[Word, ...]):
    """What was asked for; empty if there is nothing that could be found."""

    @classmethod
    def of(cls, question: str) -> "Words":
        """The words of the question without quotation marks and without der, die, das."""
        parts = [part.strip(_EDGES) for part in clean_line(question[:LONGEST]).split(" ")]
        typed = [part for part in dict.fromkeys(parts) if len(part) > 1 or part.isdecimal()]
        telling = [part for part in typed if part.lower() not in _QUIET] or typed
        return cls(Word(part, pattern(part), folded_pattern(part)) for part in telling[:MOST_WORDS])

    @property
    def pattern(self) -> str:
        """Any of the words with its ending; the longest first, for marks as wide as can be."""
        longest = "|".join(sorted((word.pattern for word in self), key=len, reverse=True))
        return rf"(?:{longest})(?:(?:{'|'.join(_ENDINGS)})\b)?"


@lru_cache(maxsize=1024)
def pattern(typed: str) -> str:
    """A regular expression for this word in German text as it is read."""
    plain = typed.lower().translate(_PLAIN)
    compound = _HYPHEN_IN_A_WORD.sub("", plain)
    plain = _bare(compound if compound.isalpha() else plain)
    parts = re.split("(ss)", _stem(plain))
    spelt = ["(?:s-?s|ß|ẞ)" if part == "ss" else _spelt(part) for part in parts if part]
    return _OPTIONAL_HYPHEN.join(spelt) if plain.isalpha() else "".join(spelt)


@lru_cache(maxsize=1024)
def folded_pattern(typed: str) -> str:
    """A regular expression for this word in folded text, for Python and PostgreSQL alike."""
    return re.sub("([aou])", "\\1e?", re.escape(_stem(_bare(folded(typed)))))


def _bare(word: str) -> str:
    """The word with a for ae, o for oe, u for ue."""
    for two, one in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        word = word.replace(two, one)
    return word


def _stem(word: str) -> str:
    if not word.isalpha() or word.endswith("ss"):
        return word
    ending = next((one for one in _ENDINGS if word.endswith(one)), "")
    stem = word.removesuffix(ending)
    return stem if len(stem) >= SHORTEST_STEM else word


def _spelt(letters: str) -> str:
    between = _OPTIONAL_HYPHEN if letters.isalpha() else ""
    return between.join(_LETTERS.get(letter) or re.escape(letter) for letter in letters)


def searched(
    rows: Rows,
    words: Words,
    *,
    title: Sequence[str],
    text: Sequence[str] = (),
    beside: Sequence[Beside] = (),
) -> Rows:
    """The rows that hold every word somewhere; `distance` is 0 for those that do in the title.

    `title` and `text` name the fields (tags are passed over); each `beside` gives the keys of
    more rows that count for a word. Without words there are no rows.
    """
    if not words:
        return rows.none()
    own = Folded(*title, *text)
    for word in words:
        found = Q(_holds(own, word)) | _related(own, Folded(*title), word, rows.db)
        if beside:
            keys = rows.model._default_manager.order_by().filter(found).values("pk")
            found = Q(pk__in=keys.union(*(more(word).order_by() for more in beside)))
        rows = rows.filter(found)
    in_title = When(Q(*(_holds(Folded(*title), word) for word in words)), then=0)
    return rows.annotate(distance=Case(in_title, default=1))


def holding(word: Word, fields: Sequence[str]) -> Q:
    """Whether these fields hold the word, or on PostgreSQL one of its relatives."""
    return Q(_holds(Folded(*fields), word))


def _holds(text: Folded, word: Word) -> Regex:
    return Regex(text, word.folded)


# --- what PostgreSQL adds ------------------------------------------------------------------------
class _FullText(models.Func):
    """Whether a text holds the word by PostgreSQL's own knowledge of German."""

    template = "to_tsvector('german', %(expressions)s)"
    arg_joiner = ") @@ plainto_tsquery('german', "
    output_field = models.BooleanField()


class _NearMiss(models.Func):
    """Whether a word of the text is as good as the one that was typed."""

    template = "%(expressions)s"
    arg_joiner = " %%> "
    output_field = models.BooleanField()


def _related(text: Folded, title: Folded, word: Word, alias: str) -> Q:
    """Other forms of the word anywhere; near misses in the title: in long texts they are noise."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return Q()
    typed = Value(folded(word.typed))
    found = Q(_FullText(text, typed))
    if len(word.typed) >= SHORTEST_NEAR_MISS and knows_trigrams(connection):
        found |= Q(_NearMiss(title, typed))
    return found


# --- what the reader sees ------------------------------------------------------------------------
def marked(text: str, words: Words) -> SafeString:
    """The text, escaped, with every hit in <mark>."""
    if not words:
        return format_html("{}", text)
    pieces: list[tuple[Any, ...]] = []
    end = 0
    for hit in re.finditer(words.pattern, text, re.IGNORECASE):
        pieces.append((text[end : hit.start()], hit.group()))
        end = hit.end()
    marks = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marks, text[end:])


def excerpt(texts: Sequence[str], words: Words, length: int = 220) -> str:
    """The surroundings of the first hit in the first of the texts that has one.

    Without a hit the beginning of the first text. Rich text loses its tags.
    """
    bare = [bare_text(text) for text in texts if text]
    search = re.compile(words.pattern, re.IGNORECASE).search if words else lambda _text: None
    for text in bare:
        if hit := search(text):
            return _cut(text, hit.start(), length)
    return _cut(bare[0], 0, length) if bare else ""


def bare_text(rich: str) -> str:
    """Rich text in one line, without tags."""
    return clean_line(unescape(strip_tags(rich.replace("<", " <"))))


def _cut(text: str, place: int, length: int) -> str:
    """About so many characters from a little before the place, at the borders of words."""
    start = 0 if place < length // 2 else text.rfind(" ", 0, place - length // 4) + 1
    end = len(text) if len(text) <= start + length else text.rfind(" ", start + 1, start + length)
    end = end if end > start else start + length
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
