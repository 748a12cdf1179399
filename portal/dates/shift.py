"""The same distance later: what a new beginning makes of old dates."""

from datetime import date, timedelta

from portal.dates.period import Period, Precision

_MONTHS = {Precision.MONTH: 1, Precision.SEASON: 3, Precision.YEAR: 12}
_EXACT = [Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.YEAR]


def moved(period: Period, *, start: date, to: Period) -> Period:
    """The period as far behind the beginning of `to` as it was behind `start`.

    It is as precise as before, but never more precise than `to`: a day of which only the new
    season is known becomes a season. Days keep their distance in days, all
    else in months, seasons and years as wholes.
    """
    precision = max(period.precision, to.precision, key=_EXACT.index)
    if precision == Precision.DAY:
        by = to.first - start
        return Period.day(period.first + by, period.last + by)
    months, length = _number(to.first) - _number(start), _MONTHS[precision]
    if period.precision == precision:
        months = round(months / length) * length  # two years stay two years
    return _whole(_number(period.first) + months, _number(period.last) + months, precision)


def _whole(first: int, last: int, precision: Precision) -> Period:
    """The units that hold these months, both counted from the year 0."""
    length = _MONTHS[precision]
    offset = 2 if precision == Precision.SEASON else 0  # the spring begins in March
    begin = (first - offset) // length * length + offset
    end = ((last - offset) // length + 1) * length + offset
    return Period(_day(begin), _day(end) - timedelta(days=1), precision)


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
