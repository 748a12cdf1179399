from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Kind, Municipality
from people.models import User
from portal.text import LineField, ProseTextField, german
from workshops.models.round import Round


class TeamQuerySet(models.QuerySet["Team"]):
    def of_member(self, user: User) -> Self:
        return self.filter(
            pk__in=user.memberships.filter(until_day=None).values("team"), state=Team.State.ACCEPTED
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Own team; for coordinators the teams of their rounds; for superusers all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        rounds = Round.objects.of_coordinator(user)
        return self.filter(
            Q(pk__in=Team.objects.of_member(user).values("pk")) | Q(round__in=rounds.values("pk"))
        )

    def taking_part(self) -> Self:
        return self.filter(state=Team.State.ACCEPTED)

    def invited(self) -> Self:
        """Those that have a place and have not said yes; annotates whom we `asked`, until when."""
        asked = TeamInvitation.objects.filter(team=OuterRef("pk")).pending()
        latest = asked.order_by("-invitation__expires_at")
        return self.filter(state=Team.State.INVITED).annotate(
            asked=Subquery(latest.values("invitation__email")[:1]),
            asked_until=Subquery(latest.values("invitation__expires_at")[:1]),
        )

    def named_in_public(self) -> Self:
        """Those that take part and whose Kommune may be named."""
        return self.taking_part().filter(is_named_in_public=True)

    def in_published_rounds(self) -> Self:
        return self.filter(round__in=Round.objects.published())

    def at_work(self) -> Self:
        """Those that may be named in the published rounds that are running."""
        return self.named_in_public().filter(round__in=Round.objects.published().running())

    def of_municipalities(self, municipalities: Iterable[Municipality]) -> Self:
        return self.filter(municipality__in=municipalities)

    def locked(self, pk: int) -> Team:
        """The row, held until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def with_round(self) -> Self:
        return self.select_related("round__workshop")

    def newest_first(self) -> Self:
        return self.order_by(F("round__first_day").desc(nulls_last=True), "-round__number", "pk")

    def with_names(self) -> Self:
        """Loads the Kommune, the round and its Werkstatt."""
        return self.select_related("municipality", "round__workshop")

    def with_last_entry(self) -> Self:
        """Annotates `last_entry_at`: when something was last said about any milestone."""
        return self.annotate(last_entry_at=Max("milestones__entries__at"))

    def with_lead(self) -> Self:
        """Annotates `has_lead`: whether somebody leads it now."""
        leads = Member.objects.filter(team=OuterRef("pk"), role=Member.Role.LEAD).active()
        return self.annotate(has_lead=Exists(leads))

    def by_round(self) -> Self:
        """The newest round first, its teams by name."""
        newest = F("round__first_day").desc(nulls_last=True)
        return self.order_by(newest, "round", german("municipality__short_name"), "pk")

    def in_order(self) -> Self:
        return self.order_by(german("municipality__short_name"), "pk")

    def districts_first(self) -> Self:
        """As one names them: the Kreise, then the cities."""
        is_district = Case(When(municipality__kind=Kind.DISTRICT, then=0), default=1)
        return self.order_by(is_district, german("municipality__short_name"), "pk")


class Team(models.Model):
    """The Entwicklungsteam of a Kommune in a round."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("taking part")
        LEFT = "left", _("has left")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        "workshops.Round", models.PROTECT, related_name="teams", verbose_name=_("round")
    )
    municipality = models.ForeignKey(
        "municipalities.Municipality",
        models.PROTECT,
        related_name="+",
        verbose_name=_("municipality"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.INVITED, editable=False
    )
    left_reason = LineField(_("reason for leaving"), max_length=300, blank=True, editable=False)
    admission_reason = LineField(
        _("reason for admission without an agreement"), max_length=300, blank=True, editable=False
    )
    is_named_in_public = models.BooleanField(
        _("the Kommune is named on public pages"), default=True
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "municipality"],
                name="team_one_per_municipality_and_round",
                violation_error_message=_("This Kommune already has a team in this round."),
            ),
            models.CheckConstraint(
                condition=~Q(state="left") | ~Q(left_reason=""),
                name="team_that_left_has_a_reason",
                violation_error_message=_("Please say why the team left."),
            ),
        ]

    def __str__(self) -> str:
        return self.municipality.known_as

    def get_absolute_url(self) -> str:
        return reverse("workshops:team", args=[self.public_id])


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> Self:
        return self.filter(until_day=None)

    def active_or(self, pk: int | None) -> Self:
        """Those who belong to it now, and the one who is named already."""
        return self.filter(Q(until_day=None) | Q(pk=pk))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(team__in=Team.objects.visible_to(user))

    def by_team(self) -> Self:
        """Team by team, its lead first."""
        return self.order_by(
            german("team__municipality__short_name"),
            "team",
            "role",
            german("user__last_name"),
            "pk",
        )

    def in_order(self) -> Self:
        return self.order_by("role", german("user__last_name"), "pk")


class Member(models.Model):
    """Somebody in a team, from a day until a day: history, not deletion."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Team lead")
        MEMBER = "member", _("Member")

    team = models.ForeignKey(Team, models.PROTECT, related_name="members", verbose_name=_("team"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("account"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    function = LineField(_("function in the administration"), max_length=200, blank=True)
    from_day = models.DateField(_("since"), default=timezone.localdate)
    until_day = models.DateField(_("until"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"],
                condition=Q(until_day=None),
                name="member_once_at_a_time",
                violation_error_message=_("This person is already a member of the team."),
            ),
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gte=F("from_day")),
                name="member_ends_after_beginning",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def is_active(self, at: date) -> bool:
        return self.until_day is None


class TeamInvitationQuerySet(models.QuerySet["TeamInvitation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(team__in=Team.objects.visible_to(user))

    def pending(self) -> Self:
        """Neither accepted nor withdrawn; some of them may have expired."""
        return self.filter(invitation__used_at=None, invitation__withdrawn_at=None)

    def opened_by(self, digest: str) -> Self:
        """The one that a token of this digest was made for, with all its names."""
        return self.filter(invitation__token_hash=digest).select_related(
            "invitation__invited_by", "team__municipality", "team__round__workshop"
        )

    def newest_first(self) -> Self:
        return self.order_by("-invitation__created_at", "-pk")


class TeamInvitation(models.Model):
    """To which team, and as what, an invitation leads."""

    invitation = models.OneToOneField(
        "people.Invitation", models.CASCADE, related_name="+", verbose_name=_("invitation")
    )
    team = models.ForeignKey(
        Team, models.CASCADE, related_name="invitations", verbose_name=_("team")
    )
    role = models.CharField(_("role"), max_length=20, choices=Member.Role)
    message = ProseTextField(_("personal words"), blank=True)

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a team")
        verbose_name_plural = _("invitations to teams")

    def __str__(self) -> str:
        return f"{self.invitation} → {self.team}"

    def why_closed(self, at: datetime) -> str:
        """Why nobody comes in by it now, in a sentence; nothing while it is open."""
        if self.invitation.used_at:
            return gettext("This invitation has been accepted already. Sign in to go on.")
        if self.invitation.withdrawn_at:
            return gettext("This invitation has been withdrawn.")
        if self.team.state == Team.State.LEFT:
            return gettext("This Kommune no longer takes part in the round.")
        if self.team.round.is_finished:
            return gettext("The round that you were invited to is over.")
        if not self.invitation.is_open(at):
            return gettext("This invitation has expired. Ask whoever invited you for a new one.")
        return ""
