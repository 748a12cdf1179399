from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from demo import chapters
from demo.guide import guide


class Command(BaseCommand):
    help = "Loads the demonstration data once, and tells who can sign in and what to try."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                _("There is demonstration data only in a demonstration: please set DEMO=true.")
            )
        chapters.load(timezone.now())
        self.stdout.write(guide())
