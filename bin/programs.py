"""Programs from the system's packages that only tests need; apt-get brings them where it may.

`python3 bin/programs.py` sees to Debian's Chromium and a Java runtime, for the browser tests.
"""

import os
import shutil
import sys
from pathlib import Path

import environment


def path(program: str, package: str) -> str:
    """Where the program is, after an installation if need be; else one sentence says what to do."""
    found = _found(program)
    if found:
        return found
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(
            f"Für die Tests fehlt {program}: Bitte installieren Sie es, unter Debian und Ubuntu"
            f" mit: apt install {package}"
        )
    environment.say(f"{package} wird installiert …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    environment.run("apt-get", "-qq", "update", **quiet)
    environment.run("apt-get", "-qq", "install", "-y", "--no-install-recommends", package, **quiet)
    return _found(program) or sys.exit(f"{program} fehlt auch nach der Installation von {package}.")


def _found(program: str) -> str | None:
    """Debian keeps the programs of a PostgreSQL server out of the path."""
    servers = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return str(servers[-1]) if servers else shutil.which(program)


if __name__ == "__main__":
    path("chromium", "chromium")
    path("java", "default-jre-headless")
