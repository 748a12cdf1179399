"""Tables of milestones: sent, looked at, taken over as a whole or not at all, forgotten."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, spreadsheets
from portal.refusals import Refusal
from portal.uploads import shown_name
from workshops.formats.milestone_reading import Change, Plan, plan
from workshops.formats.milestone_table import WRITTEN
from workshops.models import Milestone, ProgressEntry, Round, TableImport

BATCH = 500


@transaction.atomic
def send(*, round: Round, content: bytes, name: str, by: User, at: datetime) -> TableImport:
    """Keep a table until it is taken over. Raises Refusal where it is none of this form."""
    rows = spreadsheets.read(content, WRITTEN)
    if not rows:
        raise Refusal(_("Below its head this table is empty."))
    return TableImport.objects.create(
        round=round, by=by, at=at, file_name=shown_name(name), content=content
    )


def check(*, table: TableImport, at: datetime) -> Plan:
    """What the table would change now; nothing is written."""
    rows = spreadsheets.read(bytes(table.content), WRITTEN)
    return plan(table.round, rows, by=table.by, at=at)


@transaction.atomic
def take_over(*, table: TableImport, by: User, at: datetime) -> Plan:
    """Write everything that the table says, in one piece. Raises Refusal if a line is wrong.

    A status that moves, and what stands in the columns of a new entry, becomes a progress entry
    of whoever takes the table over.
    """
    round = Round.objects.locked(table.round_id)
    list(Milestone.objects.select_for_update(of=("self",)).filter(team__round=round).only("pk"))
    made = check(table=table, at=at)
    if made.complaints:
        raise Refusal(_("The table has errors. Nothing was taken over."))
    _write(made, round, by, at)
    audit.record("milestone_table.taken_over", round, by=by, at=at, scope=round.scope)
    table.delete()
    return made


@transaction.atomic
def discard(*, table: TableImport) -> None:
    """Do not take it over."""
    table.delete()


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Throw away what nobody took over for a day; how many tables that were."""
    return TableImport.objects.forgotten(at).delete()[0]


def _write(made: Plan, round: Round, by: User, at: datetime) -> None:
    new = [change.milestone for change in made.new]
    Milestone.objects.bulk_create(new, batch_size=BATCH)
    changed = [change.milestone for change in made.changed if change.fields]
    for milestone in changed:
        milestone.version += 1
    if columns := _columns(made.changed):
        Milestone.objects.bulk_update(changed, columns, batch_size=BATCH)
    entries = [change.entry for change in made.changes if change.entry]
    ProgressEntry.objects.bulk_create(entries, batch_size=BATCH)
    for what, changes in (("milestone.created", made.new), ("milestone.changed", made.changed)):
        audit.record_many(
            what,
            [(change.milestone, change.fields) for change in changes],
            by=by,
            at=at,
            scope=round.scope,
        )


def _columns(changes: Iterable[Change]) -> list[str]:
    """The columns that any of these lines writes."""
    fields = {name for change in changes for name in change.fields}
    dates = {"first_day", "last_day", "precision"} if "when" in fields else set()
    return sorted((fields - {"when"}) | dates | {"version"}) if fields else []
