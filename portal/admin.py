"""What the floor shows in the office: the audit trail, the outbox, the timed jobs. Read-only."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal import delivery, scopes
from portal.models import AuditEntry, JobRun, OutgoingMail
from portal.office import Button, Group, OfficeAdmin, Rights, history

OPERATIONS = Group("operations", _("Operations"), 90)


def _looks_after_something(user: Any, thing: Any) -> bool:
    """Which rows, the QuerySets say."""
    return bool(user.is_superuser or scopes.of(user))


@admin.register(AuditEntry)
class AuditEntryAdmin(OfficeAdmin[AuditEntry]):
    """Nobody changes what has happened."""

    group = OPERATIONS
    position = 1
    rights = Rights.read_only(_looks_after_something)
    list_display = ["at", "happened", "subject", "who", "changed", "scope"]
    list_filter = ["actor"]
    list_select_related = ["by"]
    search_fields = ["what", "subject", "scope"]
    date_hierarchy = "at"
    fields = ["at", "happened", "what", "subject", "scope", "who", "changed"]
    readonly_fields = ["happened", "who", "changed"]

    @admin.display(description=_("what happened"), ordering="what")
    def happened(self, entry: AuditEntry) -> str:
        return history.action(entry.what)

    @admin.display(description=_("by"), empty_value="–")
    def who(self, entry: AuditEntry) -> str:
        return str(entry.by or entry.get_actor_display())

    @admin.display(description=_("fields"), empty_value="–")
    def changed(self, entry: AuditEntry) -> str:
        model = history.of_subject(entry.subject)
        return ", ".join(history.fields(entry.fields, model) if model else entry.fields)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(OfficeAdmin[OutgoingMail]):
    """Heads for all who may see them; what letters say is readable in the demonstration only."""

    group = OPERATIONS
    position = 2
    rights = Rights.read_only(_looks_after_something)
    list_display = ["posted_at", "recipient", "subject", "state", "attempts", "sent_at"]
    list_filter = ["state"]
    search_fields = ["recipient", "subject", "occasion", "about"]
    date_hierarchy = "posted_at"
    fields = [
        "recipient", "subject", "words", "files", "state", "attempts", "error", "posted_at",
        "next_attempt_at", "sent_at", "occasion", "about", "message_id",
    ]  # fmt: skip
    readonly_fields = ["words", "files"]
    buttons = [
        Button(
            "again",
            _("Send again"),
            delivery.send_again,
            noun="mail",
            done=_("The mail waits to be sent again."),
            shown=lambda mail: mail.state == OutgoingMail.State.FAILED,
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        return super().get_queryset(request).prefetch_related("attachments")

    @admin.display(description=_("text"))
    def words(self, mail: OutgoingMail) -> SafeString | str:
        """Letters hold personal data: outside the demonstration they are for their readers."""
        if not settings.DEMO:
            return str(_("hidden"))
        return format_html('<pre class="letter">{}</pre>', mail.text)

    @admin.display(description=_("attachments"), empty_value="–")
    def files(self, mail: OutgoingMail) -> SafeString:
        return format_html_join(", ", "{}", ((file.name,) for file in mail.attachments.all()))


@admin.register(JobRun)
class JobRunAdmin(OfficeAdmin[JobRun]):
    group = OPERATIONS
    position = 3
    rights = Rights.read_only()
    list_display = ["name", "last_at", "next_at", "error"]
    fields = ["name", "last_at", "next_at", "error"]
