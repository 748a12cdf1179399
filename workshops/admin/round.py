from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from people.models import User
from portal.office import (
    Button,
    HistoryOfficeAdmin,
    OfficeLinks,
    OfficeStackedInline,
    RecordForm,
    Rights,
    TextsAdmin,
    link,
    office,
)
from portal.text import LineFormField, german
from portal.widgets import DatedForm, PeriodField
from workshops import policies
from workshops.actions import rounds, teams
from workshops.admin.base import WORKSHOPS, assigned
from workshops.models import Meeting, Member, Round, RoundMilestone, Team, Workshop
from workshops.models.warnings import warnings

Phase = Round.Phase


class RoundForm(DatedForm):
    when = PeriodField(required=False)

    def clean_coordinators(self) -> Any:
        """An assignment means nothing to somebody without the role."""
        chosen = self.cleaned_data["coordinators"]
        strangers = [str(user) for user in chosen if not user.is_coordinator]
        if strangers:
            raise forms.ValidationError(
                _("%(names)s is not a coordinator."), params={"names": ", ".join(strangers)}
            )
        members = Member.objects.active().filter(team__round=self.instance.pk, user__in=chosen)
        if names := ", ".join(sorted({str(member) for member in members.select_related("user")})):
            raise forms.ValidationError(
                _("%(names)s belongs to a team of this round."), params={"names": names}
            )
        return chosen


class AdmitForm(RecordForm):
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(),
        label=_("Municipality"),
        widget=AutocompleteSelect(
            Team._meta.get_field("municipality"),
            admin.site,
        ),
    )
    reason = LineFormField(
        label=_("Reason for an exception"),
        max_length=300,
        required=False,
        help_text=_(
            "Needed if no framework agreement stands when the round starts, and if a closed group "
            "is already running; it is kept with the team."
        ),
    )


class CapacityForm(RecordForm):
    capacity = forms.IntegerField(
        label=_("Places for Kommunen"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Leave empty for no limit."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"capacity": self.thing.capacity}


class MeetingLinks(OfficeLinks[Meeting]):
    """The days to click on; each has a page of its own."""

    model = Meeting
    rights = Rights.read_only(office)
    fields = ["record", "kind", "when", "starts_at", "ends_at", "venue", "status"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().get_queryset(request).select_related("venue", "round__workshop")


class CommonMilestoneInline(OfficeStackedInline[RoundMilestone]):
    model = RoundMilestone
    rights = Rights(
        view=office,
        add=policies.may_edit_round,
        change=policies.may_edit_round,
        delete=policies.may_edit_round,
    )
    fields = [("position", "title"), "description", "topic"]
    autocomplete_fields = ["topic"]


class TeamLinks(OfficeLinks[Team]):
    """The teams to click on; new ones are admitted by the button."""

    model = Team
    rights = Rights.read_only(policies.may_edit_round)
    fields = ["record", "state", "member_count", "milestone_count", "admission_reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        active = Q(members__until_day=None)
        return (
            super()
            .get_queryset(request)
            .select_related("municipality", "round__workshop")
            .annotate(
                member_count=Count("members", filter=active, distinct=True),
                milestone_count=Count("milestones", distinct=True),
            )
            .order_by(german("municipality__short_name"))
        )

    @admin.display(description=_("members"))
    def member_count(self, team: Team) -> int:
        return int(team.member_count)  # type: ignore[attr-defined]

    @admin.display(description=_("milestones"))
    def milestone_count(self, team: Team) -> int:
        return int(team.milestone_count)  # type: ignore[attr-defined]


def _next_round(round: Round) -> SafeString:
    address = reverse("workshops:repeat_round", args=[round.pk])
    return format_html('<a href="{}">{}</a>', address, _("New round like this one"))


class MineFilter(admin.SimpleListFilter):
    title = _("responsibility")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("only mine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.of_coordinator(request.user) if self.value() == "yes" else queryset  # type: ignore[attr-defined]


@admin.register(Round)
class RoundAdmin(TextsAdmin[Round], HistoryOfficeAdmin[Round]):
    group = WORKSHOPS
    position = 2
    rights = Rights(
        view=office,
        add=policies.may_edit_round,
        change=policies.may_edit_round_texts,
    )
    full = Rights(change=policies.may_edit_round)
    form = RoundForm
    texts = ("summary", "note")
    list_display = ["title", "when", "phase", "places", "meeting_count", "who", "is_published"]
    list_filter = [MineFilter, "phase", "is_published", "workshop"]
    list_select_related = ["workshop"]
    search_fields = ["workshop__title", "workshop__short_title", "summary"]
    date_hierarchy = "first_day"
    ordering = [german("workshop__short_title"), "number"]
    autocomplete_fields = ["workshop", "coordinators"]
    inlines = [MeetingLinks, CommonMilestoneInline, TeamLinks]
    fieldsets = [
        (None, {"fields": [("workshop", "number"), "when", ("phase", "is_published")]}),
        (_("What it is about"), {"fields": ["summary"]}),
        (
            _("Who takes part"),
            {
                "fields": [
                    "coordinators",
                    "capacity",
                    "is_closed_group",
                    ("team_min", "team_max"),
                    "silent_after_weeks",
                ],
                "description": _(
                    "Coordinators edit this round and see its teams. The sizes of the teams are "
                    "advice, not a limit."
                ),
            },
        ),
        (_("From older sources"), {"fields": ["known_municipalities", "note"]}),
        (_("Next steps"), {"fields": ["notes", "links"]}),
    ]
    buttons = [
        Button(
            "admit",
            _("Admit a Kommune"),
            teams.admit,
            allowed=policies.may_edit_round,
            form=AdmitForm,
            shown=lambda round: round.phase != Phase.FINISHED,
            done=_("The Kommune has its place; its team is invited."),
        ),
        Button(
            "capacity",
            _("Change places"),
            rounds.set_capacity,
            allowed=policies.may_edit_round,
            form=CapacityForm,
            done=_("The number of places was changed."),
        ),
        Button(
            "start",
            _("Start round"),
            rounds.start,
            allowed=policies.may_edit_round,
            confirm=_(
                "Once it has started, a closed group takes in more Kommunen only for a reason."
            ),
            shown=lambda round: round.phase == Phase.PREPARATION,
            done=_("The round is running."),
        ),
        Button(
            "finish",
            _("Finish round"),
            rounds.finish,
            allowed=policies.may_edit_round,
            confirm=_("The teams can go on reading everything they wrote."),
            shown=lambda round: round.phase == Phase.RUNNING,
            done=_("The round is finished."),
            risky=True,
        ),
        Button(
            "reopen",
            _("Reopen round"),
            rounds.reopen,
            allowed=policies.may_edit_round,
            shown=lambda round: round.phase == Phase.FINISHED,
            done=_("The round is running again."),
        ),
        Button(
            "publish",
            _("Publish"),
            rounds.publish,
            allowed=policies.may_edit_round,
            shown=lambda round: not round.is_published,
            done=_("The round is public as soon as its workshop series is."),
        ),
        Button(
            "unpublish",
            _("Hide from the public"),
            rounds.unpublish,
            allowed=policies.may_edit_round,
            confirm=_("The pages of the round and of its days disappear for the public."),
            shown=lambda round: round.is_published,
            done=_("The round is hidden."),
            risky=True,
        ),
    ]

    def scope_of(self, thing: Round) -> str:
        return thing.scope

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        taken = ~Q(teams__state=Team.State.LEFT)
        return (
            super()
            .get_queryset(request)
            .prefetch_related("coordinators")
            .annotate(
                team_count=Count("teams", filter=taken, distinct=True),
                meeting_count=Count("meetings", distinct=True),
            )
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Whoever coordinates a round may edit its series: a round is no way into any series."""
        if db_field.name == "workshop":
            kwargs["queryset"] = Workshop.objects.editable_by(request.user)  # type: ignore[arg-type]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Round], search_term: str
    ) -> tuple[QuerySet[Round], bool]:
        """Whoever chooses a round for a new record chooses among those that they may edit."""
        if request.GET.get("field_name") == "round":
            mine = assigned(request.user)  # type: ignore[arg-type]
            queryset = queryset.filter(pk__in=mine.values("pk")).select_related("workshop")
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("round"), ordering=german("workshop__short_title"))
    def title(self, round: Round) -> str:
        return str(round)

    @admin.display(description=_("Kommunen"), ordering="team_count")
    def places(self, round: Round) -> str:
        count = int(round.team_count)  # type: ignore[attr-defined]
        if round.capacity is None:
            return str(count)
        return str(_("%(count)d of %(capacity)d")) % {"count": count, "capacity": round.capacity}

    @admin.display(description=_("days"), ordering="meeting_count")
    def meeting_count(self, round: Round) -> int:
        return int(round.meeting_count)  # type: ignore[attr-defined]

    @admin.display(description=_("coordinators"))
    def who(self, round: Round) -> str:
        return ", ".join(str(user) for user in round.coordinators.all())

    @admin.display(description=_("notes"))
    def notes(self, round: Round) -> str:
        """What may be wrong with how it is set up; nothing of it is in the way."""
        found = [warning.text for warning in warnings(round, timezone.now())]
        rows = format_html_join("", "<li>{}</li>", ((text,) for text in found))
        return format_html("<ul>{}</ul>", rows) if found else str(_("none"))

    @admin.display(description=_("go to"))
    def links(self, round: Round) -> str:
        ways = [
            link("workshops_meeting_add", str(_("Add a workshop day")), round=round.pk),
            link("workshops_question_add", str(_("Add an open question")), round=round.pk),
            link("workshops_question_changelist", str(_("Open questions")), round=round.pk),
            link("workshops_milestone_changelist", str(_("Milestones")), round=round.pk),
            link("workshops_progressentry_changelist", str(_("Progress")), round=round.pk),
            link("workshops_statement_changelist", str(_("Statements")), round=round.pk),
            _next_round(round),
        ]
        return format_html_join(" · ", "{}", ((way,) for way in ways))

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        is_mine = obj is not None and policies.may_edit_round(request.user, obj)  # type: ignore[arg-type]
        return fieldsets if is_mine else fieldsets[:-1]

    def ruled_for(self, obj: Round | None) -> list[str]:
        """A new round may say its capacity; a published one keeps its address."""
        fixed = ["workshop", "number"] if obj and obj.is_published else []
        return ["phase", "is_published", "notes", "links", *(["capacity"] if obj else []), *fixed]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who adds a round looks after it, too."""
        super().save_related(request, form, formsets, change)
        user: User = request.user  # type: ignore[assignment]
        if not change and user.is_coordinator:
            form.instance.coordinators.add(user)
