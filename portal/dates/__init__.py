"""Dates as precise as they are known: a day, some days, a month, a season, a year."""

from portal.dates.dated import Dated, DatedQuerySet
from portal.dates.period import BERLIN, Parts, Period, Precision, Season, berlin_day
from portal.dates.shift import moved
from portal.dates.words import parse

__all__ = [
    "BERLIN",
    "Dated",
    "DatedQuerySet",
    "Parts",
    "Period",
    "Precision",
    "Season",
    "berlin_day",
    "moved",
    "parse",
]
