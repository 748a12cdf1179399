"""What the office edits about what one can register for."""

from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import admin
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.office import (
    Button,
    Group,
    OfficeAdmin,
    OfficeStackedInline,
    OfficeTabularInline,
    RecordForm,
    Rights,
    nobody,
)
from portal.text import LineFormField, ProseFormField
from registrations import policies
from registrations.actions import offers, quotas
from registrations.models import ConsentRequest, Offer, Question, Quota, Retention, Terms

M = TypeVar("M", bound=Model)

REGISTRATION = Group("registration", _("Registration"), 60)


class QuotaInline(OfficeStackedInline[Quota]):
    """Its times are announced by the event, not typed here. The places of the event come first."""

    model = Quota
    fields = [
        ("is_main", "position", "title", "capacity"),
        ("slot", "repeat_key", "note"),
        ("starts_at", "ends_at"),
    ]
    readonly_fields = ["is_main", "starts_at", "ends_at"]


class QuestionInline(OfficeStackedInline[Question]):
    """What registrants are asked, what for, and for how long the answers stay."""

    model = Question
    fields = [
        ("position", "kind", "is_required"),
        ("text", "hint"),
        "choices",
        ("shown_if", "shown_if_answer"),
        ("purpose", "days_kept"),
    ]

    def get_formset(self, request: HttpRequest, obj: Offer | None = None, **kwargs: Any) -> Any:
        """Another question is one of the same offer."""
        formset = super().get_formset(request, obj, **kwargs)
        if "shown_if" in formset.form.base_fields:
            own = obj.questions.all() if obj else Question.objects.none()
            formset.form.base_fields["shown_if"].queryset = own  # type: ignore[attr-defined]
        return formset


class _Versions(OfficeTabularInline[M], Generic[M]):
    """Words that never change: buttons add the next version."""

    rights = Rights.read_only(view=policies.may_see_offers)
    can_delete = False


class ConsentInline(_Versions[ConsentRequest]):
    model = ConsentRequest
    fields = ["purpose", "version", "text", "is_asked"]


class TermsInline(_Versions[Terms]):
    model = Terms
    fields = ["kind", "version", "text", "published_at"]


class TermsForm(RecordForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Terms.Kind.choices)
    text = ProseFormField(label=_("Text"), max_length=20_000, widget=forms.Textarea)


class ConsentForm(RecordForm):
    purpose = LineFormField(label=_("Purpose"), max_length=80)
    text = ProseFormField(label=_("Text"), max_length=2000, widget=forms.Textarea)


@admin.register(Retention)
class RetentionAdmin(OfficeAdmin[Retention]):
    """How long each kind of data is kept. Without a row what is proposed holds."""

    group = REGISTRATION
    position = 9
    list_display = ["kind", "days"]


@admin.register(Offer)
class OfferAdmin(OfficeAdmin[Offer]):
    group = REGISTRATION
    rights = Rights(
        view=policies.may_see_offers,
        add=policies.may_edit_offer,
        change=policies.may_edit_offer,
        delete=nobody,
    )
    list_display = ["__str__", "when", "audience", "opens_at", "closes_at", "capacity", "quotas"]
    list_filter = ["audience"]
    search_fields = ["title", "slug"]
    date_hierarchy = "first_day"
    ordering = ["-first_day", "-pk"]
    autocomplete_fields = ["stewards", "contact"]
    inlines = [QuotaInline, QuestionInline, ConsentInline, TermsInline]
    buttons = [
        Button(
            "consent",
            _("Word a consent"),
            offers.word_consent,
            allowed=policies.may_edit_offer,
            form=ConsentForm,
            done=_("From now on it is asked for in these words."),
        ),
        Button(
            "terms",
            _("Word conditions or privacy notice"),
            offers.word_terms,
            allowed=policies.may_edit_offer,
            form=TermsForm,
            done=_("The new version holds from now on; earlier ones stay readable."),
        ),
    ]
    announced = (
        _("Announced"),
        {
            "fields": ["title", "when", ("starts_at", "ends_at"), "place", "page"],
            "description": _("Comes from the event and follows it by itself."),
        },
    )
    fieldsets = [
        (
            _("Who may register, and until when"),
            {
                "fields": [
                    ("slug", "audience"),
                    ("opens_at", "opens_before"),
                    ("closes_at", "closes_before"),
                    ("change_until", "change_before"),
                    ("cancel_until", "cancel_before"),
                ]
            },
        ),
        (
            _("Places"),
            {"fields": [("places_per_municipality", "waiting"), ("hold_hours", "offer_hours")]},
        ),
        (_("What is asked"), {"fields": [("asks_municipality", "asks_needs")]}),
        (
            _("Who looks after it"),
            {"fields": ["stewards", "contact", "other_way", "remind_before"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        main = Quota.objects.of_event().filter(offer=OuterRef("pk"))
        places = Subquery(main.values("capacity"))
        counted = super().get_queryset(request).annotate(quota_count=Count("quotas"))
        return counted.annotate(main_capacity=places)

    @admin.display(description=_("quotas"), ordering="quota_count")
    def quotas(self, offer: Offer) -> int:
        return int(offer.quota_count)  # type: ignore[attr-defined]

    @admin.display(description=_("places"), ordering="main_capacity")
    def capacity(self, offer: Offer) -> str:
        places = offer.main_capacity  # type: ignore[attr-defined]
        return str(_("no limit") if places is None else places)

    def get_fieldsets(self, request: HttpRequest, obj: Offer | None = None) -> Any:
        own = super().get_fieldsets(request, obj)
        return [self.announced, *own] if obj else own

    def get_readonly_fields(self, request: HttpRequest, obj: Offer | None = None) -> list[str]:
        """Once announced, the address stays."""
        announced = ["title", "when", "starts_at", "ends_at", "place", "page"]
        return [*announced, "slug"] if obj and obj.title else announced

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who adds an offer looks after it, too. More places go to those who wait, at once."""
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.stewards.add(request.user)
        quotas.settle(offer=form.instance, by=request.user, at=timezone.now())  # type: ignore[arg-type]
