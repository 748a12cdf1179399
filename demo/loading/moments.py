"""When things happened: as people say it, or relative to the day of loading.

A period is what a coordinator would type ("Herbst 2025"), or `[month|season|year|thursday] in N
days`, or `… N days ago`. A moment is a date with time in Germany, or "N days ago, HH:MM".
"""

import re
from datetime import date, datetime, time, timedelta

from portal.dates import BERLIN, Period, Season, berlin_day, parse

_RELATIVE = re.compile(r"(?:(month|season|year|thursday) )?(?:in (\d+) days|(\d+) days ago)")
_AGO = re.compile(r"(\d+) days ago, (\d{2}:\d{2})")
_THURSDAY = 3


def period(words: str, now: datetime) -> Period:
    """Raises ValidationError for words that mean no date."""
    match = _RELATIVE.fullmatch(words)
    if match is None:
        return parse(words)
    unit, ahead, ago = match.groups()
    day = berlin_day(now) + timedelta(days=int(ahead or 0) - int(ago or 0))
    if unit == "month":
        return Period.month(day.year, day.month)
    if unit == "season":
        return _season(day)
    if unit == "year":
        return Period.year(day.year)
    return Period.day(_thursday(day) if unit == "thursday" else day)


def moment(when: datetime | str, now: datetime) -> datetime:
    """Raises ValueError for words that mean no moment."""
    if isinstance(when, datetime):
        return when.replace(tzinfo=BERLIN)
    match = _AGO.fullmatch(when)
    if match is None:
        raise ValueError(when)
    day = berlin_day(now) - timedelta(days=int(match[1]))
    return datetime.combine(day, time.fromisoformat(match[2]), BERLIN)


def _season(day: date) -> Period:
    """January and February belong to the winter that began the year before."""
    season = list(Season)[(day.month - 3) % 12 // 3]
    return Period.season(day.year - (day.month < 3), season)


def _thursday(day: date) -> date:
    """The first Thursday from this day on, not around Christmas and New Year."""
    day += timedelta(days=(_THURSDAY - day.weekday()) % 7)
    while (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6):
        day += timedelta(days=7)
    return day
