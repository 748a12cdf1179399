from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.office import (
    Button,
    OfficeAdmin,
    OfficeLinks,
    ReasonForm,
    RecordForm,
    Rights,
    link,
    nobody,
)
from portal.open_forms import MailboxField
from portal.text import LineFormField, ProseFormField, german
from workshops import policies
from workshops.actions import invitations, members, statements, teams
from workshops.admin.base import TEAMS, RoundFilter
from workshops.models import Member, Milestone, Team

State = Team.State


class MemberForm(RecordForm):
    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=_("Account"),
        widget=AutocompleteSelect(
            Member._meta.get_field("user"),
            admin.site,
        ),
        help_text=_("An administrator makes accounts for people who have none yet."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices, initial="member")
    function = LineFormField(
        label=_("Function in the administration"), max_length=200, required=False
    )


class InviteForm(RecordForm):
    email = MailboxField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices, initial="lead")
    message = ProseFormField(label=_("Personal words"), max_length=1000, required=False)


class ProposalForm(RecordForm):
    text = ProseFormField(
        label=_("Sentence"),
        max_length=300,
        help_text=_("The team reads it, may change it, and clears or refuses it."),
    )
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), label=_("About the milestone"), required=False
    )
    names_municipality = forms.BooleanField(label=_("Names the Kommune"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = self.thing.milestones.in_order()  # type: ignore[attr-defined]


def _members(team: Team) -> SafeString:
    address = reverse("workshops:members", args=[team.public_id])
    return format_html('<a href="{}">{}</a>', address, _("Members and invitations"))


class MemberLinks(OfficeLinks[Member]):
    """Past and present members to click on; new ones come by the button."""

    model = Member
    rights = Rights.read_only(policies.may_edit_team)
    fields = ["record", "role", "function", "from_day", "until_day"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        rows = super().get_queryset(request).select_related("user")
        return rows.order_by("until_day", "role", german("user__last_name"))


@admin.register(Team)
class TeamAdmin(OfficeAdmin[Team]):
    group = TEAMS
    position = 1
    rights = Rights(
        view=policies.may_see_teams,
        add=nobody,
        change=policies.may_edit_team,
        delete=nobody,
    )
    list_display = ["municipality", "round", "state", "member_count", "milestone_count"]
    list_filter = [RoundFilter, "state", "is_named_in_public", "is_demo"]
    search_fields = ["municipality__name", "municipality__short_name", "members__user__last_name"]
    ordering = ["-round__first_day", german("municipality__short_name")]
    inlines = [MemberLinks]
    readonly_fields = ["round", "municipality", "state", "admission_reason", "left_reason", "links"]
    fieldsets = [
        (None, {"fields": ["round", "municipality", "state", "is_named_in_public", "links"]}),
        (
            _("Reasons"),
            {"fields": ["admission_reason", "left_reason"], "classes": ["collapse"]},
        ),
        (_("Demonstration"), {"fields": ["is_demo"], "classes": ["collapse"]}),
    ]
    buttons = [
        Button(
            "invite",
            _("Invite by e-mail"),
            invitations.invite,
            allowed=policies.may_manage_members,
            form=InviteForm,
            shown=lambda team: team.state != State.LEFT,
            done=_("The invitation is on its way."),
        ),
        Button(
            "add-member",
            _("Add a member"),
            members.add,
            allowed=policies.may_manage_members,
            form=MemberForm,
            shown=lambda team: team.state != State.LEFT,
            done=_("The member was added."),
        ),
        Button(
            "accept",
            _("Note that the team takes part"),
            teams.accept,
            allowed=policies.may_edit_team,
            shown=lambda team: team.state == State.INVITED,
            done=_("The team takes part."),
        ),
        Button(
            "propose",
            _("Propose a sentence for publication"),
            statements.propose,
            allowed=policies.may_propose_statement,
            form=ProposalForm,
            shown=lambda team: team.state == State.ACCEPTED,
            done=_("The sentence lies before the team."),
        ),
        Button(
            "leave",
            _("Note that the team has left"),
            teams.leave,
            allowed=policies.may_edit_team,
            form=ReasonForm,
            shown=lambda team: team.state != State.LEFT,
            done=_("The team has left the round."),
            risky=True,
        ),
    ]

    def scope_of(self, thing: Team) -> str:
        return thing.round.scope

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        active = Q(members__until_day=None)
        rows = super().get_queryset(request).select_related("municipality", "round__workshop")
        return rows.annotate(
            member_count=Count("members", filter=active, distinct=True),
            milestone_count=Count("milestones", distinct=True),
        )

    @admin.display(description=_("members"), ordering="member_count")
    def member_count(self, team: Team) -> int:
        return int(team.member_count)  # type: ignore[attr-defined]

    @admin.display(description=_("milestones"), ordering="milestone_count")
    def milestone_count(self, team: Team) -> int:
        return int(team.milestone_count)  # type: ignore[attr-defined]

    @admin.display(description=_("go to"))
    def links(self, team: Team) -> str:
        ways = [
            _members(team),
            link("workshops_milestone_changelist", str(_("Milestones")), team__id__exact=team.pk),
            link("workshops_statement_changelist", str(_("Statements")), team__id__exact=team.pk),
            link("workshops_teamfile_changelist", str(_("Files")), team__id__exact=team.pk),
        ]
        return format_html_join(" · ", "{}", ((way,) for way in ways))
