from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import ProseTextField
from workshops.models.milestone import Milestone


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Whoever reads the milestone reads what was said about it."""
        return self.filter(milestone__in=Milestone.objects.visible_to(user))

    def in_order(self) -> Self:
        """As one talks: the oldest first; with their authors."""
        return self.select_related("author").order_by("at", "pk")


class Comment(models.Model):
    """What somebody of the round says about a milestone."""

    milestone = models.ForeignKey(
        "workshops.Milestone", models.PROTECT, related_name="comments", verbose_name=_("milestone")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(_("at"))
    text = ProseTextField(_("comment"), max_length=1000)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="comment_is_not_empty",
                violation_error_message=_("Please write your comment."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
