from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.office import (
    Button,
    OfficeAdmin,
    OfficeStackedInline,
    ReasonForm,
    RecordForm,
    Rights,
    SluggedForm,
    TextsAdmin,
    office,
)
from portal.text import LineFormField
from portal.widgets import AttachingForm, DatedForm, PeriodField, TimeInput
from workshops import policies
from workshops.actions import meetings
from workshops.admin.base import WORKSHOPS, RoundFilter, assigned
from workshops.models import AgendaItem, Meeting

Status = Meeting.Status


class MeetingForm(AttachingForm, DatedForm, SluggedForm):
    when = PeriodField(required=False)
    slug_within = ("round",)


class MoveForm(RecordForm):
    to = PeriodField(label=_("New date"))
    starts_at = forms.TimeField(label=_("Begins"), required=False, widget=TimeInput)
    ends_at = forms.TimeField(label=_("Ends"), required=False, widget=TimeInput)
    reason = LineFormField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed unless the new date only makes the old one more exact."),
    )
    knowingly = forms.BooleanField(
        label=_("The date lies in the past or before the kick-off; that is right"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Meeting = self.thing
        self.initial = {
            "to": meeting.when,
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
        }


class AgendaInline(OfficeStackedInline[AgendaItem]):
    """The pieces of the day; people are added on the page of the piece."""

    model = AgendaItem
    rights = Rights(
        view=office,
        add=policies.may_edit_meeting,
        change=policies.may_edit_meeting_texts,
        delete=policies.may_edit_meeting,
    )
    show_change_link = True
    fieldsets = [
        (None, {"fields": [("position", "minutes", "kind", "clock"), "title"]}),
        (_("Texts"), {"fields": ["description", "outcome"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgendaItem]:
        rows = AgendaItem.objects.visible_to(request.user).with_minutes_before()
        return rows.select_related("meeting").order_by("position", "pk")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Outcomes may be for a team only: editors find those of free items on their pages."""
        if policies.may_edit_meeting(request.user, obj):  # type: ignore[arg-type]
            return super().get_fieldsets(request, obj)
        texts = (_("Texts"), {"fields": ["description"], "classes": ["collapse"]})
        return [self.fieldsets[0], texts]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        may_edit = policies.may_edit_meeting(request.user, obj)  # type: ignore[arg-type]
        return ["clock"] if may_edit else ["clock", "position", "minutes", "kind"]

    @admin.display(description=_("by the clock"))
    def clock(self, item: AgendaItem) -> str:
        """From and to, as it follows from the start of the day and the minutes before."""
        if item.pk is None:
            return str(_("after saving"))
        start = item.meeting.minutes_after_start(vars(item)["minutes_before"])
        if start is None:
            return str(_("as soon as the day has a date and a start"))
        end = start + timedelta(minutes=item.minutes)
        return f"{start:%H:%M}–{end:%H:%M}"


@admin.register(Meeting)
class MeetingAdmin(TextsAdmin[Meeting], OfficeAdmin[Meeting]):
    group = WORKSHOPS
    position = 3
    rights = Rights(
        view=office,
        add=policies.may_edit_meeting,
        change=policies.may_edit_meeting_texts,
    )
    full = Rights(change=policies.may_edit_meeting)
    form = MeetingForm
    texts = ("title", "summary", "what_to_bring", "reports", "documents")
    list_display = ["title", "round", "when", "starts_at", "venue", "status", "item_count"]
    list_filter = [RoundFilter, "status", "kind", "is_demo"]
    search_fields = ["title", "round__workshop__title", "round__workshop__short_title"]
    date_hierarchy = "first_day"
    ordering = ["-first_day", "-pk"]
    autocomplete_fields = ["round", "venue", "offer", "reports", "documents"]
    inlines = [AgendaInline]
    fieldsets = [
        (None, {"fields": ["round", "kind", "title", "slug"]}),
        (
            _("When and where"),
            {
                "fields": [
                    "when",
                    ("starts_at", "ends_at"),
                    "venue",
                    ("status", "status_reason"),
                    "moved_from",
                ]
            },
        ),
        (_("What it is about"), {"fields": ["summary", "what_to_bring"]}),
        (_("Connections"), {"fields": ["offer", "reports", "documents"]}),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]
    buttons = [
        Button(
            "confirm",
            _("Confirm day"),
            meetings.confirm,
            allowed=policies.may_edit_meeting,
            shown=lambda meeting: meeting.status in {Status.PLANNED, Status.MOVED},
            done=_("The day is confirmed."),
        ),
        Button(
            "move",
            _("Change date"),
            meetings.move,
            allowed=policies.may_edit_meeting,
            form=MoveForm,
            done=_("The date was changed; calendars and registrations follow."),
        ),
        Button(
            "cancel",
            _("Cancel day"),
            meetings.cancel,
            allowed=policies.may_edit_meeting,
            form=ReasonForm,
            shown=lambda meeting: meeting.status != Status.CANCELLED,
            done=_("The day is cancelled."),
            risky=True,
        ),
    ]

    def scope_of(self, thing: Meeting) -> str:
        return thing.round.scope

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        rows = super().get_queryset(request).select_related("round__workshop", "venue")
        return rows.annotate(item_count=Count("agenda"))

    @admin.display(description=_("agenda items"), ordering="item_count")
    def item_count(self, meeting: Meeting) -> int:
        return int(meeting.item_count)  # type: ignore[attr-defined]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "round":
            kwargs["queryset"] = assigned(request.user).select_related("workshop")  # type: ignore[arg-type]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Meeting], search_term: str
    ) -> tuple[QuerySet[Meeting], bool]:
        """Whoever chooses a day for a new record chooses among those that they may edit."""
        if request.GET.get("field_name") == "meeting":
            mine = assigned(request.user)  # type: ignore[arg-type]
            queryset = queryset.filter(round__in=mine.values("pk"))
        return super().get_search_results(request, queryset, search_term)

    def ruled_for(self, obj: Meeting | None) -> list[str]:
        """The date is typed once, on a new day; then it changes by the button, with a reason."""
        if obj is None:
            return ["status", "status_reason", "moved_from"]
        fixed = ["slug"] if obj.round.is_public else []
        told = ["status", "status_reason", "moved_from"]
        return ["round", "when", "starts_at", "ends_at", *told, *fixed]

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        when = (_("When and where"), {"fields": ["when", ("starts_at", "ends_at"), "venue"]})
        return [fieldsets[0], when, *fieldsets[2:]]

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        """What calendars and registrants were told is told anew when it was edited."""
        super().save_model(request, obj, form, change)
        edited = meetings.ANNOUNCED & set(form.changed_data)
        if edited and (change or obj.offer):
            now = timezone.now()
            meetings.announce_changes(meeting=obj, fields=edited, by=request.user, at=now)  # type: ignore[arg-type]
