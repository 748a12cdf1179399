from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField, ProseTextField
from workshops.models.milestone import Milestone, MilestoneQuerySet
from workshops.models.team import Team

FEED = 6  # entries in the margin of a room


class ProgressEntryQuerySet(models.QuerySet["ProgressEntry"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The whole entry, hurdle included: own team, its coordinators, superusers."""
        return self.filter(milestone__team__in=Team.objects.visible_to(user))

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def last_of_each_milestone(self) -> Self:
        of_the_same = ProgressEntry.objects.filter(milestone=OuterRef("milestone"))
        return self.filter(pk=Subquery(of_the_same.newest_first().values("pk")[:1]))

    def newest_of(self, milestones: MilestoneQuerySet) -> Self:
        """The last entry of each of them; asks once per milestone, not once per entry."""
        newest = ProgressEntry.objects.filter(milestone=OuterRef("pk")).newest_first()
        marked = milestones.order_by().annotate(newest=Subquery(newest.values("pk")[:1]))
        return self.filter(pk__in=marked.values("newest"))

    def standing(self) -> Self:
        """Without those that were corrected."""
        return self.filter(corrected_by=None)

    def feed_of(self, team: Team) -> Self:
        """The latest of what the team said, for the margin of its room."""
        newest = self.filter(milestone__team=team).standing().newest_first()
        return newest.select_related("author", "milestone")[:FEED]

    def moving_the_status(self) -> Self:
        return self.exclude(status_from=F("status_to"))

    def without_mere_hurdles(self) -> Self:
        """Leaves out what says nothing but a hurdle: for readers who do not see hurdles."""
        return self.exclude(note="", next_step="", status_from=F("status_to"))


class ProgressEntry(models.Model):
    """What moved. Append-only: a correction is a new entry that names the old one."""

    milestone = models.ForeignKey(
        "workshops.Milestone", models.PROTECT, related_name="entries", verbose_name=_("milestone")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(_("at"))
    note = ProseTextField(_("what moved"), max_length=2000, blank=True)
    hurdle = LineField(_("hurdle"), max_length=300, blank=True)
    next_step = LineField(_("next step"), max_length=300, blank=True)
    status_from = models.CharField(_("status before"), max_length=20, choices=Milestone.Status)
    status_to = models.CharField(_("status after"), max_length=20, choices=Milestone.Status)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        constraints = [
            models.CheckConstraint(
                condition=~Q(note="")
                | ~Q(hurdle="")
                | ~Q(next_step="")
                | ~Q(status_from=F("status_to")),
                name="progress_entry_says_something",
                violation_error_message=_(
                    "Please change the status or write what has moved; an empty entry helps nobody."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone} ({self.at:%d.%m.%Y})"

    @property
    def moved_status(self) -> bool:
        return self.status_from != self.status_to
