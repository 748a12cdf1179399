from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, RowRange, Sum, When, Window
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models import Contribution, Person, User
from portal.text import LineField, ProseTextField
from workshops.models.meeting import Meeting


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """An agenda is seen by whoever sees its day."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

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
    """One piece of a day; its clock time follows from the day's start and the minutes before it."""

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
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaContributionQuerySet(models.QuerySet["AgendaContribution"]):
    def in_public(self) -> Self:
        """Those on days of published rounds."""
        return self.filter(
            item__meeting__round__is_published=True,
            item__meeting__round__workshop__is_published=True,
        )

    def of_person(self, person: Person) -> Self:
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
