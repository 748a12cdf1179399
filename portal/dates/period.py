"""A period: from the first to the last day, and how precisely that is known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from django.db import models
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
        one, other = say(self.first), say(self.last_unit)
        return one if one == other else f"{one} – {other}"

    @property
    def last_unit(self) -> date:
        """The first day of the last month, season or year."""
        if self.precision == Precision.YEAR:
            return self.last.replace(month=1, day=1)
        if self.precision == Precision.MONTH:
            return self.last.replace(day=1)
        back = (self.last.month - 3) % 12 + 1
        return date(self.last.year - (back > self.last.month), back, 1)

    @property
    def _is_single(self) -> bool:
        return self.last_unit == self.first


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
