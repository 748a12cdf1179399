from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.office import (
    Button,
    HistoryOfficeAdmin,
    OfficeLinks,
    Rights,
    SluggedForm,
    TextsAdmin,
    link,
    office,
)
from portal.text import german
from workshops import policies
from workshops.actions import workshops
from workshops.admin.base import WORKSHOPS
from workshops.models import Round, Workshop


class WorkshopForm(SluggedForm):
    slug_from = ("short_title",)


class RoundLinks(OfficeLinks[Round]):
    """The rounds to click on; each has a page of its own."""

    model = Round
    rights = Rights.read_only(office)
    fields = ["record", "when", "phase", "is_published"]
    verbose_name_plural = _("rounds")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        return super().get_queryset(request).select_related("workshop")


@admin.register(Workshop)
class WorkshopAdmin(TextsAdmin[Workshop], HistoryOfficeAdmin[Workshop]):
    group = WORKSHOPS
    position = 1
    rights = Rights(
        view=office,
        add=policies.may_edit_workshop,
        change=policies.may_edit_workshop_texts,
    )
    full = Rights(change=policies.may_edit_workshop)
    form = WorkshopForm
    texts = ("title", "short_title", "summary", "description", "topics", "contact", "deputy")
    list_display = ["short_title", "title", "round_count", "is_published", "contact"]
    list_filter = ["is_published", "topics"]
    list_select_related = ["contact"]
    search_fields = ["title", "short_title", "summary"]
    ordering = [german("short_title")]
    autocomplete_fields = ["topics", "contact", "deputy"]
    inlines = [RoundLinks]
    fieldsets = [
        (None, {"fields": ["title", "short_title", "slug", "is_published"]}),
        (_("What it is about"), {"fields": ["summary", "description", "topics"]}),
        (_("Whom to ask"), {"fields": [("contact", "deputy")]}),
        (_("Next steps"), {"fields": ["links"]}),
    ]
    buttons = [
        Button(
            "publish",
            _("Publish"),
            workshops.publish,
            allowed=policies.may_edit_workshop,
            shown=lambda workshop: not workshop.is_published,
            done=_("The workshop series and its published rounds are public."),
        ),
        Button(
            "unpublish",
            _("Hide from the public"),
            workshops.unpublish,
            allowed=policies.may_edit_workshop,
            confirm=_("The pages of the series and of all its rounds disappear for the public."),
            shown=lambda workshop: workshop.is_published,
            done=_("The workshop series is hidden."),
            risky=True,
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workshop]:
        return super().get_queryset(request).annotate(round_count=Count("rounds"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Workshop], search_term: str
    ) -> tuple[QuerySet[Workshop], bool]:
        """Whoever chooses a series for a new round chooses among those that they may edit."""
        if request.GET.get("model_name") == "round":
            mine = Workshop.objects.editable_by(request.user)  # type: ignore[arg-type]
            queryset = queryset.filter(pk__in=mine.values("pk"))
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("rounds"), ordering="round_count")
    def round_count(self, workshop: Workshop) -> int:
        return int(workshop.round_count)  # type: ignore[attr-defined]

    @admin.display(description=_("go to"))
    def links(self, workshop: Workshop) -> str:
        return link("workshops_round_add", str(_("Add a round")), workshop=workshop.pk)

    def get_fieldsets(self, request: HttpRequest, obj: Workshop | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        may_add = obj is not None and policies.may_edit_workshop(request.user, obj)  # type: ignore[arg-type]
        return fieldsets if may_add else fieldsets[:-1]

    def ruled_for(self, obj: Workshop | None) -> list[str]:
        return ["is_published", "links", *(["slug"] if obj and obj.is_published else [])]
