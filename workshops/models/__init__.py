"""Entwicklungswerkstätten: rounds, days, teams, and what moves between the days."""

from workshops.models import mail_kinds
from workshops.models.actor import Actor, ActorQuerySet
from workshops.models.agenda import AgendaContribution, AgendaItem, AgendaItemQuerySet
from workshops.models.circular import Circular, CircularCopy, CircularQuerySet
from workshops.models.comment import Comment, CommentQuerySet
from workshops.models.common_milestone import RoundMilestone, RoundMilestoneQuerySet
from workshops.models.interest import Interest, InterestQuerySet
from workshops.models.measurement import Measurement, MeasurementQuerySet
from workshops.models.meeting import Meeting, MeetingQuerySet
from workshops.models.meeting_file import MeetingFile, MeetingFileQuerySet
from workshops.models.milestone import Milestone, MilestoneQuerySet, Part
from workshops.models.overview_link import OverviewLink, OverviewLinkQuerySet
from workshops.models.progress import ProgressEntry, ProgressEntryQuerySet
from workshops.models.question import Question, QuestionQuerySet
from workshops.models.round import Round, RoundQuerySet
from workshops.models.sheet import Consultation, Sheet, SheetQuerySet, SheetRow, SheetRowQuerySet
from workshops.models.statement import Statement, StatementQuerySet
from workshops.models.table_import import TableImport, TableImportQuerySet
from workshops.models.team import Member, MemberQuerySet, Team, TeamInvitation, TeamQuerySet
from workshops.models.team_file import TeamFile, TeamFileQuerySet
from workshops.models.workshop import Workshop, WorkshopQuerySet

__all__ = [
    "Actor",
    "ActorQuerySet",
    "AgendaContribution",
    "AgendaItem",
    "AgendaItemQuerySet",
    "Circular",
    "CircularCopy",
    "CircularQuerySet",
    "Comment",
    "CommentQuerySet",
    "Consultation",
    "Interest",
    "InterestQuerySet",
    "Measurement",
    "MeasurementQuerySet",
    "Meeting",
    "MeetingFile",
    "MeetingFileQuerySet",
    "MeetingQuerySet",
    "Member",
    "MemberQuerySet",
    "Milestone",
    "MilestoneQuerySet",
    "OverviewLink",
    "OverviewLinkQuerySet",
    "Part",
    "ProgressEntry",
    "ProgressEntryQuerySet",
    "Question",
    "QuestionQuerySet",
    "Round",
    "RoundMilestone",
    "RoundMilestoneQuerySet",
    "RoundQuerySet",
    "Sheet",
    "SheetQuerySet",
    "SheetRow",
    "SheetRowQuerySet",
    "Statement",
    "StatementQuerySet",
    "TableImport",
    "TableImportQuerySet",
    "Team",
    "TeamFile",
    "TeamFileQuerySet",
    "TeamInvitation",
    "TeamQuerySet",
    "Workshop",
    "WorkshopQuerySet",
    "mail_kinds",
]
