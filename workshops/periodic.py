"""What the clock starts for the teams."""

from datetime import datetime

from portal import clock
from portal.dates import berlin_day
from workshops.actions import reminders
from workshops.models import Milestone

DAYS_BEFORE = 7


@clock.daily(at="07:30")
def remind_of_deadlines(at: datetime) -> None:
    """A week before a deadline; who missed the day, because the clock stood, is told later."""
    due = Milestone.objects.due_within(DAYS_BEFORE, berlin_day(at)).of_teams_taking_part()
    for milestone in due.select_related("team__municipality", "team__round").in_order():
        reminders.remind(milestone=milestone, at=at)
