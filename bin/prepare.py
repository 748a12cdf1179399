"""Make an installation ready to serve: texts, tables, static files and demonstration data.

Runs in the virtual environment, in one process because every start of Django costs a second.
Prints what `load_demo` says; quick, and changes nothing, where all is done already.
"""

import os
import sys
from hashlib import sha256
from pathlib import Path

import django
import translations
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def main() -> None:
    sys.path.insert(0, str(translations.ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    translations.compile_catalogue()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect_static()
    call_command("load_demo")


def collect_static() -> None:
    """Collect, hash and compress, unless every source is as it was last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _static_sources()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _static_sources() -> str:
    sources = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            sources.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return sources.hexdigest()


if __name__ == "__main__":
    main()
