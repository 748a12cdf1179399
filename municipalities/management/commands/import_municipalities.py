"""`manage.py import_municipalities FILE`: the official register of Kreise and Gemeinden."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.actions import register as actions
from municipalities.actions.register import Comparison
from municipalities.formats import register_file
from municipalities.formats.register import Register
from municipalities.formats.register_file import Layout

SHOWN = 10  # names of a group


class Command(BaseCommand):
    help = "Takes over the official register: GV100AD of Destatis, or a table (CSV)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say it, and change nothing")
        parser.add_argument("--format", type=Layout, choices=list(Layout), default=Layout.AUTO)
        parser.add_argument("--date", type=_day, help="since when its borders are valid")
        parser.add_argument("--counted-on", type=_day, help="when the inhabitants were counted")
        parser.add_argument("--land", default="", help="only this Land, by its two digits")
        parser.add_argument("--end-many", action="store_true", help="many keys really ended")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = self._compare(**options)
        except ValidationError as refusal:
            reasons = "\n".join(refusal.messages)
            said = _("Nothing was taken over.")
            raise CommandError(f"{reasons}\n{said}") from refusal
        self._tell(found)
        if options["dry_run"]:
            self.stdout.write(_("This was a rehearsal: nothing was changed."))
        elif found.is_empty:
            self.stdout.write(_("Everything was already known; nothing was changed."))

    def _compare(self, **options: Any) -> Comparison:
        register = self._read(**options)
        asked = {
            "register": register,
            "day": options["date"] or register.stands_on or timezone.localdate(),
            "may_end_many": options["end_many"],
        }
        if options["dry_run"]:
            return actions.compare(**asked)
        return actions.take_over(**asked, by=None, at=timezone.now())

    def _read(self, **options: Any) -> Register:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            text = _("The file %(name)s cannot be read.")
            raise CommandError(text % {"name": path}) from error
        counted_on = options["counted_on"] or options["date"]
        return register_file.read(content, options["format"], counted_on).of_land(options["land"])

    def _tell(self, found: Comparison) -> None:
        changed = [row for row, _names in found.changed]
        for rows, words in [
            (found.new, ngettext("%(number)d new", "%(number)d new", len(found.new))),
            (changed, ngettext("%(number)d changed", "%(number)d changed", len(changed))),
            (found.ended, ngettext("%(number)d ended", "%(number)d ended", len(found.ended))),
        ]:
            named = ", ".join(f"{row.name} ({row.ags})" for row in rows[:SHOWN])
            more = ", …" if len(rows) > SHOWN else ""
            colon = f": {named}{more}" if rows else ""
            self.stdout.write(words % {"number": len(rows)} + colon)
        same = ngettext("%(number)d unchanged", "%(number)d unchanged", found.unchanged)
        self.stdout.write(same % {"number": found.unchanged})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(day)s” is no day (YYYY-MM-DD).") % {"day": text}) from error
