"""Letters that remind teams: of deadlines, of silence, of what a day brought."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User, mail_stop
from portal import outbox
from portal.dates import berlin_day
from portal.models import subject_of
from workshops.models import AgendaItem, Meeting, Milestone, Question, Team, mail_kinds


def milestone_due(milestone: Milestone, *, days: int, to: User, at: datetime) -> outbox.Letter:
    """The deadline comes near. Once per milestone, deadline, span of `days` before, and reader."""
    path = reverse("workshops:log", args=[milestone.team.public_id, milestone.public_id])
    left = (milestone.last_day - berlin_day(at)).days if milestone.last_day else days
    text, html = outbox.render(
        "workshops/milestone_due",
        {
            "milestone": milestone,
            "days_left": left,
            "reader": to,
            "link": outbox.absolute(path),
            "stop_link": mail_stop.link(to, mail_kinds.MILESTONE_DUE),
        },
    )
    return outbox.Letter(
        to=to.email,
        subject=_("Due soon: %(title)s") % {"title": milestone.title},
        text=text,
        html=html,
        occasion=f"milestone-due:{milestone.pk}:{milestone.last_day}:{days}:{to.pk}",
        about=subject_of(milestone),
        scope=milestone.team.round.scope,
    )


def team_silent(
    team: Team, *, milestones: Sequence[Milestone], weeks: int, spell: str, to: User
) -> outbox.Letter:
    """Nothing was heard for weeks. Once per spell of silence and reader."""
    text, html = outbox.render(
        "workshops/team_silent",
        {
            "team": team,
            "milestones": milestones,
            "weeks": weeks,
            "reader": to,
            "stop_link": mail_stop.link(to, mail_kinds.SILENCE),
        },
    )
    return outbox.Letter(
        to=to.email,
        subject=_("How are your milestones?"),
        text=text,
        html=html,
        occasion=f"team-silent:{team.pk}:{spell}:{to.pk}",
        about=subject_of(team),
    )


def day_digest(
    meeting: Meeting,
    team: Team,
    *,
    milestones: Sequence[Milestone],
    outcomes: Sequence[AgendaItem],
    questions: Sequence[Question],
    next_meeting: Meeting | None,
    to: User,
) -> outbox.Letter:
    """What stays of a day. Once per day and reader."""
    text, html = outbox.render(
        "workshops/day_digest",
        {
            "meeting": meeting,
            "milestones": milestones,
            "outcomes": outcomes,
            "questions": questions,
            "next_meeting": next_meeting,
            "room": outbox.absolute(team.get_absolute_url()),
            "reader": to,
            "stop_link": mail_stop.link(to, mail_kinds.DIGEST),
        },
    )
    return outbox.Letter(
        to=to.email,
        subject=_("What stays of “%(title)s”") % {"title": meeting.title},
        text=text,
        html=html,
        occasion=f"day-digest:{meeting.pk}:{to.pk}",
        about=subject_of(meeting),
    )
