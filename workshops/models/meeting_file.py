from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.pictures import DocumentField
from portal.text import LineField
from portal.uploads import RandomName
from workshops.models.round import Round
from workshops.models.team import Team


class MeetingFileQuerySet(models.QuerySet["MeetingFile"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The closed group: members of teams that take part, and who looks after the round."""
        if not user.is_authenticated:
            return self.none()
        mine = Team.objects.of_member(user).values("round")
        assigned = Round.objects.looked_after_by(user).values("pk")
        return self.filter(Q(meeting__round__in=mine) | Q(meeting__round__in=assigned))

    def of_round(self, round: Round) -> Self:
        return self.filter(meeting__round=round)

    def newest_first(self) -> Self:
        return self.select_related("meeting", "uploaded_by").order_by("-uploaded_at", "-pk")


class MeetingFile(models.Model):
    """Minutes or a photo protocol of a day: for the closed group, never for the public page."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("Minutes")
        PHOTOS = "photos", _("Photo protocol")
        OTHER = "other", _("Other")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        "workshops.Meeting", models.PROTECT, related_name="files", verbose_name=_("workshop day")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MINUTES)
    file = DocumentField(_("file"), upload_to=RandomName("meetings"), max_length=200)
    file_name = LineField(_("file name"), max_length=160)
    content_type = models.CharField(max_length=120, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = MeetingFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a workshop day")
        verbose_name_plural = _("files of workshop days")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("workshops:minutes_file", args=[self.public_id, self.file_name])
