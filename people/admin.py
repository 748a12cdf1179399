"""What the office edits about people: accounts, persons in programmes, organisations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people import policies
from people.actions import accounts, portraits
from people.models import Invitation, MailChoice, OfficeRole, Organisation, Person, Portrait, User
from portal.office import (
    Button,
    Group,
    HistoryOfficeAdmin,
    OfficeAdmin,
    OfficeStackedInline,
    RecordForm,
    Rights,
    SluggedForm,
    nobody,
    office,
)
from portal.text import german

PEOPLE = Group("people", _("People"), 50)
ACCOUNTS = Group("accounts", _("Accounts"), 70)


class AddressForm(RecordForm):
    email = forms.EmailField(label=_("New e-mail address"), max_length=254)


class RightsForm(RecordForm):
    office_role = forms.ChoiceField(
        label=_("Role in the office"), choices=OfficeRole.choices, required=False
    )
    is_superuser = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("Sees everything and manages the accounts."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "office_role": self.thing.office_role,
            "is_superuser": self.thing.is_superuser,
        }


class AccountForm(forms.ModelForm[User]):
    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


@admin.register(User)
class UserAdmin(OfficeAdmin[User]):
    """Accounts are made here and shut here; passwords are their owners' business."""

    group = ACCOUNTS
    rights = Rights(
        view=policies.may_manage_accounts,
        add=policies.may_manage_accounts,
        change=policies.may_manage_accounts,
        delete=nobody,
    )
    form = AccountForm
    list_display = ["name", "email", "office_role", "is_superuser", "is_active", "last_login"]
    list_filter = ["office_role", "is_superuser", "is_active"]
    search_fields = ["first_name", "last_name", "email"]
    date_hierarchy = "created_at"
    ordering = [german("last_name"), german("first_name")]
    fieldsets = [
        (None, {"fields": [("first_name", "last_name"), "email"]}),
        (
            _("Rights"),
            {
                "fields": ["office_role", "is_superuser", "is_active"],
                "description": _(
                    "Coordinators edit the rounds that they are assigned to, editors reports and "
                    "pictures. Members of teams have no role in the office."
                ),
            },
        ),
        (_("Traces"), {"fields": ["created_at", "last_login"], "classes": ["collapse"]}),
    ]
    buttons = [
        Button(
            "rights",
            _("Change rights"),
            accounts.set_rights,
            allowed=policies.may_manage_accounts,
            form=RightsForm,
            done=_("The rights were changed."),
        ),
        Button(
            "address",
            _("Change e-mail address"),
            accounts.change_address,
            allowed=policies.may_manage_accounts,
            form=AddressForm,
            done=_("The e-mail address was changed."),
        ),
        Button(
            "deactivate",
            _("Deactivate account"),
            accounts.deactivate,
            allowed=policies.may_manage_accounts,
            confirm=_("The person is signed out and cannot sign in any more."),
            shown=lambda account: account.is_active,
            done=_("The account is inactive."),
            risky=True,
        ),
        Button(
            "reactivate",
            _("Reactivate account"),
            accounts.reactivate,
            allowed=policies.may_manage_accounts,
            shown=lambda account: not account.is_active,
            done=_("The account is active again."),
        ),
    ]

    @admin.display(description=_("name"), ordering=german("last_name"))
    def name(self, account: User) -> str:
        return f"{account.last_name}, {account.first_name}"

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        traces = ["is_active", "created_at", "last_login"]
        return [*traces, "email", "office_role", "is_superuser"] if obj else traces

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:2]

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The office may choose among the active accounts, and see no more of them."""
        match = request.resolver_match
        choosing = match is not None and match.url_name == "autocomplete"
        may_choose = choosing and policies.may_open_office(request.user)  # type: ignore[arg-type]
        return may_choose or super().has_view_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """Who is assigned to a round or a report must be a coordinator."""
        if request.GET.get("field_name") in {"coordinators", "stewards"}:
            queryset = queryset.filter(office_role=OfficeRole.COORDINATOR, is_active=True)
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        created = accounts.create(
            email=obj.email,
            first_name=obj.first_name,
            last_name=obj.last_name,
            office_role=obj.office_role,
            is_superuser=obj.is_superuser,
            by=request.user,  # type: ignore[arg-type]
            at=obj.created_at,
        )
        vars(obj).update(vars(created))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action has noted it."""


class PortraitInline(OfficeStackedInline[Portrait]):
    model = Portrait
    fields = ["file", "credit", "consent_given_on", "consent_withdrawn_on"]
    readonly_fields = ["consent_withdrawn_on"]
    max_num = 1


class PersonForm(SluggedForm):
    slug_from = ("first_name", "last_name")


@admin.register(Person)
class PersonAdmin(HistoryOfficeAdmin[Person]):
    group = PEOPLE
    position = 1
    rights = Rights(
        view=office,
        add=policies.may_edit_person,
        change=policies.may_edit_person,
    )
    form = PersonForm
    list_display = ["sorted_name", "organisation", "function", "is_public", "contact_consent_on"]
    list_filter = ["is_public", ("contact_consent_on", admin.EmptyFieldListFilter), "is_demo"]
    list_select_related = ["organisation"]
    search_fields = ["first_name", "last_name", "organisation__name", "organisation__short_name"]
    ordering = [german("last_name"), german("first_name")]
    autocomplete_fields = ["organisation", "user"]
    inlines = [PortraitInline]
    fieldsets = [
        (None, {"fields": ["academic_title", ("first_name", "last_name"), "slug", "is_public"]}),
        (
            _("Today"),
            {
                "fields": ["organisation", "function", "biography", "website"],
                "description": _(
                    "What somebody was on the day of a contribution is written down there and "
                    "does not change with what stands here."
                ),
            },
        ),
        (_("Contact"), {"fields": [("email", "phone"), "contact_consent_on"]}),
        (_("In the portal"), {"fields": ["user", "is_demo"], "classes": ["collapse"]}),
    ]
    buttons = [
        Button(
            "withdraw-portrait",
            _("Withdraw consent to the portrait"),
            portraits.withdraw_consent,
            allowed=policies.may_edit_person,
            confirm=_("The portrait is hidden at once, on every page."),
            shown=lambda person: hasattr(person, "portrait") and person.portrait.may_be_shown,
            done=_("The portrait is hidden."),
            risky=True,
        )
    ]

    @admin.display(description=_("name"), ordering=german("last_name"))
    def sorted_name(self, person: Person) -> str:
        title = f" ({person.academic_title})" if person.academic_title else ""
        return f"{person.last_name}, {person.first_name}{title}"

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        """A person may have a public page from the first day on: the address stays."""
        return ["slug"] if obj else []


class OrganisationForm(SluggedForm):
    slug_from = ("name",)


@admin.register(Organisation)
class OrganisationAdmin(OfficeAdmin[Organisation]):
    group = PEOPLE
    position = 2
    rights = Rights(
        view=office,
        add=policies.may_edit_organisation,
        change=policies.may_edit_organisation,
    )
    form = OrganisationForm
    list_display = ["name", "short_name", "people_count", "website"]
    search_fields = ["name", "short_name"]
    ordering = [german("name")]
    fields = ["name", "short_name", "slug", "website"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return super().get_queryset(request).annotate(people_count=Count("people"))

    @admin.display(description=_("persons"), ordering="people_count")
    def people_count(self, organisation: Organisation) -> int:
        count: int = organisation.people_count  # type: ignore[attr-defined]
        return count


@admin.register(Invitation)
class InvitationAdmin(OfficeAdmin[Invitation]):
    """Read-only: who was invited, by whom, and whether it was used."""

    group = ACCOUNTS
    position = 1
    rights = Rights.read_only(policies.may_manage_accounts)
    list_display = ["email", "invited_by", "created_at", "expires_at", "used_at", "withdrawn_at"]
    list_select_related = ["invited_by"]
    list_filter = [("used_at", admin.EmptyFieldListFilter)]
    search_fields = ["email"]
    date_hierarchy = "created_at"
    fields = ["email", "invited_by", "created_at", "expires_at", "used_at", "withdrawn_at"]


@admin.register(MailChoice)
class MailChoiceAdmin(OfficeAdmin[MailChoice]):
    """Read-only: everybody chooses for themselves."""

    group = ACCOUNTS
    position = 2
    rights = Rights.read_only(policies.may_manage_accounts)
    list_display = ["user", "kind", "wanted"]
    list_select_related = ["user"]
    list_filter = ["kind", "wanted"]
    search_fields = ["user__first_name", "user__last_name", "user__email"]
    fields = ["user", "kind", "wanted"]
