"""Progress: what moved on a milestone. Entries are only ever added, never changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from portal import audit
from portal.dates import Period, berlin_day
from portal.refusals import Conflict, Refusal
from portal.text import number
from portal.uploads import shown_name
from workshops.actions import measurements, team_files
from workshops.models import Milestone, ProgressEntry

TWICE = timedelta(minutes=10)  # the same words again within this time are a second click

_KNOWN = {"milestone", "author", "corrects"}  # rows that we hold already


@transaction.atomic
def log(
    *,
    milestone: Milestone,
    by: User,
    at: datetime,
    status: str,
    status_seen: str,
    note: str = "",
    hurdle: str = "",
    next_step: str = "",
    due: Period | None = None,
    value: Decimal | None = None,
    files: Sequence[File[bytes]] = (),
) -> ProgressEntry:
    """Add what moved; the same words a second time within ten minutes give the first entry.

    A milestone that is postponed may get a new deadline, `due`; `value` is how high its indicator
    is today; `files` are kept for the team. Raises Conflict if somebody else
    moved the status meanwhile and this entry moves it too, ValidationError if the entry says
    nothing or its deadline does not fit.
    """
    entry = ProgressEntry(
        author=by, at=at, status_to=status, note=note, hurdle=hurdle, next_step=next_step
    )
    if not _words(entry) and status == status_seen:
        entry.note = _instead_of_words(milestone, value, files)
    return _attach(_add(entry, milestone, status_seen, due, "milestone.logged"), by, value, files)


@transaction.atomic
def correct(
    *,
    entry: ProgressEntry,
    by: User,
    at: datetime,
    status: str,
    status_seen: str,
    note: str = "",
    hurdle: str = "",
    next_step: str = "",
    due: Period | None = None,
    value: Decimal | None = None,
    files: Sequence[File[bytes]] = (),
) -> ProgressEntry:
    """Put a new entry in the place of an older one, which stays readable.

    Raises Refusal if it was corrected before or if nothing is different, otherwise as `log`.
    """
    correction = ProgressEntry(
        author=by,
        at=at,
        status_to=status,
        note=note,
        hurdle=hurdle,
        next_step=next_step,
        corrects=entry,
    )
    correction = _add(correction, entry.milestone, status_seen, due, "milestone.corrected")
    return _attach(correction, by, value, files)


def _add(
    entry: ProgressEntry, of: Milestone, status_seen: str, due: Period | None, what: str
) -> ProgressEntry:
    milestone = Milestone.objects.locked(of.pk)
    entry.milestone = milestone
    entry.status_from = milestone.status
    entry.clean_fields(exclude=_KNOWN)
    due = None if due == milestone.when else due
    if due is None and (said_before := _said_before(entry)):
        return said_before
    if entry.corrects and ProgressEntry.objects.filter(corrects=entry.corrects).exists():
        raise Refusal(_("This entry has been corrected already."))
    entry.status_to = _status_after(entry, status_seen)
    _refuse_unless_due_fits(entry, due)
    if entry.moved_status and entry.status_to == Milestone.Status.DROPPED and not entry.note:
        raise Refusal(_("Please say in a sentence why it is given up."))
    if due is None and _corrects_nothing(entry):
        raise Refusal(_("Nothing is different: please change what was wrong."))
    entry.full_clean(exclude=_KNOWN)
    entry.save()
    _move(milestone, entry, due)
    scope = milestone.team.round.scope
    audit.record(
        what, milestone, by=entry.author, scope=scope, fields=_told(entry, due), at=entry.at
    )
    return entry


def _instead_of_words(
    milestone: Milestone, value: Decimal | None, files: Sequence[File[bytes]]
) -> str:
    """What an entry says that brings only a value, or only files.

    Not how the files are called: the words may be shared with the round, the files are not.
    """
    if value is not None:
        measured = f"{number(value)} {milestone.unit}".strip()
        return _("New value: %(measured)s") % {"measured": measured}
    count = len(files)
    added = ngettext("%(count)d new file", "%(count)d new files", count) % {"count": count}
    return added if files else ""


def _attach(
    entry: ProgressEntry, by: User, value: Decimal | None, files: Sequence[File[bytes]]
) -> ProgressEntry:
    """What comes with the entry; a second click attaches nothing twice."""
    milestone, at = entry.milestone, entry.at
    if value is not None and not entry.measurements.exists():
        day = berlin_day(at)
        measurements.record(milestone=milestone, day=day, value=value, by=by, at=at, entry=entry)
    kept = set(entry.files.values_list("file_name", "size")) if files else set()
    new = [file for file in files if (shown_name(file.name or ""), file.size) not in kept]
    if new:
        team_files.add(team=milestone.team, files=new, by=by, at=at, entry=entry)
    return entry


def _said_before(entry: ProgressEntry) -> ProgressEntry | None:
    """The entry that this one repeats: a button pressed twice, a page sent again."""
    last = entry.milestone.entries.newest_first().first()
    if last is None or last.author_id != entry.author_id or entry.at - last.at > TWICE:
        return None
    names = ("note", "hurdle", "next_step", "status_to", "corrects_id")
    return last if _alike(last, entry, names) else None


def _corrects_nothing(entry: ProgressEntry) -> bool:
    if entry.corrects is None or entry.moved_status:
        return False
    return _alike(entry.corrects, entry, ("note", "hurdle", "next_step"))


def _alike(one: ProgressEntry, other: ProgressEntry, names: tuple[str, ...]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _refuse_unless_due_fits(entry: ProgressEntry, due: Period | None) -> None:
    if due is None:
        return
    if entry.status_to != Milestone.Status.POSTPONED:
        raise Refusal(_("A new deadline goes with the status “postponed”."))
    if due.last < berlin_day(entry.at):
        raise Refusal(_("The new deadline lies in the past."))


def _status_after(entry: ProgressEntry, seen: str) -> str:
    """What the author wants; who leaves the status as it was keeps what others made of it.

    Raises Conflict if both moved it, differently or without a word to add.
    """
    now, wanted = entry.status_from, entry.status_to
    if now == seen or (wanted == now and _words(entry)):
        return wanted
    if wanted == seen:
        return now
    raise Conflict(
        _("The status was changed meanwhile: it is now “%(status)s”.")
        % {"status": Milestone.Status(now).label}
    )


def _move(milestone: Milestone, entry: ProgressEntry, due: Period | None) -> None:
    if due is not None:
        milestone.when = due
        milestone.version += 1
    if entry.moved_status:
        milestone.status = entry.status_to
        is_reached = milestone.status == Milestone.Status.REACHED
        milestone.reached_on = berlin_day(entry.at) if is_reached else None
    deadline = ["first_day", "last_day", "precision"] if due else []
    milestone.save(update_fields=["status", "reached_on", "version", *deadline])


def _words(entry: ProgressEntry) -> list[str]:
    """Which of the fields for words are filled."""
    return [name for name in ("note", "hurdle", "next_step") if getattr(entry, name)]


def _told(entry: ProgressEntry, due: Period | None) -> list[str]:
    moved = ["status"] if entry.moved_status else []
    return [*_words(entry), *moved, *(["when"] if due else [])]
