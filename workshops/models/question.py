from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.search import Words, searched
from portal.text import ProseTextField
from workshops.models.round import Round


class QuestionQuerySet(models.QuerySet["Question"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def in_public(self) -> Self:
        """Released ones of published rounds."""
        return self.public().filter(round__in=Round.objects.published())

    def open(self) -> Self:
        return self.filter(answer="")

    def search_for(self, words: Words) -> Self:
        return searched(self, words, title=["text"], text=["answer"])

    def with_round(self) -> Self:
        return self.select_related("round__workshop")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Released ones; the rest stays with the round's members and coordinators."""
        if not user.is_authenticated:
            return self.public()
        if user.is_superuser:
            return self
        mine = Round.objects.of_member(user).values("pk")
        assigned = Round.objects.of_coordinator(user).values("pk")
        return self.filter(Q(is_public=True) | Q(round__in=mine) | Q(round__in=assigned))


class Question(models.Model):
    """An open question of the round, and in time its answer."""

    round = models.ForeignKey(
        "workshops.Round", models.CASCADE, related_name="questions", verbose_name=_("round")
    )
    meeting = models.ForeignKey(
        "workshops.Meeting",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("came up on"),
    )
    topic = models.ForeignKey(
        "publications.Topic",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
    )
    text = ProseTextField(_("question"), max_length=500)
    answer = ProseTextField(_("answer"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    is_public = models.BooleanField(
        _("released to the public"), default=False, help_text=_("Shown on the page of the round.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="question_is_not_empty",
                violation_error_message=_("Please write the question."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def note_answer(self, at: datetime) -> None:
        """Keep since when there is an answer; call it before saving one."""
        self.answered_at = (self.answered_at or at) if self.answer else None
