from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.office import OfficeAdmin, Rights, words
from workshops import policies
from workshops.admin.base import TEAMS, round_filter
from workshops.models import Actor, ActorQuerySet, Comment, TeamFile


@admin.register(TeamFile)
class TeamFileAdmin(OfficeAdmin[TeamFile]):
    """Read-only: a list of what lies in the rooms of the teams, not the files themselves."""

    group = TEAMS
    position = 6
    lookups = ("team",)
    rights = Rights.read_only(policies.may_see_teams)
    list_display = ["file_name", "team", "visibility", "readable_size", "uploaded_at"]
    list_filter = [round_filter("team__round"), "visibility"]
    list_select_related = ["team__municipality"]
    search_fields = ["file_name", "team__municipality__short_name"]
    date_hierarchy = "uploaded_at"
    ordering = ["-uploaded_at"]
    fields = ["file_name", "team", "readable_size", "visibility", "uploader", "uploaded_at"]
    readonly_fields = ["readable_size", "uploader"]
    uploader = words("uploaded_by", _("uploaded by"))

    @admin.display(description=_("size"), ordering="size")
    def readable_size(self, file: TeamFile) -> str:
        return filesizeformat(file.size)


@admin.register(Comment)
class CommentAdmin(OfficeAdmin[Comment]):
    """Read-only: what people of a round say to each other; whoever said it takes it back."""

    group = TEAMS
    position = 9
    rights = Rights.read_only(policies.may_see_teams)
    list_display = ["at", "written_by", "milestone", "text"]
    list_filter = [round_filter("milestone__team__round"), "is_demo"]
    list_select_related = ["milestone__team__municipality", "author"]
    search_fields = ["text", "milestone__title"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["at", "written_by", "milestone", "text"]
    readonly_fields = ["written_by"]
    written_by = words("author", _("author"))


@admin.register(Actor)
class ActorAdmin(OfficeAdmin[Actor]):
    """Read-only: the analysis belongs to the team."""

    group = TEAMS
    position = 8
    rights = Rights.read_only(policies.may_see_teams)
    list_display = ["name", "team", "kind", "interest", "influence", "relation"]
    list_filter = [round_filter("team__round"), "kind", "relation"]
    list_select_related = ["team__municipality"]
    search_fields = ["name", "note", "team__municipality__short_name"]
    ordering = ["team", "name"]
    fields = ["team", "name", "kind", ("interest", "influence"), "relation", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Actor]:
        return cast(ActorQuerySet, super().get_queryset(request)).standing()
