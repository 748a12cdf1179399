from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField
from workshops.models.team import Team

DAYS = (7, 30, 90)  # for so long a link may be valid


def digest_of(token: str) -> str:
    """What is stored instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


class OverviewLinkQuerySet(models.QuerySet["OverviewLink"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(team__in=Team.objects.visible_to(user))

    def open(self, at: datetime) -> Self:
        """Neither expired nor withdrawn, of a team that takes part."""
        taking_part = Team.objects.taking_part().values("pk")
        return self.filter(withdrawn_at=None, expires_at__gt=at, team__in=taking_part)

    def opened_by(self, token: str, at: datetime) -> Self:
        """The one link that this token opens now, with its team; or none."""
        links = self.open(at).filter(token_hash=digest_of(token))
        return links.select_related("team__municipality", "team__round__workshop")

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")

    def locked(self, pk: int) -> OverviewLink:
        return self.select_for_update(of=("self",)).get(pk=pk)


class OverviewLink(models.Model):
    """A link under which somebody without an account reads the team's one page."""

    team = models.ForeignKey(
        "workshops.Team", models.CASCADE, related_name="overview_links", verbose_name=_("team")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    reader = LineField(_("for whom"), max_length=160)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    objects = OverviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to the overview of a team")
        verbose_name_plural = _("links to overviews of teams")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="overview_link_expires_after_it_was_made",
                violation_error_message=_("A link is valid for a while."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.team} – {self.reader}"

    def is_open(self, at: datetime) -> bool:
        return self.withdrawn_at is None and at < self.expires_at
