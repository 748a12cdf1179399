from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal import scopes


def _scopes_of(user: Any) -> list[str]:
    """As `Conference.scope` names them; an assignment counts only as long as the role does."""
    if not user.is_coordinator:
        return []
    return [f"conference:{pk}" for pk in user.coordinated_conferences.values_list("pk", flat=True)]


class ConferencesConfig(AppConfig):
    name = "conferences"
    verbose_name = _("Conferences")

    def ready(self) -> None:
        scopes.source(_scopes_of)
