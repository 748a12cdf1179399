from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from people.models import User
from portal.text import LineField, ProseTextField
from workshops.models.round import Round
from workshops.models.team import Team


class StatementQuerySet(models.QuerySet["Statement"]):
    def cleared(self) -> Self:
        return self.filter(state=Statement.State.CLEARED)

    def waiting(self) -> Self:
        """Neither cleared nor refused yet."""
        return self.filter(state=Statement.State.PROPOSED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Proposals belong to the team and its coordinators; cleared ones to everybody."""
        own = Q(team__in=Team.objects.visible_to(user))
        return self.filter(Q(state=Statement.State.CLEARED) | own)

    def in_public(self) -> Self:
        """Cleared ones of published rounds."""
        return self.cleared().filter(team__round__in=Round.objects.published())

    def naming(self, municipality: int) -> Self:
        """Those of the Kommune with this key that say themselves whose they are."""
        return self.filter(
            names_municipality=True,
            team__is_named_in_public=True,
            team__municipality=municipality,
        )

    def of_round(self, round: Round | int) -> Self:
        """Those of its teams, with the Kommune and the milestone."""
        return self.filter(team__round=round).select_related("team__municipality", "milestone")

    def with_source(self) -> Self:
        """Loads the Kommune, the round and the milestone."""
        return self.select_related("team__municipality", "team__round__workshop", "milestone")

    def with_proof(self) -> Self:
        """Loads who proposed, cleared, refused and withdrew it too."""
        return self.with_source().select_related(
            "proposed_by", "cleared_by", "refused_by", "withdrawn_by"
        )

    def newest_first(self) -> Self:
        return self.order_by("-cleared_at", "-pk")

    def newest_proposal_first(self) -> Self:
        return self.order_by("-proposed_at", "-pk")


class Statement(models.Model):
    """The one sentence that a team lets be published (Freigabe), with the proof."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CLEARED = "cleared", _("cleared")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    team = models.ForeignKey(
        "workshops.Team", models.PROTECT, related_name="statements", verbose_name=_("team")
    )
    milestone = models.ForeignKey(
        "workshops.Milestone",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("milestone"),
    )
    proposed_text = ProseTextField(_("proposed sentence"), max_length=300)
    text = ProseTextField(_("cleared sentence"), max_length=300, blank=True)
    names_municipality = models.BooleanField(_("names the Kommune"), default=False)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.PROPOSED, editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cleared by"),
    )
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("refused by"),
    )
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True)
    refusal_reason = LineField(_("reason for refusing"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="cleared")
                | (~Q(text="") & ~Q(cleared_by=None) & ~Q(cleared_at=None)),
                name="statement_cleared_has_text_and_proof",
                violation_error_message=_("A cleared sentence says who cleared what, and when."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (~Q(refused_by=None) & ~Q(refused_at=None)),
                name="statement_refused_has_proof",
                violation_error_message=_("A refused sentence says who refused it, and when."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (~Q(withdrawn_by=None) & ~Q(withdrawn_at=None)),
                name="statement_withdrawn_has_proof",
                violation_error_message=_("A withdrawn sentence says who withdrew it, and when."),
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.proposed_text

    def get_absolute_url(self) -> str:
        """In the team's room; expects the team."""
        return reverse("workshops:statement", args=[self.team.public_id, self.pk])

    @property
    def said_by(self) -> Municipality | None:
        """The Kommune, if the sentence names it; expects `with_source()`."""
        named = self.names_municipality and self.team.is_named_in_public
        return self.team.municipality if named else None
