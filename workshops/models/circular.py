from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.models import OutgoingMail
from portal.text import LineField, ProseTextField
from workshops.models.round import Round
from workshops.models.team import Member, Team

PLACEHOLDERS = ("Name", "Kommune", "Termin")
_BRACED = re.compile(r"\{([^{}\n]{0,60})\}")


@dataclass(frozen=True)
class Recipient:
    """Who gets a letter to all, and as a member of which team; coordinators of none."""

    user: User
    team: Team | None


def audience(round: Round, team: Team | None, *, coordinators: bool) -> list[Recipient]:
    """Active members with an active account, each once, team by team; in two queries at most."""
    members = Member.objects.active().filter(team__round=round, team__state=Team.State.ACCEPTED)
    members = members.filter(user__is_active=True)
    if team is not None:
        members = members.filter(team=team)
    named = members.select_related("user", "team__municipality").by_team()
    found: dict[int, Recipient] = {}
    for member in named:
        found.setdefault(member.user_id, Recipient(member.user, member.team))
    if coordinators:
        for user in round.coordinators.coordinators().in_order():
            found.setdefault(user.pk, Recipient(user, None))
    return list(found.values())


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and means nothing to us."""
    return [word for word in _BRACED.findall(text) if word not in PLACEHOLDERS]


def filled(text: str, values: dict[str, str]) -> str:
    """The text with the placeholders replaced, once: what a value says is not looked at again."""
    return _BRACED.sub(lambda match: values.get(match[1], match[0]), text)


class CircularQuerySet(models.QuerySet["Circular"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Who looks after the round."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(round__in=Round.objects.looked_after_by(user).values("pk"))

    def with_counts(self) -> Self:
        """Annotates `addressed`, `delivered` and `failed`: how many copies there are."""
        state = OutgoingMail.State
        sent, failed = Q(copies__mail__state=state.SENT), Q(copies__mail__state=state.FAILED)
        return self.annotate(
            addressed=Count("copies"),
            delivered=Count("copies", filter=sent),
            failed=Count("copies", filter=failed),
        )

    def with_names(self) -> Self:
        return self.select_related("team__municipality", "meeting", "sent_by", "file")

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-pk")


class Circular(models.Model):
    """A letter to all of a round or of a team; each gets a copy of their own."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        "workshops.Round", models.PROTECT, related_name="circulars", verbose_name=_("round")
    )
    team = models.ForeignKey(
        "workshops.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team"),
    )
    meeting = models.ForeignKey(
        "workshops.Meeting",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("workshop day"),
    )
    file = models.ForeignKey(
        "workshops.MeetingFile",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )
    subject = LineField(_("subject line"), max_length=150)
    text = ProseTextField(_("text"), max_length=5000)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"))
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to all")
        verbose_name_plural = _("letters to all")
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text=""),
                name="circular_says_something",
                violation_error_message=_("A letter has a subject and a text."),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("workshops:circular", args=[self.round_id, self.key])


class CircularCopy(models.Model):
    """The copy of one recipient; its mail says whether it arrived."""

    circular = models.ForeignKey(
        Circular, models.CASCADE, related_name="copies", verbose_name=_("letter to all")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    mail = models.ForeignKey(
        "portal.OutgoingMail",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("outgoing mail"),
    )

    class Meta:
        verbose_name = _("copy of a letter to all")
        verbose_name_plural = _("copies of letters to all")
        constraints = [
            models.UniqueConstraint(
                fields=["circular", "user"],
                name="circular_goes_once_to_each",
                violation_error_message=_("This person has this letter already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
