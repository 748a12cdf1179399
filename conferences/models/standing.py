"""How a conference stands today, for lists and facts."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from conferences.models.conference import Conference
from portal.dates import Precision, berlin_day


class Standing(NamedTuple):
    """For `{% mark %}`: class, word, drawing."""

    kind: str
    word: str
    icon: str
    is_over: bool = False


def standing(conference: Conference, at: datetime) -> Standing:
    """The status in the light of the date: what took place is no longer "planned"."""
    status = Conference.Status(conference.status)
    if status == Conference.Status.CANCELLED:
        return Standing("dropped", str(status.label), "dropped", is_over=True)
    if status == Conference.Status.POSTPONED:
        return Standing("postponed", str(status.label), "postponed", is_over=True)
    when = conference.when
    if when is None and conference.year < berlin_day(at).year:
        if status == Conference.Status.PLANNED:
            return Standing("planned", _("was planned"), "planned", is_over=True)
        return Standing("reached", _("completed"), "reached", is_over=True)
    if when and when.is_over(at):
        return Standing("reached", _("completed"), "reached", is_over=True)
    if when and when.precision == Precision.DAY and when.first <= berlin_day(at):
        return Standing("progress", _("running"), "progress")
    if status == Conference.Status.CONFIRMED:
        return Standing("reached", str(status.label), "check")
    return Standing("planned", str(status.label), "planned")
