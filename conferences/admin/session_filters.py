"""What a list of sessions is narrowed down by."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from conferences.admin.base import WithinFilter
from conferences.models import Room, Session


class DayFilter(WithinFilter):
    title = _("day")
    parameter_name = "day"

    def choices_of(self, conference: int) -> list[tuple[Any, str]]:
        days = Session.objects.filter(conference=conference).exclude(day=None)
        found = days.order_by("day").values_list("day", flat=True).distinct()
        return [(day.isoformat(), date_format(day, "l, j. F Y")) for day in found if day]


class RoomFilter(WithinFilter):
    title = _("room")
    parameter_name = "room"

    def choices_of(self, conference: int) -> list[tuple[Any, str]]:
        return [(room.pk, room.name) for room in Room.objects.filter(conference=conference)]


class CancelledFilter(admin.SimpleListFilter):
    title = _("cancellation")
    parameter_name = "cancelled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("takes place")), ("yes", _("cancelled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.exclude(cancelled_because="")
        return queryset.filter(cancelled_because="") if self.value() == "no" else queryset
