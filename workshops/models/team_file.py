from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField
from portal.uploads import RandomName, check_document
from workshops.models.milestone import Milestone
from workshops.models.round import Round
from workshops.models.team import Team


class TeamFileQuerySet(models.QuerySet["TeamFile"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        own_rounds = Round.objects.of_member(user).values("pk")
        return self.filter(
            Q(team__in=Team.objects.visible_to(user))
            | Q(visibility=Milestone.Visibility.ROUND, team__round__in=own_rounds)
        )


class TeamFile(models.Model):
    """A private file of a team; handed out by a checked view, never by an address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(
        "workshops.Team", models.PROTECT, related_name="files", verbose_name=_("team")
    )
    file = models.FileField(
        _("file"), upload_to=RandomName("teams"), max_length=200, validators=[check_document]
    )
    file_name = LineField(_("file name"), max_length=160)
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

    objects = TeamFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a team")
        verbose_name_plural = _("files of teams")

    def __str__(self) -> str:
        return self.file_name
