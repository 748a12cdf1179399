from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from people.models import User
from portal.office import Button, OfficeAdmin, OfficeLinks, Rights, nobody, office
from publications import policies
from publications.actions import previews
from publications.admin.groups import PUBLISHING
from publications.models import ReportPreview


class _Standing:
    @admin.display(description=_("state"))
    def standing(self, preview: ReportPreview) -> StrOrPromise:
        if preview.revoked_at is not None:
            return _("revoked")
        return _("open") if preview.is_open(timezone.now()) else _("expired")


class PreviewLinks(_Standing, OfficeLinks[ReportPreview]):
    """Who was given a link to this report."""

    model = ReportPreview
    fields = ["record", "made_by", "made_at", "expires_at", "standing"]
    rights = Rights.read_only(view=office)
    verbose_name_plural = _("preview links")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportPreview]:
        seen = ReportPreview.objects.visible_to(cast(User, request.user))
        return seen.select_related("made_by")


@admin.register(ReportPreview)
class ReportPreviewAdmin(_Standing, OfficeAdmin[ReportPreview]):
    """The links themselves are stored nowhere: here one sees who has one, and closes it."""

    group = PUBLISHING
    position = 5
    rights = Rights(view=office, add=nobody, change=nobody, delete=nobody)
    list_display = ["reader", "report", "made_by", "made_at", "expires_at", "standing"]
    list_select_related = ["report", "made_by"]
    search_fields = ["reader", "report__title"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-pk"]
    fields = ["report", "reader", "made_by", "made_at", "expires_at", "revoked_at", "standing"]
    readonly_fields = ["standing"]
    buttons = [
        Button(
            "revoke",
            _("Revoke the link"),
            previews.revoke,
            noun="preview",
            allowed=policies.may_revoke_preview,
            confirm=_("From now on the link leads nowhere."),
            shown=lambda preview: preview.is_open(timezone.now()),
            done=_("The link is revoked."),
            risky=True,
        )
    ]
