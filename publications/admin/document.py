from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal import uploads
from portal.office import Button, Rights, office
from publications import policies
from publications.actions import documents
from publications.admin.groups import PUBLISHING
from publications.admin.stewards import StewardedAdmin
from publications.models import Document


class DocumentForm(forms.ModelForm[Document]):
    """The name for readers comes from the file unless somebody writes one."""

    class Meta:
        model = Document
        fields = "__all__"  # noqa: DJ007 - the admin narrows them down

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        file = self.cleaned_data.get("file")
        name = self.cleaned_data.get("file_name") or (file.name if file else "")
        self.cleaned_data["file_name"] = uploads.shown_name(name) if file else ""
        return given


@admin.register(Document)
class DocumentAdmin(StewardedAdmin[Document]):
    group = PUBLISHING
    position = 3
    rights = Rights(
        view=office,
        add=policies.may_edit_document,
        change=policies.may_edit_document,
    )
    form = DocumentForm
    list_display = ["title", "kind", "published_at", "accessibility", "language", "target"]
    list_filter = [
        ("published_at", admin.EmptyFieldListFilter),
        "kind",
        "accessibility",
        "language",
        "topics",
        "is_demo",
    ]
    search_fields = ["title", "description", "file_name"]
    date_hierarchy = "published_at"
    ordering = ["-pk"]
    autocomplete_fields = ["topics", "replaced_by", "stewards"]
    readonly_fields = ["published_at", "target"]
    buttons = [
        Button(
            "publish",
            _("Publish"),
            documents.publish,
            allowed=policies.may_publish,
            shown=lambda document: document.published_at is None,
            done=_("The document stands in the archive of downloads."),
        ),
        Button(
            "unpublish",
            _("Take out of the archive"),
            documents.unpublish,
            allowed=policies.may_publish,
            confirm=_("The document disappears from the archive, and its address leads nowhere."),
            shown=lambda document: document.published_at is not None,
            done=_("The document is no longer public."),
            risky=True,
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        writes = self.has_change_permission(request, obj) if obj else True
        content = ["target"] if not writes else ["file", "file_name", "link"]
        return [
            (None, {"fields": ["title", "kind", "description", *content]}),
            (_("For readers"), {"fields": [("language", "pages"), "accessibility", "licence"]}),
            (_("Connections"), {"fields": ["topics", "replaced_by"]}),
            (_("Publication"), {"fields": ["published_at", "stewards"]}),
            (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
        ]

    @admin.display(description=_("file or link"))
    def target(self, document: Document) -> SafeString | str:
        name = document.file_name or document.link
        if document.pk is None or not name:
            return ""
        return format_html('<a href="{}">{}</a>', document.get_absolute_url(), name)

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        if "file" in form.changed_data:
            obj.size = obj.file.size if obj.file else 0
            obj.content_type = uploads.media_type(str(obj.file.name)) if obj.file else ""
        super().save_model(request, obj, form, change)
