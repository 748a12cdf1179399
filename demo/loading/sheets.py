"""Working sheets that look as if a team had met over them. Nobody in them exists."""

from datetime import datetime

from demo.loading import sources
from demo.loading.sources import Facts
from workshops.models import Actor, Team


def load(now: datetime, part: str) -> None:
    """For the teams that are still there; what is there already stays as it is."""
    for entry in sources.facts("actors", part)["teams"]:
        team = _team(entry)
        for actor in entry["actors"] if team else []:
            defaults = {**actor, "is_demo": True}
            Actor.objects.get_or_create(team=team, name=defaults.pop("name"), defaults=defaults)


def _team(entry: Facts) -> Team | None:
    return Team.objects.filter(
        round__workshop__slug=entry["workshop"],
        round__number=entry["round"],
        municipality__ags=entry["municipality"],
    ).first()
