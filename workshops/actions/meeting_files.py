"""Minutes and photo protocols of a day: for the closed group, removed for good."""

from datetime import datetime
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from portal.uploads import media_type, shown_name
from workshops.models import Meeting, MeetingFile

FILES_PER_DAY = 50


@transaction.atomic
def add(
    *, meeting: Meeting, document: File[bytes], kind: str, by: User, at: datetime
) -> MeetingFile:
    """Keep a file with the day. It comes as `DocumentFormField` hands it on: looked at."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.files.count() >= FILES_PER_DAY:
        raise Refusal(_("A day keeps up to %(most)s files.") % {"most": FILES_PER_DAY})
    name = document.name or ""
    file = MeetingFile(
        meeting=meeting,
        kind=kind,
        file=document,
        file_name=shown_name(name),
        content_type=media_type(name),
        size=document.size,
        uploaded_by=by,
        uploaded_at=at,
    )
    file.full_clean()
    file.save()
    audit.record("meeting.file_added", file, by=by, at=at, scope=meeting.round.scope)
    return file


@transaction.atomic
def remove(*, file: MeetingFile, by: User, at: datetime) -> None:
    """Delete it: its row now, its bytes once that is certain. Letters that named it remain."""
    scope = file.meeting.round.scope
    audit.record("meeting.file_removed", file, by=by, at=at, scope=scope)
    transaction.on_commit(partial(default_storage.delete, str(file.file)), robust=True)
    file.delete()
