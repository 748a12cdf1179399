from django.contrib import admin
from django.template.defaultfilters import filesizeformat, truncatechars
from django.utils.translation import gettext_lazy as _

from portal.office import OfficeAdmin, Rights, office, words
from workshops import policies
from workshops.admin.base import TEAMS, round_filter
from workshops.models import Actor, Statement, TeamFile


@admin.register(Statement)
class StatementAdmin(OfficeAdmin[Statement]):
    """Read-only: proposed on the page of the team, cleared and withdrawn by the team itself."""

    group = TEAMS
    position = 5
    lookups = ("team",)
    rights = Rights.read_only(office)
    list_display = ["sentence", "team", "state", "names_municipality", "proposed_at", "cleared_at"]
    list_filter = [round_filter("team__round"), "state", "names_municipality", "is_demo"]
    list_select_related = ["team__municipality"]
    search_fields = ["text", "proposed_text", "team__municipality__short_name"]
    date_hierarchy = "proposed_at"
    ordering = ["-proposed_at", "-pk"]
    fieldsets = [
        (None, {"fields": ["who", "about", "state", "text", "names_municipality"]}),
        (
            _("Proof"),
            {
                "fields": [
                    "proposed_text",
                    ("proposer", "proposed_at"),
                    ("clearer", "cleared_at"),
                    ("withdrawer", "withdrawn_at"),
                ]
            },
        ),
    ]
    readonly_fields = ["state", "who", "about", "proposer", "clearer", "withdrawer"]
    who = words("team", _("team"))
    about = words("milestone", _("milestone"))
    proposer = words("proposed_by", _("proposed by"))
    clearer = words("cleared_by", _("cleared by"))
    withdrawer = words("withdrawn_by", _("withdrawn by"))

    @admin.display(description=_("statement"), ordering="text")
    def sentence(self, statement: Statement) -> str:
        return truncatechars(str(statement), 100)


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
