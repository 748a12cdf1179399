"""Working sheets that look as if a team had met over them. Nobody in them exists."""

from datetime import datetime

from demo.loading import sources
from demo.loading.moments import moment, period
from demo.loading.sources import Facts
from people.models import User
from workshops.actions import sheet_rows, sheets
from workshops.models import Actor, Milestone, Sheet, Team


def load(now: datetime, part: str) -> None:
    """For the teams and accounts that are still there; what is there already stays as it is."""
    for entry in sources.facts("actors", part)["teams"]:
        team = _team(entry)
        for actor in entry["actors"] if team else []:
            defaults = {**actor, "is_demo": True}
            Actor.objects.get_or_create(team=team, name=defaults.pop("name"), defaults=defaults)
    for entry in sources.facts("sheets", part)["teams"]:
        team = _team(entry)
        author = User.objects.filter(email=entry["by"]).first()
        if team is not None and author is not None:
            for facts in entry["sheets"]:
                _load_sheet(facts, team, author, now)


def _team(entry: Facts) -> Team | None:
    return Team.objects.filter(
        round__workshop__slug=entry["workshop"],
        round__number=entry["round"],
        municipality__ags=entry["municipality"],
    ).first()


def _load_sheet(facts: Facts, team: Team, author: User, now: datetime) -> None:
    at = moment(facts["at"], now)
    sheet = sheets.begin(
        team=team,
        kind=facts["kind"],
        title=facts["title"],
        about=facts.get("about", ""),
        by=author,
        at=at,
    )
    Sheet.objects.filter(pk=sheet.pk).update(is_demo=True)
    for cells in facts["rows"]:
        sheet_rows.add(sheet=sheet, cells=cells, by=author, at=at)
    if "held" in facts:
        held = _held(facts["held"], team, now)
        sheets.hold(sheet=sheet, version=sheet.version, by=author, at=at, **held)


def _held(facts: Facts, team: Team, now: datetime) -> Facts:
    """The days as days, the milestone as a record if there is one of that title."""
    days = {name: period(facts[name], now).first for name in ("held_on", "due")}
    milestone = Milestone.objects.filter(team=team, title=facts["milestone"]).first()
    return {**facts, **days, "milestone": milestone}
