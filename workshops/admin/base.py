"""What the windows of this room have in common."""

from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.office import Group, OfficeAdmin, RecordForm, Rights
from portal.text import LineFormField
from workshops.models import Round, RoundQuerySet

M = TypeVar("M", bound=models.Model)

WORKSHOPS = Group("workshops", _("Workshops and rounds"), 10)
TEAMS = Group("teams", _("Teams and their work"), 20)


def assigned(user: User) -> RoundQuerySet:
    """The rounds that this account may edit."""
    return Round.objects.all() if user.is_superuser else Round.objects.of_coordinator(user)


def link(window: str, label: str, **query: object) -> SafeString:
    """A link to a list or form of the office, narrowed down by a query."""
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return format_html('<a href="{}?{}">{}</a>', reverse(f"admin:workshops_{window}"), words, label)


class ReasonForm(RecordForm):
    reason = LineFormField(
        label=_("Reason"),
        max_length=300,
        help_text=_("One sentence; it is kept with the record."),
    )


class TextsAdmin(OfficeAdmin[M], Generic[M]):
    """Editors of texts change `texts` and read the rest; whom `full` allows, changes all of it.

    `ruled` are fields that nobody types: they change by buttons.
    """

    texts: tuple[str, ...] = ()
    ruled: tuple[str, ...] = ()
    full: Rights

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[str]:
        ruled = self.ruled_for(obj)
        if obj is None or self.full.allow("change", request.user, obj):
            return ruled
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [*ruled, *(str(name) for name in fields if name not in {*self.texts, *ruled})]

    def ruled_for(self, obj: M | None) -> list[str]:
        return list(self.ruled)


class RoundFilter(admin.SimpleListFilter):
    """Narrows a list down to one of the rounds that the account is concerned with."""

    title = _("round")
    parameter_name = "round"
    path = "round"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        rounds = assigned(request.user)  # type: ignore[arg-type]
        return [(round.pk, str(round)) for round in rounds.select_related("workshop").in_order()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {str(key): key for key, _label in self.lookup_choices}.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(**{self.path: chosen})


def round_filter(lookup: str) -> type[RoundFilter]:
    """The same where the round is reached by another path."""
    return type("RoundFilter", (RoundFilter,), {"path": lookup})
