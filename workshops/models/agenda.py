from __future__ import annotations

from typing import NamedTuple, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, RowRange, Sum, When, Window
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models import Contribution, Person, User
from portal.text import LineField, ProseTextField
from workshops.models.meeting import Meeting
from workshops.models.milestone import Milestone
from workshops.models.team import Team

LINKS = ("milestone", "question", "statement")


class Told(NamedTuple):
    """What somebody typed about an item that they saw in this version."""

    item: int
    version: int
    text: str


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """An agenda is seen by whoever sees its day."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def with_links(self) -> Self:
        """Loads the milestone with its team, the question and the sentence that it is about."""
        return self.select_related(
            "milestone__team__municipality", "question", "statement__team__municipality"
        )

    def of_milestone(self, milestone: Milestone) -> Self:
        """Where it was talked about and something came of it, newest first."""
        told = self.filter(milestone=milestone).exclude(outcome="")
        return told.select_related("meeting").order_by(
            F("meeting__first_day").desc(nulls_last=True), "-pk"
        )

    def told_to(self, team: Team) -> Self:
        """Of what something came, without what is about a milestone or sentence of another team."""
        others = Q(milestone__isnull=False) & ~Q(milestone__team=team)
        sentences = Q(statement__isnull=False) & ~Q(statement__team=team)
        return self.exclude(outcome="").exclude(others | sentences)

    def with_minutes_before(self) -> Self:
        """Annotates `minutes_before`: how long the items of the day before this one last."""
        before = Window(
            Sum("minutes"),
            partition_by=F("meeting"),
            order_by=[F("position").asc(), F("pk").asc()],
            frame=RowRange(start=None, end=-1),
        )
        return self.annotate(minutes_before=Coalesce(before, 0))

    def with_people(self) -> Self:
        """Every item once for each person in it, or once without; see `timetable`.

        Annotates `role`, `function`, `affiliation`, `academic_title`, `first_name`, `last_name`
        and `person_slug` (None for people without a page). Whoever did not come is left out.
        """
        person = "present__person__"
        return self.annotate(
            present=FilteredRelation("contributions", condition=~Q(contributions__state="absent")),
            role=F("present__role"),
            function=F("present__function"),
            affiliation=F("present__affiliation"),
            academic_title=F(f"{person}academic_title"),
            first_name=F(f"{person}first_name"),
            last_name=F(f"{person}last_name"),
            person_slug=Case(When(Q(**{f"{person}is_public": True}), then=F(f"{person}slug"))),
        ).order_by("meeting", "position", "pk", "present__position", "present__pk")


class AgendaItem(models.Model):
    """One piece of a day; its clock time follows from the day's start and the minutes before it.

    Title and description are typed for the public page of the day. What the item is about, a
    milestone, a question, a sentence, is linked, and shown to the coordinators only.
    """

    class Kind(models.TextChoices):
        ARRIVAL = "arrival", _("Arrival and welcome")
        INPUT = "input", _("Expert input")
        WORK = "work", _("Work phase")
        PEER = "peer", _("Peer consultation")
        EXCHANGE = "exchange", _("Exchange")
        BREAK = "break", _("Break")
        CLOSING = "closing", _("Closing")

    meeting = models.ForeignKey(
        "workshops.Meeting", models.CASCADE, related_name="agenda", verbose_name=_("workshop day")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.WORK)
    title = LineField(_("title"), max_length=200)
    description = ProseTextField(_("description"), blank=True)
    outcome = ProseTextField(_("outcome"), blank=True)
    milestone = models.ForeignKey(
        "workshops.Milestone",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda",
        verbose_name=_("milestone"),
    )
    question = models.ForeignKey(
        "workshops.Question",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda",
        verbose_name=_("open question"),
    )
    statement = models.ForeignKey(
        "workshops.Statement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda",
        verbose_name=_("statement"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=720),
                name="agenda_item_lasts_up_to_twelve_hours",
                violation_error_message=_("An item lasts between 1 and 720 minutes."),
            ),
            models.CheckConstraint(
                condition=Q(milestone=None, question=None)
                | Q(milestone=None, statement=None)
                | Q(question=None, statement=None),
                name="agenda_item_is_about_one_thing",
                violation_error_message=_(
                    "An item is about a milestone, a question or a sentence, not about two of them."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["meeting", link],
                    name=f"agenda_takes_a_{link}_once",
                    violation_error_message=_("This is on the agenda already."),
                )
                for link in LINKS
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def result(self) -> str:
        """What came of it: of a question its answer. Expects `with_links()`."""
        return self.question.answer if self.question else self.outcome

    @property
    def is_confidential(self) -> bool:
        """What came of it is for the team and its coordinators, not for the page of the day."""
        return any(getattr(self, f"{link}_id") for link in LINKS)


class AgendaContributionQuerySet(models.QuerySet["AgendaContribution"]):
    def in_public(self) -> Self:
        """Those on days of published rounds."""
        return self.filter(
            item__meeting__round__is_published=True,
            item__meeting__round__workshop__is_published=True,
        )

    def of_person(self, person: Person | int) -> Self:
        return self.filter(person=person)

    def latest_first(self) -> Self:
        """With their item, day, round and Werkstatt."""
        return self.select_related("item__meeting__round__workshop").order_by(
            F("item__meeting__first_day").desc(nulls_last=True), "-item__meeting", "item__position"
        )


class AgendaContribution(Contribution):
    """Who gives the input, who moderates."""

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="contributions", verbose_name=_("agenda item")
    )

    objects = AgendaContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "role"],
                name="agenda_contribution_once_per_role",
                violation_error_message=_("This person already has this role here."),
            )
        ]
