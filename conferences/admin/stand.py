from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conferences import policies
from conferences.admin.base import CONFERENCES, ConferenceFilter, PartAdmin, PartForm, WithinFilter
from conferences.models import Island, Stand
from portal.office import Rights, office


class StandForm(PartForm):
    within = ("island",)


class IslandFilter(WithinFilter):
    title = _("theme island")
    parameter_name = "island"

    def choices_of(self, conference: int) -> list[tuple[Any, str]]:
        return [(row.pk, row.title) for row in Island.objects.filter(conference=conference)]


@admin.register(Stand)
class StandAdmin(PartAdmin[Stand]):
    group = CONFERENCES
    position = 3
    rights = Rights(
        view=office,
        add=policies.may_edit_stand,
        change=policies.may_edit_stand_texts,
        delete=policies.may_edit_stand,
    )
    full = Rights(change=policies.may_edit_stand)
    form = StandForm
    texts = ("exhibitor", "description")
    kept = ("island",)
    list_display = ["exhibitor", "conference", "number", "island", "organisation", "position"]
    list_filter = [ConferenceFilter, IslandFilter, "is_demo"]
    search_fields = ["exhibitor", "description", "organisation__name", "conference__title"]
    ordering = ["-conference__year", "-conference", "island__position", "position", "pk"]
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (None, {"fields": ["exhibitor", "conference", "organisation", "description"]}),
        (_("On the market place"), {"fields": ["island", ("number", "position")]}),
        (_("For the office only"), {"fields": ["needs"]}),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stand]:
        rows = super().get_queryset(request)
        return rows.select_related("conference", "island", "organisation")

    def get_fieldsets(self, request: HttpRequest, obj: Stand | None = None) -> Any:
        """What a stand needs is read by those who plan the conference."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or policies.may_edit_stand(request.user, obj):  # type: ignore[arg-type]
            return fieldsets
        return [(name, options) for name, options in fieldsets if "needs" not in options["fields"]]

    def view_on_site(self, obj: Stand) -> str:
        return reverse("conferences:market", args=[obj.conference.slug])
