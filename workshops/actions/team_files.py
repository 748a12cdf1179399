"""Files of a team: private, within its quota, shared with the round by the lead, removed for good.

Files come as `portal.pictures.DocumentFormField` hands them on: looked at, pictures our own copy.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.open_forms import counted
from portal.refusals import Refusal
from portal.templatetags.ui import filesize_de
from portal.uploads import media_type, shown_name
from workshops.models import Milestone, ProgressEntry, Team, TeamFile

FILES_PER_TEAM = 500
SENT_PER_HOUR = 30
HOUR = timedelta(hours=1)

Visibility = Milestone.Visibility


@transaction.atomic
def add(
    *,
    team: Team,
    files: Sequence[File[bytes]],
    by: User,
    at: datetime,
    note: str = "",
    entry: ProgressEntry | None = None,
) -> list[TeamFile]:
    """Keep these files for the team, all or none; with an entry they belong to what it says.

    Raises Refusal if the team has no room left or takes no part, if the entry is another team's,
    or if this account sent too much in the running hour.
    """
    team = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if team.state != Team.State.ACCEPTED:
        raise Refusal(_("Only a team that takes part can keep files here."))
    if entry is not None and entry.milestone.team_id != team.pk:
        raise Refusal(_("This entry belongs to another team."))
    if counted("team-files", str(by.pk), per=HOUR, at=at) > SENT_PER_HOUR:
        raise Refusal(_("That was a lot in a short time. Please send further files in an hour."))
    _refuse_unless_there_is_room(team, files)
    kept = [
        TeamFile(
            team=team,
            entry=entry,
            file=file,
            file_name=shown_name(file.name or ""),
            note=note,
            content_type=media_type(file.name or ""),
            size=file.size,
            uploaded_by=by,
            uploaded_at=at,
        )
        for file in files
    ]
    for file in kept:
        file.full_clean()
    for file in kept:
        file.save()
        _record("team_file.added", file, by, at)
    return kept


@transaction.atomic
def share(*, file: TeamFile, by: User, at: datetime) -> TeamFile:
    """Let the other teams of the round read it."""
    file = _locked(file)
    if file.is_shared:
        raise Refusal(_("This file is already shared with the round."))
    file.visibility, file.shared_at = Visibility.ROUND, at
    return _save_visibility(file, "team_file.shared", by, at)


@transaction.atomic
def take_back(*, file: TeamFile, by: User, at: datetime) -> TeamFile:
    """Keep it within the team again: for others it is gone with the next request."""
    file = _locked(file)
    if not file.is_shared:
        raise Refusal(_("This file is not shared."))
    file.visibility, file.shared_at = Visibility.TEAM, None
    return _save_visibility(file, "team_file.taken_back", by, at)


@transaction.atomic
def remove(*, file: TeamFile, by: User, at: datetime) -> None:
    """Delete it for good: its row now, its bytes once that is certain."""
    file = _locked(file)
    _record("team_file.removed", file, by, at)
    transaction.on_commit(partial(default_storage.delete, str(file.file)), robust=True)
    file.delete()


def quota() -> int:
    """Bytes that the files of a team may take together."""
    return int(settings.TEAM_QUOTA_MB) * 1_000_000


def _refuse_unless_there_is_room(team: Team, files: Sequence[File[bytes]]) -> None:
    used, wanted = team.files.bytes(), sum(file.size for file in files)
    if used + wanted > quota():
        raise Refusal(
            _(
                "There is not enough room: %(wanted)s are needed, %(free)s of %(quota)s are free. "
                "Remove files that nobody needs any more."
            )
            % {
                "wanted": filesize_de(wanted),
                "free": filesize_de(max(quota() - used, 0)),
                "quota": filesize_de(quota()),
            }
        )
    if team.files.count() + len(files) > FILES_PER_TEAM:
        raise Refusal(
            _("A team keeps up to %(most)s files. Remove some that nobody needs any more.")
            % {"most": FILES_PER_TEAM}
        )


def _locked(file: TeamFile) -> TeamFile:
    return TeamFile.objects.select_for_update(of=("self",)).get(pk=file.pk)


def _save_visibility(file: TeamFile, what: str, by: User, at: datetime) -> TeamFile:
    file.save(update_fields=["visibility", "shared_at"])
    return _record(what, file, by, at, "visibility")


def _record(what: str, file: TeamFile, by: User, at: datetime, *fields: str) -> TeamFile:
    audit.record(what, file, by=by, at=at, fields=fields, scope=file.team.round.scope)
    return file
