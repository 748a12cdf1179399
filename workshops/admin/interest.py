from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.office import Button, OfficeAdmin, RecordForm, Rights
from workshops import policies
from workshops.actions import interests
from workshops.admin.base import WORKSHOPS, assigned
from workshops.models import Interest, Round
from workshops.models.demand import Demand, demands


class UseForm(RecordForm):
    round = forms.ModelChoiceField(Round.objects.none(), label=_("Which round came of it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = assigned(self.user).select_related("workshop").newest_first()
        self.fields["round"].queryset = mine  # type: ignore[attr-defined]


class DemandFilter(admin.SimpleListFilter):
    """By topic, the most wanted first, each with the number of its Kommunen."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.demands = {demand.key: demand for demand in demands(Interest.objects.with_names())}
        return [(key, _counted(demand)) for key, demand in self.demands.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        demand = self.demands.get(self.value() or "")
        if demand is None:
            return queryset
        return queryset.filter(pk__in=[interest.pk for interest in demand.interests])


def _counted(demand: Demand) -> str:
    number = len(demand.kommunen)
    words = ngettext("%(topic)s (%(number)d Kommune)", "%(topic)s (%(number)d Kommunen)", number)
    return words % {"topic": demand.name, "number": number}


@admin.register(Interest)
class InterestAdmin(OfficeAdmin[Interest]):
    """Read-only, with buttons for what became of it."""

    group = WORKSHOPS
    position = 6
    rights = Rights.read_only(policies.may_see_interests)
    list_display = ["who", "what", "urgency", "state", "sent_at"]
    list_filter = ["state", DemandFilter, "urgency", "is_demo"]
    list_select_related = ["municipality", "topic"]
    search_fields = [
        "municipality__short_name",
        "municipality_text",
        "topic__name",
        "topic_text",
        "contact_name",
    ]
    date_hierarchy = "sent_at"
    ordering = ["-sent_at"]
    fieldsets = [
        (None, {"fields": ["who", "what", "urgency", "note"]}),
        (_("Contact"), {"fields": ["contact_name", "contact_email", "contact_phone"]}),
        (_("Consent"), {"fields": ["consent_text", "consented_at"], "classes": ["collapse"]}),
        (_("What became of it"), {"fields": ["state", "round", "sent_at", "others"]}),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["who", "what", "consent_text", "consented_at", "others"]
    buttons = [
        Button(
            "answer",
            _("Mark as answered"),
            interests.answer,
            allowed=policies.may_answer_interest,
            shown=lambda interest: interest.state == Interest.State.NEW,
            done=_("The interest is marked as answered."),
        ),
        Button(
            "use",
            _("A round came of it"),
            interests.use,
            allowed=policies.may_answer_interest,
            form=UseForm,
            shown=lambda interest: interest.state != Interest.State.USED,
            done=_("The interest is marked as used."),
        ),
    ]

    @admin.display(description=_("municipality"))
    def who(self, interest: Interest) -> str:
        return interest.who

    @admin.display(description=_("topic"))
    def what(self, interest: Interest) -> str:
        return interest.what

    @admin.display(description=_("the same topic"))
    def others(self, interest: Interest) -> str:
        """The way to the page where a round is made of it."""
        return format_html(
            '<a href="{}">{}</a>',
            reverse("workshops:demands"),
            _("What Kommunen want, topic by topic"),
        )
