from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField, ProseTextField, german
from workshops.models.kept import Kept, KeptQuerySet
from workshops.models.team import Team


class ActorQuerySet(KeptQuerySet["Actor"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Names of persons may be among them: own team and its coordinators only."""
        return self.filter(team__in=Team.objects.visible_to(user))

    def weightiest_first(self) -> Self:
        return self.order_by("-influence", "-interest", german("name"), "pk")


class Actor(Kept):
    """Somebody who matters for the team's subject (Akteursanalyse)."""

    class Kind(models.TextChoices):
        ADMINISTRATION = "administration", _("Administration")
        POLITICS = "politics", _("Politics")
        SCHOOL = "school", _("School and training")
        BUSINESS = "business", _("Business")
        CIVIL = "civil", _("Civil society")
        OTHER = "other", _("Other")

    class Relation(models.TextChoices):
        STRONG = "strong", _("works with us")
        LOOSE = "loose", _("loosely connected")
        NONE = "none", _("no contact yet")
        STRAINED = "strained", _("strained")

    team = models.ForeignKey(
        "workshops.Team", models.PROTECT, related_name="actors", verbose_name=_("team")
    )
    name = LineField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    interest = models.PositiveSmallIntegerField(_("interest (1 to 5)"), default=3)
    influence = models.PositiveSmallIntegerField(_("influence (1 to 5)"), default=3)
    relation = models.CharField(
        _("relation"), max_length=20, choices=Relation, default=Relation.NONE
    )
    note = ProseTextField(_("note"), max_length=600, blank=True)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"],
                condition=Q(removed_at=None),
                name="actor_once_per_team",
                violation_error_message=_("The team already has an actor of this name."),
            ),
            models.CheckConstraint(
                condition=Q(interest__range=(1, 5)) & Q(influence__range=(1, 5)),
                name="actor_is_rated_from_one_to_five",
                violation_error_message=_("Interest and influence are rated from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
