"""What the windows of this room have in common."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.office import Group
from workshops.models import Round, RoundQuerySet

WORKSHOPS = Group("workshops", _("Workshops and rounds"), 10)
TEAMS = Group("teams", _("Teams and their work"), 20)


def assigned(user: User) -> RoundQuerySet:
    """The rounds that this account may edit."""
    return Round.objects.all() if user.is_superuser else Round.objects.of_coordinator(user)


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
