from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.pictures import DocumentField
from portal.text import LineField
from portal.uploads import RandomName
from workshops.models.milestone import Milestone
from workshops.models.team import Team


class TeamFileQuerySet(models.QuerySet["TeamFile"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Own team, what other teams of the round share; all of their rounds for coordinators."""
        if not user.is_authenticated:
            return self.none()
        own_rounds = Team.objects.of_member(user).values("round")
        return self.filter(
            Q(team__in=Team.objects.visible_to(user))
            | Q(
                visibility=Milestone.Visibility.ROUND,
                team__round__in=own_rounds,
                team__state=Team.State.ACCEPTED,
            )
        )

    def shared(self) -> Self:
        """What the other teams of the round may read."""
        return self.filter(visibility=Milestone.Visibility.ROUND)

    def with_names(self) -> Self:
        """Loads the team with its Kommune, who sent the file, and what it was entered with."""
        return self.select_related("team__municipality", "uploaded_by", "entry__milestone")

    def newest_first(self) -> Self:
        return self.order_by("-uploaded_at", "-pk")

    def bytes(self) -> int:
        """How much room they take together."""
        return int(self.aggregate(sum=Sum("size"))["sum"] or 0)


class TeamFile(models.Model):
    """A private file of a team; handed out by a checked view, never by an address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(
        "workshops.Team", models.PROTECT, related_name="files", verbose_name=_("team")
    )
    entry = models.ForeignKey(
        "workshops.ProgressEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("progress entry"),
    )
    file = DocumentField(_("file"), upload_to=RandomName("teams"), max_length=200)
    file_name = LineField(_("file name"), max_length=160)
    note = LineField(_("what it is"), max_length=200, blank=True)
    content_type = models.CharField(max_length=120, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    visibility = models.CharField(
        _("visible to"),
        max_length=20,
        choices=Milestone.Visibility,
        default=Milestone.Visibility.TEAM,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    shared_at = models.DateTimeField(_("shared at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = TeamFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a team")
        verbose_name_plural = _("files of teams")
        constraints = [
            models.CheckConstraint(
                condition=(Q(visibility="round") & ~Q(shared_at=None))
                | (~Q(visibility="round") & Q(shared_at=None)),
                name="team_file_shared_has_its_moment",
                violation_error_message=_("A file has a moment of being shared only when it is."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Expects the team."""
        return reverse("workshops:file", args=[self.team.public_id, self.public_id, self.file_name])

    @property
    def suffix(self) -> str:
        """ "PDF", as a reader knows it."""
        return PurePath(self.file_name).suffix.removeprefix(".").upper()

    @property
    def is_shared(self) -> bool:
        return self.visibility == Milestone.Visibility.ROUND
