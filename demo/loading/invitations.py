"""Who is invited to a team and has not answered. Nobody of them exists, and no letter goes out."""

from datetime import datetime

from demo.loading import accounts, sources
from demo.loading.moments import moment
from demo.loading.register import by_key
from demo.loading.sources import Facts
from people.actions import invitations
from workshops.actions import teams
from workshops.models import Round, Team, TeamInvitation


def load(now: datetime, part: str) -> None:
    """For rounds that are still there and go on; a team that is not there yet is invited."""
    for entry in sources.facts("invitations", part)["teams"]:
        places = Round.objects.of_workshop(entry["workshop"]).exclude(phase=Round.Phase.FINISHED)
        round = places.filter(number=entry["round"]).first()
        if round and (team := _team(entry, round, now)):
            for row in entry["invitations"]:
                _invite(row, team, now)


def _team(entry: Facts, round: Round, now: datetime) -> Team | None:
    team = round.teams.filter(municipality__ags=entry["municipality"]).first()
    if team or "admitted_at" not in entry:
        return team
    _admin, coordinator = accounts.office()
    team = teams.admit(
        round=round,
        municipality=by_key(entry["municipality"]),
        reason=entry["reason"],
        by=coordinator,
        at=moment(entry["admitted_at"], now),
    )
    team.is_demo, team.is_named_in_public = True, False
    team.save(update_fields=["is_demo", "is_named_in_public"])
    return team


def _invite(row: Facts, team: Team, now: datetime) -> None:
    _admin, coordinator = accounts.office()
    at = moment(row["invited_at"], now)
    issued = invitations.issue(email=row["email"], by=coordinator, at=at)
    TeamInvitation.objects.create(
        invitation=issued.invitation, team=team, role=row["role"], message=row["message"]
    )
