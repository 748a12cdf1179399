from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.office import OfficeAdmin, OfficeStackedInline, Rights, TextsAdmin, office
from workshops import policies
from workshops.admin.base import WORKSHOPS, assigned, round_filter
from workshops.models import AgendaContribution, AgendaItem, Meeting


class ContributionInline(OfficeStackedInline[AgendaContribution]):
    model = AgendaContribution
    rights = Rights(
        view=office,
        add=policies.may_edit_agenda,
        change=policies.may_edit_agenda_texts,
        delete=policies.may_edit_agenda,
    )
    autocomplete_fields = ["person"]
    fields = ["person", ("role", "state", "position"), "function", "affiliation"]


@admin.register(AgendaItem)
class AgendaItemAdmin(TextsAdmin[AgendaItem], OfficeAdmin[AgendaItem]):
    group = WORKSHOPS
    position = 4
    rights = Rights(
        view=office,
        add=policies.may_edit_agenda,
        change=policies.may_edit_agenda_texts,
        delete=policies.may_edit_agenda,
    )
    full = Rights(change=policies.may_edit_agenda)
    texts = ("title", "description", "outcome")
    list_display = ["title", "meeting", "position", "minutes", "kind", "people_count"]
    list_filter = [round_filter("meeting__round"), "kind", "is_demo"]
    search_fields = ["title", "description", "meeting__title"]
    ordering = ["-meeting__first_day", "position", "pk"]
    autocomplete_fields = ["meeting"]
    inlines = [ContributionInline]
    fieldsets = [
        (None, {"fields": ["meeting", ("position", "minutes", "kind"), "title"]}),
        (_("What it is about"), {"fields": ["description", "outcome"]}),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]

    def scope_of(self, thing: AgendaItem) -> str:
        return thing.meeting.round.scope

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgendaItem]:
        rows = super().get_queryset(request).select_related("meeting__round__workshop")
        return rows.annotate(people_count=Count("contributions"))

    @admin.display(description=_("persons"), ordering="people_count")
    def people_count(self, item: AgendaItem) -> int:
        return int(item.people_count)  # type: ignore[attr-defined]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "meeting":
            mine = assigned(request.user)  # type: ignore[arg-type]
            kwargs["queryset"] = Meeting.objects.filter(round__in=mine.values("pk"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: AgendaItem | None = None) -> Any:
        """What came of a linked item is for the team and its coordinators, not for editors."""
        may_edit = policies.may_edit_agenda(request.user, obj)  # type: ignore[arg-type]
        if may_edit or obj is None or not obj.is_confidential:
            return super().get_fieldsets(request, obj)
        first, _about, last = super().get_fieldsets(request, obj)
        return [first, (_("What it is about"), {"fields": ["description"]}), last]

    def ruled_for(self, obj: AgendaItem | None) -> list[str]:
        return ["meeting"] if obj else []

    def view_on_site(self, obj: AgendaItem) -> str:
        return obj.meeting.get_absolute_url()
