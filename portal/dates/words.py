"""What a coordinator types: "Herbst 2025", "10.–11.9.2024", "6. Februar 2025"."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.dates.period import Period, Season

_MONTHS = {
    word: number
    for number, words in enumerate(
        [
            "januar jan january jänner",
            "februar feb february",
            "märz mrz mär maerz march mar",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ],
        start=1,
    )
    for word in words.split()
}
_SEASONS = {
    "frühjahr": Season.SPRING,
    "frühling": Season.SPRING,
    "spring": Season.SPRING,
    "sommer": Season.SUMMER,
    "summer": Season.SUMMER,
    "herbst": Season.AUTUMN,
    "autumn": Season.AUTUMN,
    "fall": Season.AUTUMN,
    "winter": Season.WINTER,
}
_DAY = re.compile(r"(\d{1,2})\.?(?: ?(?:(\d{1,2})\.|([a-zäöü]+)\.?)(?: ?(\d{4}))?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WORD_AND_YEAR = re.compile(r"([a-zäöü]+)\.? (\d{4})(?:/(\d{2}|\d{4}))?")
_NUMBER_AND_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"(\d{4})")
_BETWEEN = re.compile(r"\s*[–—]\s*|\s+-\s+|(?<=\.)-|(?<=\d{4})-(?=\d{4}$)|\s+bis\s+|\s+to\s+")


def parse(text: str) -> Period:
    """The period that these words mean, German or English.

    Raises ValidationError with a hint for whoever typed it.
    """
    words = re.sub(r"\s+", " ", text).strip().lower()
    try:
        return _parse(words)
    except ValueError as wrong:
        raise ValidationError(
            _("“%(text)s” is not a date we know. Try “6 February 2025”, “autumn 2025” or “2025”.")
            % {"text": text.strip()[:60]},
            code="period",
        ) from wrong


def _parse(words: str) -> Period:
    one, *more = _BETWEEN.split(words)
    if not more:
        return _single(words)
    if len(more) > 1:
        raise ValueError(words)
    end = _single(more[0])
    return _begin(one, end).until(end)


def _single(words: str) -> Period:
    """One day, month, season or year."""
    if match := _ISO.fullmatch(words):
        return Period.day(date(*map(int, match.groups())))
    if match := _YEAR.fullmatch(words):
        return Period.year(int(match[1]))
    if match := _NUMBER_AND_YEAR.fullmatch(words):
        return Period.month(int(match[2]), int(match[1]))
    if match := _WORD_AND_YEAR.fullmatch(words):
        return _named(match[1], int(match[2]), match[3])
    if (match := _DAY.fullmatch(words)) and match[4]:
        return Period.day(date(int(match[4]), _month_number(match), int(match[1])))
    raise ValueError(words)


def _named(word: str, year: int, next_year: str | None) -> Period:
    """A month or season by its name."""
    season = _SEASONS.get(word)
    if next_year and (season != Season.WINTER or int(next_year) % 100 != (year + 1) % 100):
        raise ValueError(word)
    return Period.season(year, season) if season else Period.month(year, _known_month(word))


def _begin(words: str, end: Period) -> Period:
    """The beginning of a run; what it leaves out is said by the end: “10.” of “10.–11.9.2024”."""
    if (match := _DAY.fullmatch(words)) and not match[4]:
        return Period.day(
            date(end.last.year, _month_number(match) or end.last.month, int(match[1]))
        )
    if words in _MONTHS:
        return Period.month(end.last.year, _MONTHS[words])
    if words in _SEASONS:
        return Period.season(end.last_unit.year, _SEASONS[words])
    return _single(words)


def _month_number(match: re.Match[str]) -> int:
    if match[2]:
        return int(match[2])
    return _known_month(match[3]) if match[3] else 0


def _known_month(word: str) -> int:
    if word not in _MONTHS:
        raise ValueError(word)
    return _MONTHS[word]
