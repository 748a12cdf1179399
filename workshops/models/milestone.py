from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import ClassVar, NamedTuple, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.dates import Dated, DatedQuerySet, Period
from portal.text import LineField, ProseTextField, german
from workshops.models.common_milestone import RoundMilestone
from workshops.models.round import Round
from workshops.models.team import Team


class MilestoneQuerySet(DatedQuerySet["Milestone"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Own team, what teams taking part share in the round; all of theirs for coordinators."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        own_rounds = Team.objects.of_member(user).values("round")
        return self.filter(
            Q(team__in=Team.objects.visible_to(user))
            | Q(
                visibility=Milestone.Visibility.ROUND,
                team__round__in=own_rounds,
                team__state=Team.State.ACCEPTED,
            )
        )

    def open(self) -> Self:
        return self.exclude(status__in=[Milestone.Status.REACHED, Milestone.Status.DROPPED])

    def overdue(self, at: date) -> Self:
        return self.open().filter(last_day__lt=at)

    def due_within(self, days: int, at: date) -> Self:
        """Open ones whose deadline ends today or in at most so many days."""
        return self.open().filter(last_day__gte=at, last_day__lte=at + timedelta(days=days))

    def of_teams_taking_part(self) -> Self:
        return self.filter(team__state=Team.State.ACCEPTED)

    def of_teams_at_work(self) -> Self:
        """Of teams that take part in a round that is not over."""
        return self.of_teams_taking_part().exclude(team__round__phase=Round.Phase.FINISHED)

    def shared(self) -> Self:
        """What the other teams of the round may read."""
        return self.filter(visibility=Milestone.Visibility.ROUND)

    def with_names(self) -> Self:
        """Loads the team with its Kommune, the round and its Werkstatt, and who is responsible."""
        return self.select_related(
            "team__municipality", "team__round__workshop", "responsible__user", "common"
        )

    def with_responsible(self) -> Self:
        """Loads who is responsible: all that a line of the team's own room needs."""
        return self.select_related("responsible__user")

    def with_themes(self) -> Self:
        """Loads topic, core theme and what it was split from."""
        return self.select_related("topic", "core_theme", "split_from")

    def by_team(self) -> Self:
        return self.order_by(german("team__municipality__short_name"), "team", "first_day", "pk")

    def with_last_entry(self) -> Self:
        """Annotates `last_entry_at`."""
        return self.annotate(last_entry_at=Max("entries__at"))

    def by_due_date(self) -> Self:
        """Open ones first, by date; then those that are done."""
        done = Q(status__in=[Milestone.Status.REACHED, Milestone.Status.DROPPED])
        return self.order_by(
            models.Case(models.When(done, then=1), default=0),
            F("first_day").asc(nulls_last=True),
            "position",
            "pk",
        )

    def in_own_order(self) -> Self:
        """As the lead of the team put them."""
        return self.order_by("position", F("first_day").asc(nulls_last=True), "pk")

    def locked(self, pk: int) -> Milestone:
        """The row, held until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class Part(NamedTuple):
    """What a milestone is split into."""

    title: str
    when: Period | None = None


class Milestone(Dated):
    """What a team wants to have reached by a date; the dates are those of its deadline."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        PROGRESS = "progress", _("in progress")
        RISK = "risk", _("at risk")
        REACHED = "reached", _("reached")
        POSTPONED = "postponed", _("postponed")
        DROPPED = "dropped", _("dropped")

    class Visibility(models.TextChoices):
        TEAM = "team", _("the team and its coordinators")
        ROUND = "round", _("all teams of the round")

    WORDS: ClassVar = (
        "title", "difference", "responsible", "topic", "core_theme", "common",
        "indicator", "unit", "baseline", "baseline_on", "target", "source", "when",
    )  # fmt: skip  # what is edited; everything else moves by entries or by the lead

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(
        "workshops.Team", models.PROTECT, related_name="milestones", verbose_name=_("team")
    )
    common = models.ForeignKey(
        RoundMilestone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("common milestone"),
    )
    title = LineField(_("title"), max_length=200)
    difference = ProseTextField(_("what will be different"), blank=True)
    responsible = models.ForeignKey(
        "workshops.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("responsible"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLANNED)
    visibility = models.CharField(
        _("visible to"), max_length=20, choices=Visibility, default=Visibility.TEAM
    )
    shared_at = models.DateTimeField(_("shared at"), null=True, blank=True, editable=False)
    topic = models.ForeignKey(
        "publications.Topic",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
    )
    core_theme = models.ForeignKey(
        "publications.Topic",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("core theme"),
    )
    indicator = LineField(_("how one sees that it is reached"), max_length=250, blank=True)
    unit = LineField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(
        _("where it began"), null=True, blank=True, max_digits=15, decimal_places=3
    )
    baseline_on = models.DateField(_("as of"), null=True, blank=True)
    target = models.DecimalField(
        _("target"), null=True, blank=True, max_digits=15, decimal_places=3
    )
    source = LineField(_("source of the figures"), max_length=250, blank=True)
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("came from"),
        editable=False,
    )
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate, editable=False)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # rises with every change of what is edited; an entry that moves only the status leaves it
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(status="reached") & ~Q(reached_on=None))
                | (~Q(status="reached") & Q(reached_on=None)),
                name="milestone_reached_has_its_day",
                violation_error_message=_(
                    "A milestone has a day of being reached only when it is."
                ),
            ),
            models.CheckConstraint(
                condition=Q(unit="", baseline=None, target=None) | ~Q(indicator=""),
                name="milestone_figures_belong_to_an_indicator",
                violation_error_message=_("Please say first what the figures stand for."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_on=None) | ~Q(baseline=None),
                name="milestone_baseline_day_has_its_figure",
                violation_error_message=_("A day of the beginning needs its figure."),
            ),
            models.UniqueConstraint(
                fields=["team", "common"],
                name="milestone_common_once_per_team",
                violation_error_message=_("The team already has this common milestone."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:milestone", args=[self.team.public_id, self.public_id])

    @property
    def is_dropped(self) -> bool:
        return self.status == self.Status.DROPPED

    @property
    def is_shared(self) -> bool:
        return self.visibility == self.Visibility.ROUND

    @property
    def is_measured(self) -> bool:
        """Whether its indicator is a figure."""
        return bool(self.unit) or self.baseline is not None or self.target is not None

    @property
    def is_done(self) -> bool:
        return self.status in _DONE

    def is_overdue(self, at: date) -> bool:
        return not self.is_done and self.last_day is not None and self.last_day < at

    def days_overdue(self, at: date) -> int:
        """Whole days after the deadline; 0 if it is not overdue."""
        if not self.is_overdue(at) or self.last_day is None:
            return 0
        return (at - self.last_day).days


_DONE = frozenset({Milestone.Status.REACHED, Milestone.Status.DROPPED})
