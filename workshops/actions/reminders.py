"""Reminders: a milestone's deadline comes near, and those who answer for it are told once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from people.models import User
from portal import outbox
from workshops.letters import reminders as letters
from workshops.models import Member, Milestone

MILESTONE_DUE = "milestone_due"  # the kind of mail that can be refused by a MailChoice


@transaction.atomic
def remind(*, milestone: Milestone, at: datetime) -> list[User]:
    """Owe the responsible member and the leads their letter; returns whom.

    Called again it does no harm: the occasion of a letter is unique.
    """
    readers = list(_readers(milestone))
    for reader in readers:
        outbox.post(letters.milestone_due(milestone, to=reader), at=at)
    return readers


def _readers(milestone: Milestone) -> list[User]:
    """Active members with an active account who did not say no to this kind of mail."""
    members = milestone.team.members.active()
    told = members.filter(Q(role=Member.Role.LEAD) | Q(milestones=milestone))
    active = User.objects.filter(is_active=True, pk__in=told.values("user"))
    return list(active.wanting(MILESTONE_DUE).in_order())
