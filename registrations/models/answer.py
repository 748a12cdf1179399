from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.text import LineField, ProseTextField
from registrations.models.offer import Offer
from registrations.models.registration import Registration


class Question(models.Model):
    """What an offer wants to know of its registrants, what for, and for how long."""

    class Kind(models.TextChoices):
        TEXT = "text", _("short text")
        LONG_TEXT = "long_text", _("long text")
        CHOICE = "choice", _("one of several")
        SEVERAL = "several", _("any of several")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("number")
        DATE = "date", _("date")

    CHOOSING = (Kind.CHOICE, Kind.SEVERAL)

    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="questions", verbose_name=_("offer")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = LineField(_("question"), max_length=200)
    hint = LineField(_("hint"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TEXT)
    choices = ProseTextField(_("choices"), blank=True, help_text=_("One per line."))
    is_required = models.BooleanField(_("required"), default=False)
    shown_if = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shown only if the answer to"),
    )
    shown_if_answer = LineField(_("is"), max_length=200, blank=True)
    purpose = LineField(_("what for"), max_length=200)
    days_kept = models.PositiveSmallIntegerField(
        _("days kept after the event"), default=180, help_text=_("Then the answers are deleted.")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["choice", "several"]) | ~Q(choices=""),
                name="question_to_choose_from_has_choices",
                violation_error_message=_("Please name what one may choose from."),
            ),
            models.CheckConstraint(
                condition=Q(shown_if=None, shown_if_answer="")
                | (Q(shown_if__isnull=False) & ~Q(shown_if=F("id")) & ~Q(shown_if_answer="")),
                name="question_condition_is_whole",
                violation_error_message=_(
                    "Name another question, and the answer to it that brings this one up."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def choice_list(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def is_asked(self, answers: dict[int, Any]) -> bool:
        """Whether the other answers (by the id of their question) bring this question up."""
        if self.shown_if_id is None:
            return True
        given = answers.get(self.shown_if_id)
        said = given if isinstance(given, list) else [given]
        return self.shown_if_answer.casefold() in {as_words(one).casefold() for one in said}


def as_words(value: Any) -> str:
    """An answer as people read it; yes and no in words."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


class Answer(models.Model):
    """What a registrant answered: a text, a list of texts, yes or no, a number, an ISO date."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="answers", verbose_name=_("registration")
    )
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="answers", verbose_name=_("question")
    )
    value = models.JSONField(_("answer"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question__position", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"],
                name="answer_once_per_question",
                violation_error_message=_("This question is answered already."),
            )
        ]

    def __str__(self) -> str:
        return as_words(self.value)
