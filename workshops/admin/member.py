from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.office import Button, OfficeAdmin, RecordForm, Rights, nobody, words
from portal.text import german
from workshops import policies
from workshops.actions import members
from workshops.admin.base import TEAMS, round_filter
from workshops.models import Member, TeamInvitation


def _may_edit(user: Any, member: Member | None) -> bool:
    return policies.may_edit_team(user, member.team if member else None)


class HandOverForm(RecordForm):
    successor = forms.ModelChoiceField(Member.objects.none(), label=_("New lead"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = self.thing.team.members.active().exclude(pk=self.thing.pk)
        self.fields["successor"].queryset = others.select_related("user")  # type: ignore[attr-defined]


class EndForm(HandOverForm):
    successor = forms.ModelChoiceField(
        Member.objects.none(),
        label=_("New lead"),
        required=False,
        help_text=_("Needed when the last lead goes."),
    )


@admin.register(Member)
class MemberAdmin(OfficeAdmin[Member]):
    """Memberships end, they are not deleted: who wrote what stays true."""

    group = TEAMS
    position = 2
    rights = Rights(view=policies.may_see_teams, add=nobody, change=_may_edit, delete=nobody)
    list_display = ["name", "team", "round", "role", "from_day", "until_day"]
    list_filter = [
        round_filter("team__round"),
        "role",
        ("until_day", admin.EmptyFieldListFilter),
    ]
    search_fields = [
        "user__first_name",
        "user__last_name",
        "user__email",
        "team__municipality__short_name",
    ]
    date_hierarchy = "from_day"
    ordering = [german("user__last_name"), german("user__first_name")]
    fields = ["team", "account", "role", "function", ("from_day", "until_day")]
    readonly_fields = ["team", "account", "role", "from_day", "until_day"]
    account = words("user", _("account"))
    buttons = [
        Button(
            "hand-over",
            _("Hand over the lead"),
            members.hand_over,
            allowed=_may_edit,
            form=HandOverForm,
            shown=lambda member: member.role == Member.Role.LEAD and member.until_day is None,
            done=_("The lead was handed over."),
        ),
        Button(
            "end",
            _("End membership"),
            members.end,
            allowed=_may_edit,
            form=EndForm,
            shown=lambda member: member.until_day is None,
            done=_("The membership ends today."),
            risky=True,
        ),
    ]

    def scope_of(self, thing: Member) -> str:
        return thing.team.round.scope

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        rows = super().get_queryset(request)
        return rows.select_related("user", "team__municipality", "team__round__workshop")

    @admin.display(description=_("name"), ordering=german("user__last_name"))
    def name(self, member: Member) -> str:
        return f"{member.user.last_name}, {member.user.first_name}"

    @admin.display(description=_("round"))
    def round(self, member: Member) -> str:
        return str(member.team.round)


@admin.register(TeamInvitation)
class TeamInvitationAdmin(OfficeAdmin[TeamInvitation]):
    """Read-only: invitations are sent by teams and coordinators on their own pages."""

    group = TEAMS
    position = 7
    rights = Rights.read_only(policies.may_see_teams)
    list_display = ["address", "team", "role", "expires_at", "used_at"]
    list_filter = [round_filter("team__round"), "role"]
    list_select_related = ["invitation", "team__municipality"]
    search_fields = ["invitation__email", "team__municipality__short_name"]
    ordering = ["-invitation__created_at"]
    fields = ["address", "team", "role", "message", "expires_at", "used_at"]
    readonly_fields = ["address", "expires_at", "used_at"]

    @admin.display(description=_("e-mail address"), ordering="invitation__email")
    def address(self, invitation: TeamInvitation) -> str:
        return invitation.invitation.email

    @admin.display(description=_("valid until"), ordering="invitation__expires_at")
    def expires_at(self, invitation: TeamInvitation) -> Any:
        return invitation.invitation.expires_at

    @admin.display(description=_("accepted at"), ordering="invitation__used_at")
    def used_at(self, invitation: TeamInvitation) -> Any:
        return invitation.invitation.used_at
