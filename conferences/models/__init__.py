"""Conferences and their programmes: who speaks where and when, and who stands in the market."""

from conferences.models.conference import Conference, ConferenceQuerySet, ParticipantCount
from conferences.models.market import Island, Stand, StandQuerySet
from conferences.models.room import Room
from conferences.models.session import (
    Session,
    SessionContribution,
    SessionContributionQuerySet,
    SessionQuerySet,
)

__all__ = [
    "Conference",
    "ConferenceQuerySet",
    "Island",
    "ParticipantCount",
    "Room",
    "Session",
    "SessionContribution",
    "SessionContributionQuerySet",
    "SessionQuerySet",
    "Stand",
    "StandQuerySet",
]
