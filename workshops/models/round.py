from __future__ import annotations

from typing import NamedTuple, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models import User
from portal.dates import Dated, DatedQuerySet
from portal.search import Beside, Words, searched
from portal.text import LineField, ProseTextField

SILENT_AFTER_WEEKS = 6


class Standing(NamedTuple):
    """How something stands, for `{% mark %}`: class, word, drawing."""

    kind: str
    word: str
    icon: str
    is_over: bool = False


class RoundQuerySet(DatedQuerySet["Round"]):
    def published(self) -> Self:
        return self.filter(is_published=True, workshop__is_published=True)

    def of_coordinator(self, user: User) -> Self:
        """Assigned rounds; an assignment counts only as long as the role does."""
        if not user.is_coordinator:
            return self.none()
        return self.filter(
            pk__in=Round.coordinators.through.objects.filter(user=user).values("round")
        )

    def of_member(self, user: User) -> Self:
        """Those of one's teams; a team that has left takes its members along."""
        mine = user.memberships.filter(until_day=None).exclude(team__state="left")
        return self.filter(pk__in=mine.values("team__round"))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published rounds; unpublished ones for their members, coordinators and the editors."""
        public = Q(is_published=True, workshop__is_published=True)
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_superuser or user.is_editor:
            return self
        assigned = Round.objects.of_coordinator(user).values("pk")
        mine = Round.objects.of_member(user).values("pk")
        return self.filter(public | Q(pk__in=assigned) | Q(pk__in=mine))

    def looked_after_by(self, user: User) -> Self:
        """What stands in somebody's cockpit: assigned rounds; all of them for superusers."""
        return self if user.is_superuser else self.of_coordinator(user)

    def running_first(self) -> Self:
        """The running ones, then those in preparation, then the finished, each newest first."""
        order = [Round.Phase.RUNNING, Round.Phase.PREPARATION]
        turn = Case(*(When(phase=phase, then=n) for n, phase in enumerate(order)), default=2)
        newest = F("first_day").desc(nulls_last=True)
        return self.order_by(turn, newest, "-number", "-pk")

    def running(self) -> Self:
        return self.filter(phase=Round.Phase.RUNNING)

    def locked(self, pk: int) -> Round:
        """The row, held until the transaction ends: places are given one at a time."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def of_workshop(self, slug: str) -> Self:
        return self.filter(workshop__slug=slug)

    def with_workshop(self) -> Self:
        """Loads the Werkstatt and whom one may ask."""
        return self.select_related(
            "workshop__contact__organisation", "workshop__deputy__organisation"
        )

    def with_team_count(self) -> Self:
        """Annotates `team_count`: how many Kommunen take part."""
        return self.annotate(team_count=Count("teams", filter=Q(teams__state="accepted")))

    def with_open_questions(self) -> Self:
        """Annotates `open_questions`: how many wait for their answer."""
        waiting = Q(questions__answer="")
        return self.annotate(open_questions=Count("questions", filter=waiting))

    def search_for(self, words: Words, *beside: Beside) -> Self:
        """By its Werkstatt and its own summary."""
        title = ["workshop__title", "workshop__short_title"]
        return searched(self, words, title=title, text=["summary"], beside=beside)

    def newest_first(self) -> Self:
        return self.order_by(F("first_day").desc(nulls_last=True), "-number", "-pk")


class Round(Dated):
    """The n-th Durchgang of a Werkstatt: up to three days within one and a half years."""

    class Phase(models.TextChoices):
        PREPARATION = "preparation", _("in preparation")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")

    workshop = models.ForeignKey(
        "workshops.Workshop",
        models.PROTECT,
        related_name="rounds",
        verbose_name=_("workshop series"),
    )
    number = models.PositiveSmallIntegerField(_("round number"))
    phase = models.CharField(_("phase"), max_length=20, choices=Phase, default=Phase.PREPARATION)
    summary = ProseTextField(_("summary"), max_length=400, blank=True)
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="coordinated_rounds",
        verbose_name=_("coordinators"),
    )
    capacity = models.PositiveSmallIntegerField(
        _("places for Kommunen"), null=True, blank=True, help_text=_("Usually four to eight.")
    )
    known_municipalities = models.PositiveSmallIntegerField(
        _("number of Kommunen, if their names are not known"), null=True, blank=True
    )
    team_min = models.PositiveSmallIntegerField(_("smallest team"), default=3)
    team_max = models.PositiveSmallIntegerField(_("largest team"), default=5)
    silent_after_weeks = models.PositiveSmallIntegerField(
        _("silent after weeks"),
        default=SILENT_AFTER_WEEKS,
        help_text=_("A team of which nothing was heard for so long is marked in the cockpit."),
    )
    is_closed_group = models.BooleanField(
        _("closed group"), default=True, help_text=_("Joining a running round is not possible.")
    )
    note = LineField(_("note on the sources"), max_length=300, blank=True)
    is_published = models.BooleanField(_("published"), default=False, editable=False)

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["workshop", "number"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["workshop", "number"],
                name="round_number_once_per_workshop",
                violation_error_message=_("This Werkstatt already has a round of this number."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="round_number_counts_from_one",
                violation_error_message=_("Rounds are counted from one."),
            ),
            models.CheckConstraint(
                condition=Q(team_min__gte=1) & Q(team_max__gte=F("team_min")),
                name="round_team_limits_are_in_order",
                violation_error_message=_(
                    "The largest team must not be smaller than the smallest."
                ),
            ),
            models.CheckConstraint(
                condition=Q(silent_after_weeks__gte=1) & Q(silent_after_weeks__lte=52),
                name="round_silence_lasts_up_to_a_year",
                violation_error_message=_("A silence is counted from one to 52 weeks."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(workshop)s, round %(number)d") % {
            "workshop": self.workshop.short_title,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        return reverse("workshops:round", args=[self.workshop.slug, self.number])

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it; expects the Werkstatt to be loaded."""
        return self.is_published and self.workshop.is_published

    @property
    def is_finished(self) -> bool:
        return self.phase == self.Phase.FINISHED

    @property
    def standing(self) -> Standing:
        kind = {
            self.Phase.PREPARATION: "planned",
            self.Phase.RUNNING: "progress",
            self.Phase.FINISHED: "reached",
        }[self.Phase(self.phase)]
        return Standing(kind, str(self.get_phase_display()), kind)

    @property
    def municipality_count(self) -> int:
        """How many Kommunen take part, as far as known; expects `with_team_count()`."""
        return max(int(vars(self).get("team_count", 0)), self.known_municipalities or 0)

    @property
    def scope(self) -> str:
        """Names this round in audit rows."""
        return f"round:{self.pk}"
