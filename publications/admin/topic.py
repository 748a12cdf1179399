from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.office import OfficeAdmin, Rights, SluggedForm, office
from portal.text import german
from publications import policies
from publications.admin.groups import PUBLISHING
from publications.models import Topic


class TopicForm(SluggedForm):
    slug_from = ("name",)


@admin.register(Topic)
class TopicAdmin(OfficeAdmin[Topic]):
    group = PUBLISHING
    position = 4
    rights = Rights(
        view=office,
        add=policies.may_edit_topic,
        change=policies.may_edit_topic,
    )
    form = TopicForm
    list_display = ["name", "kind", "position", "report_count", "document_count"]
    list_filter = ["kind"]
    search_fields = ["name", "description"]
    ordering = ["kind", "position", german("name")]
    fields = ["name", "slug", "kind", "description", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                report_count=Count("reports", distinct=True),
                document_count=Count("documents", distinct=True),
            )
        )

    @admin.display(description=_("reports"), ordering="report_count")
    def report_count(self, topic: Topic) -> int:
        return int(topic.report_count)  # type: ignore[attr-defined]

    @admin.display(description=_("documents"), ordering="document_count")
    def document_count(self, topic: Topic) -> int:
        return int(topic.document_count)  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        """A topic has its public page from the first day on: the address stays."""
        return ["slug"] if obj else []
