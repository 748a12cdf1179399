"""What people of a round say about its milestones."""

from datetime import datetime

from django.db import transaction

from people.models import User, UserQuerySet
from portal import audit, outbox
from workshops.actions.progress import TWICE
from workshops.letters import comments as letters
from workshops.models import Comment, Milestone, mail_kinds


@transaction.atomic
def add(*, milestone: Milestone, text: str, by: User, at: datetime) -> Comment:
    """Say it, and tell the team, each of its members once a day for this milestone.

    The same words a second time within ten minutes give the first comment.
    """
    Milestone.objects.locked(milestone.pk)
    comment = Comment(milestone=milestone, author=by, at=at, text=text)
    comment.full_clean()
    lately = milestone.comments.filter(author=by, at__gt=at - TWICE)
    if said := lately.filter(text=comment.text).first():
        return said
    comment.save()
    _record("comment.added", comment, by, at)
    for member in _readers(milestone).exclude(pk=by.pk):
        outbox.post(letters.commented(comment, to=member), at=at)
    return comment


@transaction.atomic
def remove(*, comment: Comment, by: User, at: datetime) -> None:
    """Take one's words back."""
    _record("comment.removed", comment, by, at)
    comment.delete()


def _readers(milestone: Milestone) -> UserQuerySet:
    """The team's members with an active account who did not say no to this kind of mail."""
    members = milestone.team.members.active().values("user")
    return User.objects.filter(is_active=True, pk__in=members).wanting(mail_kinds.COMMENTS)


def _record(what: str, comment: Comment, by: User, at: datetime) -> None:
    audit.record(what, comment, by=by, at=at, scope=comment.milestone.team.round.scope)
