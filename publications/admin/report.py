from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.office import (
    Button,
    HistoryOfficeAdmin,
    OfficeStackedInline,
    RecordForm,
    Rights,
    SluggedForm,
    office,
)
from portal.text import ProseFormField
from publications import policies
from publications.actions import reports
from publications.admin.groups import PUBLISHING
from publications.admin.stewards import StewardedAdmin
from publications.models import Report, ReportBlock

State = Report.State


class CorrectionForm(RecordForm):
    note = ProseFormField(
        label=_("What was corrected?"),
        max_length=2000,
        help_text=_("Stands below the report, with today's date."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"note": self.thing.correction_note}


class BlockInline(OfficeStackedInline[ReportBlock]):
    """What a kind of block does not use is folded away by `office-blocks.js`."""

    model = ReportBlock
    autocomplete_fields = ["picture", "pictures", "documents"]
    fieldsets = [
        (None, {"fields": [("position", "kind"), "heading"]}),
        (None, {"fields": ["text"], "classes": ["for-text"]}),
        (None, {"fields": ["picture"], "classes": ["for-picture"]}),
        (None, {"fields": ["pictures"], "classes": ["for-gallery"]}),
        (None, {"fields": ["quotation", "source"], "classes": ["for-quotation"]}),
        (None, {"fields": ["documents"], "classes": ["for-downloads"]}),
        (None, {"fields": ["links"], "classes": ["for-links"]}),
    ]

    class Media:
        js = ["js/office-blocks.js"]


@admin.register(Report)
class ReportAdmin(StewardedAdmin[Report], HistoryOfficeAdmin[Report]):
    group = PUBLISHING
    position = 1
    rights = Rights(
        view=office,
        add=policies.may_edit_report,
        change=policies.may_edit_report,
    )
    form = SluggedForm
    list_display = ["title", "state", "published_at", "kicker", "contact"]
    list_filter = ["state", "topics", ("picture", admin.EmptyFieldListFilter), "is_demo"]
    list_select_related = ["contact"]
    search_fields = ["title", "subtitle", "kicker", "teaser"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]
    autocomplete_fields = ["picture", "topics", "contact", "stewards"]
    inlines = [BlockInline]
    fieldsets = [
        (None, {"fields": ["kicker", "title", "subtitle", "teaser", "picture"]}),
        (
            _("Publication"),
            {
                "fields": [
                    ("state", "published_at"),
                    "slug",
                    ("corrected_at", "correction_note"),
                ],
                "description": _("The state changes by the buttons at the top of the page."),
            },
        ),
        (_("Connections"), {"fields": ["topics", "contact", "stewards"]}),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]
    buttons = [
        Button(
            "submit",
            _("Hand in for review"),
            reports.submit_for_review,
            allowed=policies.may_edit_report,
            shown=lambda report: report.state == State.DRAFT,
            done=_("The editors can read and publish the report now."),
        ),
        Button(
            "return",
            _("Give back as draft"),
            reports.return_to_draft,
            allowed=policies.may_publish,
            shown=lambda report: report.state == State.REVIEW,
            done=_("The report is a draft again."),
        ),
        Button(
            "publish",
            _("Publish"),
            reports.publish,
            allowed=policies.may_publish,
            confirm=_("The report appears on the start page, in the list and in the feed."),
            shown=lambda report: report.state != State.PUBLISHED,
            done=_("The report is published."),
        ),
        Button(
            "correct",
            _("Add a correction"),
            reports.correct,
            allowed=policies.may_publish,
            form=CorrectionForm,
            shown=lambda report: report.state == State.PUBLISHED,
            done=_("The correction stands below the report."),
        ),
        Button(
            "withdraw",
            _("Withdraw"),
            reports.withdraw,
            allowed=policies.may_publish,
            confirm=_("The report disappears from every page. You can publish it again later."),
            shown=lambda report: report.state == State.PUBLISHED,
            done=_("The report is withdrawn."),
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Report | None = None) -> list[str]:
        """Nothing published changes its address, even while it is withdrawn."""
        ruled = ["state", "published_at", "corrected_at", "correction_note"]
        return [*ruled, "slug"] if obj and obj.published_at else ruled

    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> Any:
        if obj is not None:
            return super().get_fieldsets(request, obj)
        first, _publication, *others = self.fieldsets or []
        return [first, (None, {"fields": ["slug"]}), *others]
