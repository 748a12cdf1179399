from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.office import OfficeAdmin, Rights, office, words
from workshops import policies
from workshops.admin.base import TEAMS, round_filter
from workshops.models import Statement, Team


@admin.register(Statement)
class StatementAdmin(OfficeAdmin[Statement]):
    """Read-only: proposed on the page of the team, cleared and withdrawn by the team itself.

    Outside of the team's room one sees what was cleared, and whose it is only where it says so.
    """

    group = TEAMS
    position = 5
    lookups = ("team__id__exact",)
    rights = Rights.read_only(office)
    list_display = ["sentence", "whose", "state", "names_municipality", "proposed_at", "cleared_at"]
    list_filter = [round_filter("team__round"), "state", "names_municipality", "is_demo"]
    list_select_related = ["team__municipality"]
    search_fields = ["text", "proposed_text", "team__municipality__short_name"]
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
                    ("refuser", "refused_at"),
                    "refusal_reason",
                    ("withdrawer", "withdrawn_at"),
                ]
            },
        ),
    ]
    readonly_fields = [
        "state",
        "who",
        "whose",
        "about",
        "proposer",
        "clearer",
        "refuser",
        "withdrawer",
    ]
    who = words("team", _("team"))
    about = words("milestone", _("milestone"))
    proposer = words("proposed_by", _("proposed by"))
    clearer = words("cleared_by", _("cleared by"))
    refuser = words("refused_by", _("refused by"))
    withdrawer = words("withdrawn_by", _("withdrawn by"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Statement]:
        """With `in_own_room` on each."""
        own = Team.objects.visible_to(_user(request)).filter(pk=OuterRef("team"))
        return super().get_queryset(request).annotate(in_own_room=Exists(own))

    def get_list_display(self, request: HttpRequest) -> Any:
        may = policies.may_see_teams(_user(request))
        return self.list_display if may else ["sentence", "whose", "cleared_at"]

    def get_list_filter(self, request: HttpRequest) -> Any:
        may = policies.may_see_teams(_user(request))
        return self.list_filter if may else ["names_municipality", "is_demo"]

    def get_search_fields(self, request: HttpRequest) -> Any:
        """Nobody finds out by searching what was proposed, and by whom."""
        return self.search_fields if _user(request).is_superuser else ["text"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The statements of one team: for those who see the team."""
        if request and lookup in self.lookups and not _user(request).is_superuser:
            seen = Team.objects.visible_to(_user(request))
            return str(value).isdecimal() and seen.filter(pk=value).exists()
        return super().lookup_allowed(lookup, value, request)

    def get_fieldsets(self, request: HttpRequest, obj: Statement | None = None) -> Any:
        if obj is None or policies.may_see_team_room(_user(request), obj.team):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["whose", "text", "names_municipality", "cleared_at"]})]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """It names who proposed and who cleared."""
        if not policies.may_see_team_room(_user(request), self.seen(request, object_id).team):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    @admin.display(description=_("statement"), ordering="text")
    def sentence(self, statement: Statement) -> str:
        return truncatechars(str(statement), 100)

    @admin.display(description=_("team"))
    def whose(self, statement: Statement) -> str:
        inside = statement.in_own_room  # type: ignore[attr-defined]
        return str(statement.team if inside else statement.said_by or "–")


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
