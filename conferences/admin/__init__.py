"""What the office edits about conferences: facts, programmes, rooms and market places."""

from conferences.admin.conference import ConferenceAdmin
from conferences.admin.session import SessionAdmin
from conferences.admin.stand import StandAdmin

__all__ = ["ConferenceAdmin", "SessionAdmin", "StandAdmin"]
