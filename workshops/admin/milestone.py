from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.office import OfficeAdmin, OfficeStackedInline, Rights, words
from portal.text import german
from workshops import policies
from workshops.admin.base import TEAMS, round_filter
from workshops.models import Milestone, ProgressEntry


class EntryInline(OfficeStackedInline[ProgressEntry]):
    """What the team wrote, newest first."""

    model = ProgressEntry
    fk_name = "milestone"
    rights = Rights.read_only(policies.may_see_teams)
    fields = [("at", "written_by"), ("status_from", "status_to"), "note", "hurdle", "next_step"]
    readonly_fields = [
        "at",
        "written_by",
        "status_from",
        "status_to",
        "note",
        "hurdle",
        "next_step",
    ]
    written_by = words("author", _("author"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgressEntry]:
        rows = super().get_queryset(request).select_related("author", "milestone")
        return rows.order_by("-at", "-pk")


class OverdueFilter(admin.SimpleListFilter):
    title = _("deadline")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("overdue")), ("open", _("open"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.overdue(timezone.localdate())  # type: ignore[attr-defined,no-any-return]
        return queryset.open() if self.value() == "open" else queryset  # type: ignore[attr-defined]


@admin.register(Milestone)
class MilestoneAdmin(OfficeAdmin[Milestone]):
    """Read-only: the progress belongs to the team."""

    group = TEAMS
    position = 3
    lookups = ("team",)
    rights = Rights.read_only(policies.may_see_teams)
    list_display = ["title", "team", "round", "status", "when", "last_entry_at", "responsible"]
    list_filter = [round_filter("team__round"), "status", OverdueFilter, "visibility", "is_demo"]
    search_fields = ["title", "difference", "team__municipality__short_name"]
    date_hierarchy = "first_day"
    ordering = [german("team__municipality__short_name"), "first_day"]
    inlines = [EntryInline]
    fieldsets = [
        (None, {"fields": ["title", "team", "common", "difference", "indicator"]}),
        (_("Where it stands"), {"fields": ["status", "when", "reached_on", "responsible"]}),
        (_("Who may read it"), {"fields": ["visibility", "topic"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Milestone]:
        rows = super().get_queryset(request)
        rows = rows.select_related(
            "team__municipality", "team__round__workshop", "responsible__user"
        )
        return rows.with_last_entry()  # type: ignore[attr-defined,no-any-return]

    @admin.display(description=_("round"), ordering="team__round")
    def round(self, milestone: Milestone) -> str:
        return str(milestone.team.round)

    @admin.display(description=_("last entry"), ordering="last_entry_at")
    def last_entry_at(self, milestone: Milestone) -> Any:
        return milestone.last_entry_at  # type: ignore[attr-defined]


@admin.register(ProgressEntry)
class ProgressEntryAdmin(OfficeAdmin[ProgressEntry]):
    """Read-only and append-only: a correction is a new entry of the team."""

    group = TEAMS
    position = 4
    rights = Rights.read_only(policies.may_see_teams)
    list_display = ["at", "team", "milestone", "status_from", "status_to", "hurdle", "written_by"]
    list_filter = [
        round_filter("milestone__team__round"),
        "status_to",
        ("hurdle", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["milestone__team__municipality", "author"]
    search_fields = ["note", "hurdle", "next_step", "milestone__title"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = [
        ("at", "written_by"),
        "milestone",
        ("status_from", "status_to"),
        "note",
        "hurdle",
        "next_step",
        "corrects",
    ]
    readonly_fields = ["written_by"]
    written_by = words("author", _("author"))

    @admin.display(description=_("team"), ordering="milestone__team")
    def team(self, entry: ProgressEntry) -> str:
        return str(entry.milestone.team)
