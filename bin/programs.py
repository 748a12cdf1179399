"""The programs that only the browser tests need: Debian's Chromium and a Java runtime.

`python3 bin/programs.py` installs with apt-get what is missing, where it may.
"""

import os
import shutil
import sys

import environment

PACKAGES = {"chromium": "chromium", "java": "default-jre-headless"}


def ensure() -> None:
    """Have every program, or stop with one sentence that says how to get it."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if not missing:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(
            "Für die Browsertests fehlt etwas: Bitte installieren Sie es, unter Debian und Ubuntu"
            f" mit: apt install {' '.join(missing)}"
        )
    environment.say(f"Programme werden installiert ({', '.join(missing)}) …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    environment.run("apt-get", "-qq", "update", **quiet)
    environment.run(
        *("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *missing), **quiet
    )


if __name__ == "__main__":
    ensure()
