"""Dates as precise as they are known: a day, some days, a month, a season, a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self, TypeVar
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import dates as calendar_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

BERLIN = ZoneInfo("Europe/Berlin")


def berlin_day(at: datetime) -> date:
    """The calendar day in Germany at this moment."""
    return at.astimezone(BERLIN).date()


class Precision(models.TextChoices):
    DAY = "day", gettext_lazy("day")
    MONTH = "month", gettext_lazy("month")
    SEASON = "season", gettext_lazy("season")
    YEAR = "year", gettext_lazy("year")


class Season(models.TextChoices):
    SPRING = "spring", gettext_lazy("Spring")
    SUMMER = "summer", gettext_lazy("Summer")
    AUTUMN = "autumn", gettext_lazy("Autumn")
    WINTER = "winter", gettext_lazy("Winter")

    @property
    def first_month(self) -> int:
        return {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[self.value]


class Parts(NamedTuple):
    """A period as the date column of a list shows it: big, and the rest below."""

    big: str
    rest: str
    is_word: bool


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, order=True)
class Period:
    """From the first to the last day, both included, shown only as precisely as it is known.

    Sorts by the first day. A month, season or year covers itself wholly, or a run of them.
    """

    first: date
    last: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(_("The last day lies before the first."))
        if self.precision != Precision.DAY and not self._is_whole():
            raise ValueError(_("A month, a season or a year is always a whole one."))

    @classmethod
    def day(cls, first: date, last: date | None = None) -> Self:
        return cls(first, last or first, Precision.DAY)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), _last_of_month(year, month), Precision.MONTH)

    @classmethod
    def season(cls, year: int, season: Season) -> Self:
        """Winter belongs to the year in which it begins: winter 2025 is "Winter 2025/26"."""
        start = season.first_month
        end = _last_of_month(year + (season == Season.WINTER), (start + 1) % 12 + 1)
        return cls(date(year, start, 1), end, Precision.SEASON)

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)

    def until(self, other: "Period") -> "Period":
        """From the beginning of this to the end of the other, in the same precision."""
        if self.precision != other.precision:
            raise ValueError(_("Beginning and end need the same precision."))
        return Period(self.first, other.last, self.precision)

    def is_over(self, at: datetime) -> bool:
        """Whether the last day has passed in Germany."""
        return berlin_day(at) > self.last

    def days_over(self, at: datetime) -> int:
        """Whole days since the last day; 0 while it is not over."""
        return max((berlin_day(at) - self.last).days, 0)

    def _is_whole(self) -> bool:
        months = {Precision.MONTH: range(1, 13), Precision.SEASON: (3, 6, 9, 12)}
        starts = months.get(self.precision, (1,))
        after = self.last + timedelta(days=1)
        return all(day.day == 1 and day.month in starts for day in (self.first, after))

    @property
    def machine(self) -> str:
        """The value for `<time datetime>`: empty where HTML has no word for it."""
        if self.precision == Precision.DAY and self.first == self.last:
            return self.first.isoformat()
        if self._is_single and self.precision in {Precision.MONTH, Precision.YEAR}:
            return self.first.isoformat()[: 7 if self.precision == Precision.MONTH else 4]
        return ""

    @property
    def parts(self) -> Parts:
        """What stands big and what below in the date column of a list."""
        if self.precision == Precision.DAY:
            if (self.first.year, self.first.month) == (self.last.year, self.last.month):
                big = _span(_day(self.first), _day(self.last))
                return Parts(big, _month_of_year(self.last), is_word=False)
            big, _blank, rest = str(self).partition(" ")
            return Parts(big, rest, is_word=False)
        if not self._is_single:
            return Parts(str(self), "", is_word=True)
        big, _blank, rest = str(self).partition(" ")
        return Parts(big, rest, is_word=True)

    def __str__(self) -> str:
        if self.precision == Precision.DAY:
            return _days(self.first, self.last)
        if self.precision == Precision.YEAR:
            return _span(str(self.first.year), str(self.last.year))
        say = _month_of_year if self.precision == Precision.MONTH else _season_of_year
        one, other = say(self.first), say(self._last_unit)
        return one if one == other else f"{one} – {other}"

    @property
    def _last_unit(self) -> date:
        """The first day of the last month, season or year."""
        if self.precision == Precision.YEAR:
            return self.last.replace(month=1, day=1)
        if self.precision == Precision.MONTH:
            return self.last.replace(day=1)
        back = (self.last.month - 3) % 12 + 1
        return date(self.last.year - (back > self.last.month), back, 1)

    @property
    def _is_single(self) -> bool:
        return self._last_unit == self.first


def _span(one: str, other: str) -> str:
    return one if one == other else f"{one}–{other}"


def _day(day: date) -> str:
    return pgettext("day of the month", "%(day)s") % {"day": day.day}


def _month(day: date) -> str:
    return str(calendar_words.MONTHS[day.month])


def _month_of_year(day: date) -> str:
    return f"{_month(day)} {day.year}"


def _season_of_year(day: date) -> str:
    season = next(s for s in Season if s.first_month == day.month)
    crossing = f"/{(day.year + 1) % 100:02}" if season == Season.WINTER else ""
    return f"{season.label} {day.year}{crossing}"


def _days(first: date, last: date) -> str:
    whole = f"{_day(last)} {_month_of_year(last)}"
    if first == last:
        return whole
    if first.year != last.year:
        return f"{_day(first)} {_month_of_year(first)} – {whole}"
    if first.month != last.month:
        return f"{_day(first)} {_month(first)} – {whole}"
    return f"{_day(first)}–{whole}"


# --- what a coordinator types --------------------------------------------------------------------
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
        return Period.season(end._last_unit.year, _SEASONS[words])
    return _single(words)


def _month_number(match: re.Match[str]) -> int:
    if match[2]:
        return int(match[2])
    return _known_month(match[3]) if match[3] else 0


def _known_month(word: str) -> int:
    if word not in _MONTHS:
        raise ValueError(word)
    return _MONTHS[word]


# --- in the database -----------------------------------------------------------------------------
M = TypeVar("M", bound="Dated")


class DatedQuerySet(models.QuerySet[M]):
    """What lies behind us, what lies before us, and in which order."""

    def past(self, at: datetime) -> Self:
        return self.filter(last_day__lt=berlin_day(at))

    def upcoming(self, at: datetime) -> Self:
        """Not over yet, or without a date so far."""
        return self.filter(Q(last_day__gte=berlin_day(at)) | Q(last_day=None))

    def in_order(self) -> Self:
        """By the first day; what has no date comes last."""
        return self.order_by(F("first_day").asc(nulls_last=True), "last_day", "pk")


class Dated(models.Model):
    """Something that takes place at a time known more or less precisely, or not yet.

    A subclass with a `Meta` of its own inherits from `Dated.Meta` and, if it has constraints,
    lists `*Dated.Meta.constraints` among them.
    """

    first_day = models.DateField(gettext_lazy("first day"), null=True, blank=True)
    last_day = models.DateField(gettext_lazy("last day"), null=True, blank=True)
    precision = models.CharField(
        gettext_lazy("precision"), max_length=6, choices=Precision.choices, default=Precision.DAY
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None)
                | Q(first_day__isnull=False, last_day__isnull=False, last_day__gte=F("first_day")),
                name="%(app_label)s_%(class)s_dates_in_order",
                violation_error_message=gettext_lazy(
                    "The last day must not lie before the first, and one needs the other."
                ),
            )
        ]

    @property
    @admin.display(ordering="first_day", description=gettext_lazy("when"))
    def when(self) -> Period | None:
        if self.first_day is None or self.last_day is None:
            return None
        return Period(self.first_day, self.last_day, Precision(self.precision))

    @when.setter
    def when(self, period: Period | None) -> None:
        self.first_day = period.first if period else None
        self.last_day = period.last if period else None
        self.precision = period.precision if period else Precision.DAY
