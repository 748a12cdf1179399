from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.text import LineField, ProseTextField

if TYPE_CHECKING:
    from workshops.models.team import Team


class RoundMilestoneQuerySet(models.QuerySet["RoundMilestone"]):
    def open_to(self, team: Team, own: int | None = None) -> Self:
        """Those of its round that the team has not made its own, and the one that it has here."""
        taken = team.milestones.exclude(common=None).exclude(common=own)
        of_round = self.filter(round=team.round_id)
        return of_round.exclude(pk__in=taken.values("common")).select_related("topic")


class RoundMilestone(models.Model):
    """What a round agreed in common; the teams make it their own."""

    round = models.ForeignKey(
        "workshops.Round", models.CASCADE, related_name="common_milestones", verbose_name=_("round")
    )
    title = LineField(_("title"), max_length=200)
    description = ProseTextField(_("description"), blank=True)
    topic = models.ForeignKey(
        "publications.Topic",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RoundMilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("common milestone")
        verbose_name_plural = _("common milestones")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "title"],
                name="common_milestone_title_once_per_round",
                violation_error_message=_("This round already has a milestone of this title."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def words(self) -> dict[str, Any]:
        """What a team's own milestone takes over from it."""
        is_core = self.topic is not None and self.topic.kind == self.topic.Kind.CORE_THEME
        theme = {"core_theme" if is_core else "topic": self.topic}
        return {"common": self, "title": self.title, "difference": self.description, **theme}
