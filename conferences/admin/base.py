"""What the windows of this room have in common."""

from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference, ConferenceQuerySet
from people.models import User
from portal.office import Group, TextsAdmin

M = TypeVar("M", bound=models.Model)

CONFERENCES = Group("conferences", _("Conferences"), 25)


def assigned(user: User) -> ConferenceQuerySet:
    """The conferences that this account may edit, the newest first."""
    mine = (
        Conference.objects.all() if user.is_superuser else Conference.objects.of_coordinator(user)
    )
    return mine.newest_first()


def chosen_from(rows: QuerySet[Any], key: object) -> Any:
    """The row of this primary key as a browser sent it; None if there is none."""
    text = str(key or "")
    return rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None


class ConferenceFilter(admin.SimpleListFilter):
    """Narrows a list down to one conference."""

    title = _("conference")
    parameter_name = "conference"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        seen = Conference.objects.visible_to(request.user).newest_first()
        return [(conference.pk, str(conference)) for conference in seen]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {str(key): key for key, _label in self.lookup_choices}.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(conference=chosen)


class WithinFilter(admin.SimpleListFilter):
    """A filter with choices of the one conference that the list is narrowed down to."""

    def choices_of(self, conference: int) -> list[tuple[Any, str]]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        seen = Conference.objects.visible_to(request.user)
        conference = chosen_from(seen, request.GET.get("conference"))
        return self.choices_of(conference.pk) if conference else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {str(key): key for key, _label in self.lookup_choices}.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(**{str(self.parameter_name): chosen})


class PartForm(forms.ModelForm[Any]):
    """A part of a conference: what it may refer to lies within the same conference.

    `within` names those fields; on a new part the conference is the one that was chosen.
    """

    within: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conference = self._conference()
        for name in self.within:
            if field := self.fields.get(name):
                rows: QuerySet[Any] = field.queryset  # type: ignore[attr-defined]
                own = rows.filter(conference=conference) if conference else rows.none()
                field.queryset = own.exclude(  # type: ignore[attr-defined]
                    pk=self.instance.pk if own.model is type(self.instance) else None
                )

    def _get_validation_exclusions(self) -> set[str]:
        """A fixed conference is no field, but constraints that name it hold all the same."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"conference"}

    def _conference(self) -> Conference | None:
        """The stored one, the one that was sent, or the one that the page proposes."""
        if self.instance.pk:
            stored: Conference = self.instance.conference
            return stored
        field = self.fields.get("conference")
        if field is None:
            return None
        key = self.data.get(self.add_prefix("conference")) if self.is_bound else None
        key = key or getattr(self.initial.get("conference"), "pk", self.initial.get("conference"))
        found: Conference | None = chosen_from(field.queryset, key)  # type: ignore[attr-defined]
        return found


class PartAdmin(TextsAdmin[M], Generic[M]):
    """Windows for the parts of a conference, made for typing many of them one after the other.

    `kept` are fields that the next new one begins with.
    """

    kept: tuple[str, ...] = ()

    def scope_of(self, thing: Any) -> str:
        scope: str = thing.conference.scope
        return scope

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "conference":
            kwargs["queryset"] = assigned(request.user)  # type: ignore[arg-type]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address names or the list before was narrowed to, else the newest conference."""
        list_before = dict(parse_qsl(request.GET.get("_changelist_filters", "")))
        named = {**list_before, **request.GET.dict()}
        mine = assigned(request.user)  # type: ignore[arg-type]
        conference = chosen_from(mine, named.get("conference")) or mine.first()
        given = {name: named[name] for name in self.kept if name in named}
        return {**given, "conference": conference}

    def ruled_for(self, obj: M | None) -> list[str]:
        return [*self.ruled, *(["conference"] if obj else [])]

    def response_add(self, request: HttpRequest, obj: M, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().response_add(request, obj, *args, **kwargs)
        return self._next(obj) if "_addanother" in request.POST else answer

    def response_change(self, request: HttpRequest, obj: M) -> HttpResponse:
        answer = super().response_change(request, obj)
        return self._next(obj) if "_addanother" in request.POST else answer

    def _next(self, obj: Any) -> HttpResponse:
        values = {name: obj.serializable_value(name) for name in ("conference", *self.kept)}
        query = urlencode({name: value for name, value in values.items() if value is not None})
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return HttpResponseRedirect(f"{address}?{query}")
