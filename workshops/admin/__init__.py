"""What the office edits about Werkstätten: rounds, days, teams; and what it only reads."""

from workshops.admin.agenda import AgendaItemAdmin
from workshops.admin.interest import InterestAdmin
from workshops.admin.meeting import MeetingAdmin
from workshops.admin.member import MemberAdmin, TeamInvitationAdmin
from workshops.admin.milestone import MilestoneAdmin, ProgressEntryAdmin
from workshops.admin.question import QuestionAdmin
from workshops.admin.room import ActorAdmin, TeamFileAdmin
from workshops.admin.round import RoundAdmin
from workshops.admin.statement import StatementAdmin
from workshops.admin.team import TeamAdmin
from workshops.admin.workshop import WorkshopAdmin

__all__ = [
    "ActorAdmin",
    "AgendaItemAdmin",
    "InterestAdmin",
    "MeetingAdmin",
    "MemberAdmin",
    "MilestoneAdmin",
    "ProgressEntryAdmin",
    "QuestionAdmin",
    "RoundAdmin",
    "StatementAdmin",
    "TeamAdmin",
    "TeamFileAdmin",
    "TeamInvitationAdmin",
    "WorkshopAdmin",
]
