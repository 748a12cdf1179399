"""`manage.py run_due`: what the clock owes now, once or again and again."""

import logging
import signal
import threading
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from portal import clock

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs the timed jobs that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=_moment, help="pretend it is this time (ISO 8601)")
        parser.add_argument("--every", type=float, help="go on, every so many seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"] and options["now"]:
            raise CommandError("--now and --every exclude each other.")
        if options["every"]:
            self._tick(options["every"])
        else:
            self._run(options["now"] or timezone.now())

    def _tick(self, seconds: float) -> None:
        """Run until a signal says stop; a database that is away is asked again next time."""
        stop = threading.Event()
        signs = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(sign, lambda *_: stop.set()) for sign in signs]
        while not stop.is_set():
            try:
                self._run(timezone.now())
            except DatabaseError:
                log.exception("the clock did not run")
            close_old_connections()
            stop.wait(seconds)
        for sign, handler in zip(signs, before, strict=True):
            signal.signal(sign, handler)

    def _run(self, at: datetime) -> None:
        for name in clock.run_due(at):
            self.stdout.write(name)


def _moment(text: str) -> datetime:
    """The moment; without a zone it is meant in Germany."""
    moment = parse_datetime(text)
    if moment is None:
        raise CommandError(f"{text} is not a time. Try 2027-03-27T09:00:00+01:00.")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
