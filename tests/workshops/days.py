"""How the tests build a day and its agenda."""

from datetime import date, time

from django.urls import reverse

from tests.factories import (
    AgendaItemFactory,
    MeetingFactory,
    MilestoneFactory,
    ProgressEntryFactory,
)

DAY = date(2026, 11, 26)
HURDLE = "Die Personalrätin ist dagegen"


def day_of(round, **facts):
    """From nine to eleven."""
    day = {"first_day": DAY, "last_day": DAY, "starts_at": time(9), "ends_at": time(11)}
    return MeetingFactory(round=round, title="Zwischenbilanz", **{**day, **facts})


def url(meeting, name="agenda", *more):
    return reverse(f"workshops:{name}", args=[meeting.round_id, meeting.pk, *more])


def item_of(meeting, **facts):
    return AgendaItemFactory(meeting=meeting, **{"minutes": 60, **facts})


def with_hurdle(team, **facts):
    milestone = MilestoneFactory(team=team, title="Datenschutz klären", **facts)
    ProgressEntryFactory(milestone=milestone, hurdle=HURDLE)
    return milestone
