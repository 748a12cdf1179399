"""What the clock starts for the teams, by the clock on the wall in Germany.

Every job looks back over the days on which it may not have run; who was told is told once.
"""

from datetime import datetime

from portal import clock
from portal.dates import berlin_day
from workshops.actions import actors, milestone_tables, reminders, sheets
from workshops.models import Meeting, Milestone, Round
from workshops.models.cockpit import standings

DAYS_AFTER = 2  # so that the office has a day to write down what came of it
DAYS_LATE = 7


@clock.daily(at="07:30")
def remind_of_deadlines(at: datetime) -> None:
    """Fourteen and three days before a deadline."""
    due = Milestone.objects.due_within(max(reminders.SPANS), berlin_day(at)).of_teams_at_work()
    for milestone in due.select_related("team__municipality", "team__round").in_order():
        reminders.remind(milestone=milestone, at=at)


@clock.daily(at="07:45")
def ask_silent_teams(at: datetime) -> None:
    """When nothing was heard for weeks in a round that is running."""
    for round in standings(Round.objects.running(), at):
        for standing in round.teams:
            if standing.is_silent:
                reminders.nudge(standing=standing, at=at)


@clock.daily(at="08:00")
def sum_up_days(at: datetime) -> None:
    """Two days after a workshop day; the round must not be over."""
    for meeting in Meeting.objects.held_lately(DAYS_AFTER, DAYS_LATE, at).with_round():
        reminders.sum_up(meeting=meeting, at=at)


@clock.daily(at="03:45")
def forget_what_was_removed(at: datetime) -> None:
    """What nobody brought back within thirty days goes for good."""
    actors.forget(at=at)
    sheets.forget(at=at)


@clock.daily(at="03:10")
def forget_tables(at: datetime) -> None:
    """What was sent and not taken over for a day."""
    milestone_tables.forget(at=at)
