"""What the office edits about Kommunen: the register, agreements and venues."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities import policies
from municipalities.models import Agreement, Municipality, Venue
from portal.dates import Precision
from portal.office import (
    Group,
    OfficeAdmin,
    OfficeStackedInline,
    Rights,
    SluggedForm,
    office,
)
from portal.text import german

MUNICIPALITIES = Group("municipalities", _("Municipalities and places"), 40)


class AgreementInline(OfficeStackedInline[Agreement]):
    model = Agreement
    fields = [("valid_from", "valid_from_precision"), "valid_until", "renews", "note"]
    autocomplete_fields = ["renews"]
    show_change_link = True


class MunicipalityForm(SluggedForm):
    slug_from = ("short_name",)


class StandingFilter(admin.SimpleListFilter):
    """Whether a Rahmenvereinbarung stands today."""

    title = _("framework agreement")
    parameter_name = "agreement"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("stands today")), ("no", _("none today"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(has_agreement=self.value() == "yes")
        return queryset


@admin.register(Municipality)
class MunicipalityAdmin(OfficeAdmin[Municipality]):
    group = MUNICIPALITIES
    position = 1
    rights = Rights(
        view=office,
        add=policies.may_edit_municipality,
        change=policies.may_edit_municipality,
    )
    form = MunicipalityForm
    list_display = ["short_name", "kind", "key", "has_agreement", "inhabitants"]
    list_filter = [StandingFilter, "kind", ("valid_until", admin.EmptyFieldListFilter)]
    search_fields = ["name", "short_name", "ags", "seat"]
    ordering = [german("short_name")]
    autocomplete_fields = ["parent", "successor"]
    readonly_fields = ["land", "regierungsbezirk"]
    inlines = [AgreementInline]
    fieldsets = [
        (None, {"fields": [("name", "short_name"), "kind", "slug", "website"]}),
        (
            _("Official register"),
            {"fields": [("ags", "ars"), ("land", "regierungsbezirk"), "parent", "seat"]},
        ),
        (
            _("Figures and place on the map"),
            {
                "fields": [
                    ("inhabitants", "inhabitants_on"),
                    ("latitude", "longitude"),
                    "area",
                ]
            },
        ),
        (
            _("Validity"),
            {
                "fields": [("valid_from", "valid_until"), "successor"],
                "description": _("For reforms of the municipal borders; mostly left empty."),
                "classes": ["collapse"],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        rows = super().get_queryset(request)
        return rows.with_agreement(timezone.localdate())  # type: ignore[attr-defined,no-any-return]

    @admin.display(description=_("agreement today"), boolean=True, ordering="has_agreement")
    def has_agreement(self, municipality: Municipality) -> bool:
        return bool(municipality.has_agreement)  # type: ignore[attr-defined]

    @admin.display(description=_("AGS"), ordering="ags")
    def key(self, municipality: Municipality) -> str:
        return municipality.ags

    @admin.display(description=_("Land"))
    def land(self, municipality: Municipality) -> str:
        return municipality.land

    @admin.display(description=_("Regierungsbezirk"))
    def regierungsbezirk(self, municipality: Municipality) -> str:
        return municipality.regierungsbezirk

    def get_readonly_fields(
        self, request: HttpRequest, obj: Municipality | None = None
    ) -> list[str]:
        """A Kommune has its public page from the first day on: the address stays."""
        return ["land", "regierungsbezirk", *(["slug"] if obj else [])]


@admin.register(Agreement)
class AgreementAdmin(OfficeAdmin[Agreement]):
    group = MUNICIPALITIES
    position = 2
    rights = Rights(
        view=office,
        add=policies.may_edit_agreement,
        change=policies.may_edit_agreement,
    )
    list_display = ["municipality", "begins", "valid_until", "stands_today", "note"]
    list_filter = [
        ("valid_from", admin.EmptyFieldListFilter),
        ("valid_until", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["municipality"]
    search_fields = ["municipality__name", "municipality__short_name", "note"]
    date_hierarchy = "valid_from"
    ordering = [german("municipality__short_name"), "-valid_from"]
    autocomplete_fields = ["municipality", "renews"]
    fields = [
        "municipality",
        ("valid_from", "valid_from_precision"),
        "valid_until",
        "renews",
        "note",
    ]

    @admin.display(description=_("from"), ordering="valid_from")
    def begins(self, agreement: Agreement) -> str:
        if agreement.valid_from is None:
            return str(_("not known"))
        formats = {Precision.YEAR: "%Y", Precision.MONTH: "%m/%Y"}
        precision = Precision(agreement.valid_from_precision)
        return agreement.valid_from.strftime(formats.get(precision, "%d.%m.%Y"))

    @admin.display(description=_("stands today"), boolean=True)
    def stands_today(self, agreement: Agreement) -> bool:
        return agreement.stands(timezone.localdate())


@admin.register(Venue)
class VenueAdmin(OfficeAdmin[Venue]):
    group = MUNICIPALITIES
    position = 3
    rights = Rights(
        view=office,
        add=policies.may_edit_venue,
        change=policies.may_edit_venue,
    )
    list_display = ["name", "street", "city", "municipality", "has_access_hints"]
    list_filter = [("access", admin.EmptyFieldListFilter), "is_demo"]
    list_select_related = ["municipality"]
    search_fields = ["name", "city", "street"]
    ordering = [german("city"), german("name")]
    autocomplete_fields = ["municipality"]
    fieldsets = [
        (None, {"fields": ["name", "street", ("postcode", "city"), "municipality"]}),
        (_("Getting there"), {"fields": ["access", ("latitude", "longitude")]}),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]

    @admin.display(description=_("access hints"), boolean=True)
    def has_access_hints(self, venue: Venue) -> bool:
        return bool(venue.access)
