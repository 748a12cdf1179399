from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from conferences import policies
from conferences.actions import conferences, sessions
from conferences.admin.base import CONFERENCES
from conferences.admin.conference_forms import ConferenceForm, PostponeForm
from conferences.admin.conference_inlines import CountInline, IslandInline, RoomInline, StandLinks
from conferences.admin.programme import by_day, notes, sessions_of
from conferences.models import Conference, Room
from conferences.models.warnings import warnings
from people.models import User
from portal.office import (
    Button,
    HistoryOfficeAdmin,
    ReasonForm,
    Rights,
    TextsAdmin,
    link,
    office,
)
from portal.widgets import TimeInput

Status = Conference.Status


@admin.register(Conference)
class ConferenceAdmin(TextsAdmin[Conference], HistoryOfficeAdmin[Conference]):
    group = CONFERENCES
    position = 1
    rights = Rights(
        view=office,
        add=policies.may_edit_conference,
        change=policies.may_edit_conference_texts,
    )
    full = Rights(change=policies.may_edit_conference)
    change_form_template = "admin/conferences/change_form.html"
    form = ConferenceForm
    formfield_overrides = {models.TimeField: {"widget": TimeInput}}
    texts = (
        "kicker",
        "title",
        "short_title",
        "motto",
        "summary",
        "description",
        "topics",
        "reports",
        "documents",
        "pictures",
        "note",
    )
    list_display = ["short_title", "year", "when", "status", "session_count", "who", "is_published"]
    list_filter = ["status", "is_published", "mode", "year", "is_demo"]
    search_fields = ["title", "short_title", "motto", "summary"]
    date_hierarchy = "first_day"
    ordering = ["-year", "-first_day", "pk"]
    autocomplete_fields = [
        "venue",
        "organiser",
        "carried_out_by",
        "coordinators",
        "contact",
        "topics",
        "offer",
        "reports",
        "documents",
        "pictures",
    ]
    inlines = [CountInline, RoomInline, IslandInline, StandLinks]
    fieldsets = [
        (None, {"fields": ["kicker", "title", "short_title", "motto", "slug"]}),
        (
            _("When and where"),
            {
                "fields": [
                    ("year", "when"),
                    ("starts_at", "ends_at"),
                    ("venue", "mode"),
                    ("status", "status_reason", "moved_to"),
                ]
            },
        ),
        (_("What it is about"), {"fields": ["summary", "description", "topics"]}),
        (
            _("Who is responsible"),
            {"fields": ["organiser", "carried_out_by", "contact", "coordinators"]},
        ),
        (
            _("Connections"),
            {"fields": ["offer", "reports", "documents", "pictures"], "classes": ["collapse"]},
        ),
        (_("Sources and demonstration"), {"fields": ["note", "is_demo"], "classes": ["collapse"]}),
    ]
    buttons = [
        Button(
            "publish",
            _("Publish"),
            conferences.publish,
            allowed=policies.may_edit_conference,
            shown=lambda conference: not conference.is_published,
            done=_("The conference and its programme are public."),
        ),
        Button(
            "unpublish",
            _("Hide from the public"),
            conferences.unpublish,
            allowed=policies.may_edit_conference,
            confirm=_("The pages of the conference and its programme disappear for the public."),
            shown=lambda conference: conference.is_published,
            done=_("The conference is hidden."),
            risky=True,
        ),
        Button(
            "confirm",
            _("Confirm conference"),
            conferences.confirm,
            allowed=policies.may_edit_conference,
            shown=lambda conference: conference.status in {Status.PLANNED, Status.POSTPONED},
            done=_("The conference is confirmed."),
        ),
        Button(
            "postpone",
            _("Postpone conference"),
            conferences.postpone,
            allowed=policies.may_edit_conference,
            form=PostponeForm,
            shown=lambda conference: conference.status != Status.CANCELLED,
            done=_("The conference is postponed."),
        ),
        Button(
            "cancel",
            _("Cancel conference"),
            conferences.cancel,
            allowed=policies.may_edit_conference,
            form=ReasonForm,
            shown=lambda conference: conference.status != Status.CANCELLED,
            done=_("The conference is cancelled."),
            risky=True,
        ),
    ]

    def scope_of(self, thing: Conference) -> str:
        return thing.scope

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conference]:
        rows = super().get_queryset(request).prefetch_related("coordinators")
        return rows.annotate(session_count=Count("sessions"))

    @admin.display(description=_("sessions"), ordering="session_count")
    def session_count(self, conference: Conference) -> int:
        return int(conference.session_count)  # type: ignore[attr-defined]

    @admin.display(description=_("coordinators"))
    def who(self, conference: Conference) -> str:
        return ", ".join(str(user) for user in conference.coordinators.all())

    def ruled_for(self, obj: Conference | None) -> list[str]:
        """What was published keeps its address; states change by buttons, with a reason."""
        fixed = ["slug"] if obj and obj.is_published else []
        return ["status", "status_reason", "moved_to", *fixed]

    def get_fieldsets(self, request: HttpRequest, obj: Conference | None = None) -> Any:
        """A new conference has no state yet."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        name, options = fieldsets[1]
        when = (name, {**options, "fields": list(options["fields"])[:-1]})
        return [fieldsets[0], when, *fieldsets[2:]]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the programme and what may be wrong with it."""
        conference = kwargs.get("obj")
        if conference is not None:
            user: User = request.user  # type: ignore[assignment]
            known = sessions_of(conference)
            found = warnings(known, conference.days)
            may_edit = policies.may_edit_conference(user, conference)
            context["notes"] = notes(found)
            context["programme"] = by_day(known, found, may_edit)
            context["programme_links"] = _links(conference, may_edit)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Conference, form: Any, change: bool) -> None:
        """What registrants were told is told anew when it was edited."""
        super().save_model(request, obj, form, change)
        edited = conferences.ANNOUNCED & set(form.changed_data)
        if edited and obj.offer:
            now = timezone.now()
            conferences.announce_changes(conference=obj, fields=edited, by=request.user, at=now)  # type: ignore[arg-type]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Calendars name the room of a session: they follow when it gets another name."""
        super().save_formset(request, form, formset, change)
        for thing, fields in formset.changed_objects:
            if isinstance(thing, Room) and "name" in fields:
                sessions.announce_room(room=thing, by=request.user, at=timezone.now())  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who adds a conference looks after it, too."""
        super().save_related(request, form, formsets, change)
        user: User = request.user  # type: ignore[assignment]
        if not change and user.is_coordinator:
            form.instance.coordinators.add(user)

    def view_on_site(self, obj: Conference) -> str:
        return obj.get_absolute_url()


def _links(conference: Conference, may_edit: bool) -> str:
    add = [
        link("conferences_session_add", str(_("Add a session")), conference=conference.pk),
        link("conferences_stand_add", str(_("Add a stand")), conference=conference.pk),
    ]
    ways = [
        *(add if may_edit else []),
        link("conferences_session_changelist", str(_("Sessions")), conference=conference.pk),
        link("conferences_stand_changelist", str(_("Stands")), conference=conference.pk),
    ]
    return format_html_join(" · ", "{}", ((way,) for way in ways))
