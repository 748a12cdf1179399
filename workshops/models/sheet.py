from __future__ import annotations

import uuid
from typing import NamedTuple, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.text import LineField, ProseTextField
from workshops.models import method as methods
from workshops.models.kept import Kept, KeptQuerySet
from workshops.models.method import Column, Method
from workshops.models.team import Team


class SheetQuerySet(KeptQuerySet["Sheet"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a team writes down for itself: its own members and its coordinators."""
        return self.filter(team__in=Team.objects.visible_to(user))

    def with_size(self) -> Self:
        """Annotates `size`: how many rows stand on it."""
        return self.annotate(size=Count("rows", filter=Q(rows__removed_at=None)))

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Sheet(Kept):
    """A working sheet of a team, filled in by one of the methods."""

    class Kind(models.TextChoices):
        CONSULTATION = "beratung", methods.CONSULTATION.name
        NEEDS = "bedarfsplanung", methods.NEEDS.name
        TARGETS = "zielvereinbarung", methods.TARGETS.name
        LOGIC = "wirkungslogik", methods.LOGIC.name
        WHEEL = "futures-wheel", methods.WHEEL.name
        SELF_ASSESSMENT = "selbsteinschaetzung", methods.SELF_ASSESSMENT.name

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(
        "workshops.Team", models.PROTECT, related_name="sheets", verbose_name=_("team")
    )
    kind = models.CharField(_("method"), max_length=24, choices=Kind, editable=False)
    title = LineField(_("title"), max_length=160)
    about = ProseTextField(_("what it is about"), max_length=600, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    created_at = models.DateTimeField(_("begun at"))
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("working sheet")
        verbose_name_plural = _("working sheets")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:sheet", args=[self.team.public_id, self.public_id])

    @property
    def method(self) -> Method:
        return METHODS[Sheet.Kind(self.kind)]

    @property
    def is_consultation(self) -> bool:
        return self.kind == Sheet.Kind.CONSULTATION


class SheetRowQuerySet(KeptQuerySet["SheetRow"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(sheet__in=Sheet.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Cell(NamedTuple):
    column: Column
    words: str


class SheetRow(Kept):
    """A row of a sheet; which cells it has, the method says."""

    sheet = models.ForeignKey(
        Sheet, models.CASCADE, related_name="rows", verbose_name=_("working sheet")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    cells = models.JSONField(_("cells"), default=dict)

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a working sheet")
        verbose_name_plural = _("rows of working sheets")

    def __str__(self) -> str:
        """The first words that stand in it."""
        said = next((cell.words for cell in self.shown if cell.words), "–")
        return said if len(said) <= 60 else f"{said[:59].rstrip()}…"

    @property
    def shown(self) -> list[Cell]:
        """Cell by cell in words; expects the sheet to be loaded."""
        return [Cell(column, column.shown(self.cells)) for column in self.sheet.method.columns]


class Consultation(models.Model):
    """What a kollegiale Beratung holds besides its ideas; those are the rows of its sheet."""

    sheet = models.OneToOneField(
        Sheet, models.CASCADE, primary_key=True, related_name="consultation"
    )
    brought_by = LineField(_("who brings the case"), max_length=160, blank=True)
    led_by = LineField(_("who keeps the time"), max_length=160, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    case = ProseTextField(_("the case"), max_length=3000, blank=True)
    question = ProseTextField(_("the question"), max_length=600, blank=True)
    decision = ProseTextField(_("the decision"), max_length=1500, blank=True)
    next_step = LineField(_("next step"), max_length=300, blank=True)
    due = models.DateField(_("until"), null=True, blank=True)
    milestone = models.ForeignKey(
        "workshops.Milestone",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("milestone"),
    )

    class Meta:
        verbose_name = _("peer consultation")
        verbose_name_plural = _("peer consultations")

    def __str__(self) -> str:
        return str(self.sheet)


METHODS: dict[Sheet.Kind, Method] = {
    Sheet.Kind.CONSULTATION: methods.CONSULTATION,
    Sheet.Kind.NEEDS: methods.NEEDS,
    Sheet.Kind.TARGETS: methods.TARGETS,
    Sheet.Kind.LOGIC: methods.LOGIC,
    Sheet.Kind.WHEEL: methods.WHEEL,
    Sheet.Kind.SELF_ASSESSMENT: methods.SELF_ASSESSMENT,
}
