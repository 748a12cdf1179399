from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from conferences import policies
from conferences.actions import sessions
from conferences.admin.base import CONFERENCES, ConferenceFilter, PartAdmin
from conferences.admin.programme import notes_about
from conferences.admin.session_filters import CancelledFilter, DayFilter, RoomFilter
from conferences.admin.session_forms import ContributionForm, CopyForm, MoveForm, SessionForm
from conferences.models import Conference, Session, SessionContribution
from conferences.models.free_time import next_free
from portal.office import (
    Button,
    HistoryOfficeAdmin,
    OfficeStackedInline,
    ReasonForm,
    Rights,
    office,
)
from portal.widgets import DateInput, TimeInput


class ContributionInline(OfficeStackedInline[SessionContribution]):
    model = SessionContribution
    form = ContributionForm
    rights = Rights(
        view=office,
        add=policies.may_edit_session,
        change=policies.may_edit_session_texts,
        delete=policies.may_edit_session,
    )
    autocomplete_fields = ["person"]
    fields = ["person", ("role", "state", "position"), "function", "affiliation"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1


@admin.register(Session)
class SessionAdmin(PartAdmin[Session], HistoryOfficeAdmin[Session]):
    group = CONFERENCES
    position = 2
    rights = Rights(
        view=office,
        add=policies.may_edit_session,
        change=policies.may_edit_session_texts,
        delete=policies.may_delete_session,
    )
    full = Rights(change=policies.may_edit_session)
    change_form_template = "admin/conferences/change_form.html"
    form = SessionForm
    formfield_overrides = {
        models.DateField: {"widget": DateInput},
        models.TimeField: {"widget": TimeInput},
    }
    texts = ("title", "abstract", "topics", "documents")
    kept = ("day", "room")
    list_display = ["title", "conference", "time", "room", "kind", "people_count", "held"]
    list_filter = [ConferenceFilter, DayFilter, "kind", RoomFilter, CancelledFilter, "is_demo"]
    search_fields = ["title", "abstract", "contributions__person__last_name", "conference__title"]
    date_hierarchy = "day"
    ordering = [
        "-conference__year",
        "-conference",
        F("day").asc(nulls_last=True),
        F("starts_at").asc(nulls_last=True),
        "room__position",
        "position",
        "pk",
    ]
    autocomplete_fields = ["topics", "documents"]
    inlines = [ContributionInline]
    fieldsets = [
        (None, {"fields": ["title", ("kind", "language"), "conference", "slug"]}),
        (
            _("When and where"),
            {"fields": [("day", "starts_at", "ends_at"), ("room", "is_for_all"), "capacity"]},
        ),
        (_("What it is about"), {"fields": ["abstract", "topics"]}),
        (
            _("Connections"),
            {
                "fields": ["documents", "repeats", ("has_livestream", "livestream")],
                "classes": ["collapse"],
            },
        ),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]
    buttons = [
        Button(
            "copy",
            _("Copy session"),
            sessions.copy,
            allowed=policies.may_edit_session,
            form=CopyForm,
            done=_("This is the copy."),
            makes_another=True,
        ),
        Button(
            "move",
            _("Move session"),
            sessions.move,
            allowed=policies.may_edit_session,
            form=MoveForm,
            shown=lambda session: not session.is_cancelled,
            done=_("The session was moved; calendars follow."),
        ),
        Button(
            "up",
            _("Further up"),
            sessions.move_up,
            allowed=policies.may_edit_session,
            shown=lambda session: Session.objects.beside(session).count() > 1,
            done=_("The order was changed."),
        ),
        Button(
            "down",
            _("Further down"),
            sessions.move_down,
            allowed=policies.may_edit_session,
            shown=lambda session: Session.objects.beside(session).count() > 1,
            done=_("The order was changed."),
        ),
        Button(
            "cancel",
            _("Cancel session"),
            sessions.cancel,
            allowed=policies.may_edit_session,
            form=ReasonForm,
            shown=lambda session: not session.is_cancelled,
            done=_("The session is cancelled."),
            risky=True,
        ),
        Button(
            "reinstate",
            _("Reinstate session"),
            sessions.reinstate,
            allowed=policies.may_edit_session,
            shown=lambda session: session.is_cancelled,
            done=_("The session takes place."),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        rows = super().get_queryset(request).select_related("conference", "room")
        return rows.annotate(people_count=Count("contributions"))

    def get_list_display(self, request: HttpRequest) -> Any:
        """Within one conference its name need not stand in every row."""
        columns = super().get_list_display(request)
        is_one = bool(request.GET.get("conference"))
        return [name for name in columns if not (is_one and name == "conference")]

    @admin.display(description=_("Time"), ordering="day")
    def time(self, session: Session) -> str:
        """Day and clock as far as they are known."""
        day = date_format(session.day, "D, j.n.Y") if session.day else ""
        clock = "–".join(f"{at:%H:%M}" for at in (session.starts_at, session.ends_at) if at)
        return " ".join(part for part in (day, clock) if part)

    @admin.display(description=_("persons"), ordering="people_count")
    def people_count(self, session: Session) -> int:
        return int(session.people_count)  # type: ignore[attr-defined]

    @admin.display(description=_("takes place"), boolean=True, ordering="cancelled_because")
    def held(self, session: Session) -> bool:
        return not session.is_cancelled

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The next free time of the day that was named, or of the day that was worked on last."""
        given = super().get_changeform_initial_data(request)
        conference: Conference | None = given["conference"]
        if conference is None:
            return given
        known = list(conference.sessions.order_by("pk"))
        day = _day(given.get("day")) or _day_of_work(conference, known)
        given |= {"day": day, "starts_at": next_free(known, day) if day else None}
        if given["starts_at"] is None and [day] == conference.days[:1]:
            given["starts_at"] = conference.starts_at
        return given

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """A new one is told how long it lasts; a cancelled one says why."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None:
            name, options = fieldsets[1]
            hint = _("If the end stays empty, it is set to the usual length of the kind.")
            fieldsets[1] = (name, {**options, "description": hint})
        elif obj.is_cancelled:
            fieldsets.insert(0, (_("Cancelled"), {"fields": ["cancelled_because"]}))
        return fieldsets

    def ruled_for(self, obj: Session | None) -> list[str]:
        """What was published keeps its address."""
        fixed = ["slug"] if obj and obj.conference.is_published else []
        return [*super().ruled_for(obj), "cancelled_because", *fixed]

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:
        save = sessions.change if change else sessions.add
        save(session=obj, by=request.user, at=timezone.now())  # type: ignore[arg-type]

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action has noted it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What the action has not noted: attached records and the persons."""
        rest = [name for name in message if "." in name or name in {"topics", "documents"}]
        if rest:
            super().log_change(request, obj, rest)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        session = kwargs.get("obj")
        context["notes"] = notes_about(session) if session else []
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Session, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        self._warn(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Session) -> HttpResponse:
        self._warn(request, obj)
        return super().response_change(request, obj)

    def _warn(self, request: HttpRequest, session: Session) -> None:
        """Whoever types on is told as well; whoever stays reads it on the page."""
        if "_continue" not in request.POST:
            for note in notes_about(session):
                titles = " · ".join(str(each) for each, _address in note.sessions)
                self.message_user(request, f"{note.text} ({titles})", messages.WARNING)

    def _back(self, request: HttpRequest, thing: Session) -> str:
        """Whoever orders a programme stays in it."""
        if request.GET.get("back") != "programme":
            return super()._back(request, thing)
        page = reverse("admin:conferences_conference_change", args=[thing.conference_id])
        return f"{page}#programme"

    def view_on_site(self, obj: Session) -> str:
        return obj.get_absolute_url()


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _day_of_work(conference: Conference, known: list[Session]) -> date | None:
    """The day of the session that was added last, else the first day of the conference."""
    days = [session.day for session in known if session.day]
    return days[-1] if days else next(iter(conference.days), None)
