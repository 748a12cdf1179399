from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from portal.office import (
    HistoryOfficeAdmin,
    Rights,
    SluggedForm,
    office,
)
from portal.widgets import AttachingForm
from publications import policies
from publications.admin.groups import PUBLISHING
from publications.admin.preview import PreviewLinks
from publications.admin.report_blocks import BlockInline, not_shown
from publications.admin.report_buttons import BUTTONS
from publications.admin.stewards import StewardedAdmin
from publications.formats import plain
from publications.models import Report

COPIES = ["copy_of_teaser", "copy_of_short_text", "copy_of_whole"]


# what readers would like to be told of once the report is public
TOLD = {"title", "subtitle", "teaser", "short_text", "text", "quotation", "source"}


class ReportForm(AttachingForm, SluggedForm):
    """With pictures that others look after."""


@admin.register(Report)
class ReportAdmin(StewardedAdmin[Report], HistoryOfficeAdmin[Report]):
    group = PUBLISHING
    position = 1
    rights = Rights(
        view=office,
        add=policies.may_edit_report,
        change=policies.may_edit_report,
    )
    form = ReportForm
    list_display = ["title", "standing", "published_at", "kicker", "contact"]
    list_filter = ["state", "topics", ("picture", admin.EmptyFieldListFilter), "is_demo"]
    list_select_related = ["contact"]
    search_fields = ["title", "subtitle", "kicker", "teaser"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]
    autocomplete_fields = ["picture", "topics", "contact", "stewards"]
    inlines = [BlockInline, PreviewLinks]
    fieldsets = [
        (None, {"fields": ["kicker", "title", "subtitle", "teaser", "short_text", "picture"]}),
        (
            _("Publication"),
            {
                "fields": [
                    ("standing", "published_at"),
                    "slug",
                    ("corrected_at", "correction_note"),
                ],
                "description": _("The state changes by the buttons at the top of the page."),
            },
        ),
        (_("Connections"), {"fields": ["topics", "contact", "stewards"]}),
        (
            _("To pass on"),
            {
                "fields": ["copy_of_teaser", "copy_of_short_text", "copy_of_whole"],
                "description": _("Plain text in three lengths, as it was last saved."),
                "classes": ["collapse"],
            },
        ),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]
    buttons = BUTTONS

    def get_readonly_fields(self, request: HttpRequest, obj: Report | None = None) -> list[str]:
        """Nothing published changes its address, even while it is withdrawn."""
        ruled = ["hidden", "standing", "published_at", "corrected_at", "correction_note", *COPIES]
        return [*ruled, "slug"] if obj and obj.published_at else ruled

    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> Any:
        if obj is not None:
            hidden = (_("Not shown to readers"), {"fields": ["hidden"]})
            return [
                *([hidden] if any(not_shown(obj)) else []),
                *super().get_fieldsets(request, obj),
            ]
        first, _publication, connections, _copies, demo = self.fieldsets or []
        return [first, (None, {"fields": ["slug"]}), connections, demo]

    def get_inlines(self, request: HttpRequest, obj: Report | None) -> Any:
        return self.inlines if obj else [BlockInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever changes the words of a public report is reminded of its readers."""
        super().save_related(request, form, formsets, change)
        rows = [row for formset in formsets for row in formset.forms]
        changed = {name for part in (form, *rows) for name in part.changed_data}
        if change and changed & TOLD and form.instance.is_published(timezone.now()):
            self.message_user(
                request,
                _("This report is public. If readers should know of the change, add a correction."),
                messages.WARNING,
            )

    @admin.display(description=_("pictures without consent"))
    def hidden(self, report: Report) -> SafeString:
        return format_html_join("", "<p>{}</p>", ((line,) for line in not_shown(report)))

    @admin.display(description=_("state"), ordering="state")
    def standing(self, report: Report) -> str:
        if report.is_scheduled(timezone.now()):
            at = formats.localize(timezone.localtime(report.published_at))
            return _("appears on %(time)s") % {"time": at}
        return report.get_state_display()

    @admin.display(description=_("teaser"))
    def copy_of_teaser(self, report: Report) -> SafeString:
        saved = _saved(report)
        return _copy(plain.passed_on(saved, saved.teaser), _("teaser"))

    @admin.display(description=_("short text"))
    def copy_of_short_text(self, report: Report) -> SafeString:
        saved = _saved(report)
        return _copy(plain.passed_on(saved, saved.summary), _("short text"))

    @admin.display(description=_("whole text"))
    def copy_of_whole(self, report: Report) -> SafeString:
        saved = _saved(report)
        return _copy(plain.passed_on(saved, plain.whole(saved)), _("whole text"))


def _saved(report: Report) -> Report:
    """As it is stored: a form that is not right yet may have taken its address away."""
    return Report.objects.get(pk=report.pk)


def _copy(text: str, label: StrOrPromise) -> SafeString:
    """A field to copy from."""
    return format_html(
        '<textarea class="vLargeTextField" rows="8" readonly aria-label="{}">{}</textarea>',
        label,
        text,
    )
