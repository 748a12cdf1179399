"""What the teams keep for themselves: who matters for their subject, and a file."""

from datetime import datetime

from django.core.files import File

from demo.loading import sources
from demo.loading.moments import moment
from demo.loading.sources import FILES, Facts
from people.models import User
from portal.uploads import media_type
from workshops.models import Actor, Team, TeamFile


def load(now: datetime, part: str) -> None:
    """Only for invented teams; one that is no longer there is left out."""
    for entry in sources.facts("team_rooms", part)["teams"]:
        team = Team.objects.filter(
            round__workshop__slug=entry["workshop"],
            round__number=entry["round"],
            municipality__ags=entry["municipality"],
            is_demo=True,
        ).first()
        if team is None:
            continue
        for actor in entry["actors"]:
            Actor.objects.get_or_create(team=team, name=actor.pop("name"), defaults=actor)
        for file in entry.get("files", []):
            _load_file(file, team, now)


def _load_file(entry: Facts, team: Team, now: datetime) -> None:
    uploader = User.objects.filter(email=entry["uploaded_by"]).first()
    if uploader is None:
        return
    uploaded_at = moment(entry["uploaded_at"], now)
    path = FILES / entry.get("folder", "documents") / entry["file"]
    with path.open("rb") as file:
        TeamFile.objects.create(
            team=team,
            file=File(file, name=path.name),
            file_name=path.name,
            content_type=media_type(path.name),
            size=path.stat().st_size,
            note=entry.get("note", ""),
            visibility=entry["visibility"],
            uploaded_by=uploader,
            uploaded_at=uploaded_at,
            shared_at=uploaded_at if entry["visibility"] == "round" else None,
            is_demo=True,
        )
