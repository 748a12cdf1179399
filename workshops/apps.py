from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal import scopes


def _scopes_of(user: Any) -> list[str]:
    """As `Round.scope` names them; an assignment counts only as long as the role does."""
    if not user.is_coordinator:
        return []
    return [f"round:{pk}" for pk in user.coordinated_rounds.values_list("pk", flat=True)]


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Development workshops")

    def ready(self) -> None:
        scopes.source(_scopes_of)
