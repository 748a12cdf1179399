"""The virtual environment: made in one place, filled from a lock file with hashes.

`python3 bin/environment.py SET` with one of the sets runtime, dev, browser; each holds the one
before it, and a larger set that is already there is kept. Only the standard library is needed.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 (the reader of this sentence has an older one)
    sys.exit(
        "Das Portal braucht Python 3.11 oder neuer, gefunden wurde Python %d.%d: Bitte installieren"
        " Sie eine neuere Version und nennen Sie sie, zum Beispiel: make demo PYTHON=python3.12"
        % sys.version_info[:2]
    )

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
SETS = ("runtime", "dev", "browser")
STAMP = HOME / "installed.json"


def ensure(wanted: str) -> None:
    """Make the environment hold at least the wanted set, exactly as locked; quick if it does."""
    installed = _installed()
    name = max(wanted, str(installed.get("set", wanted)), key=SETS.index)
    state = {"set": name, "lock": _fingerprint(name)}
    if installed == state:
        return
    if not PYTHON.exists() or not _works():
        _create()
    _install_uv()
    say(f"Pakete werden eingerichtet ({name}) …")
    sync(PYTHON, ROOT / "requirements" / f"{name}.txt")
    STAMP.write_text(json.dumps(state))


def sync(python: Path, lock: Path) -> None:
    """Install what the lock file names, hashes checked, into the environment of that Python."""
    run([HOME / "bin" / "uv", "pip", "sync", "--quiet", "--require-hashes"]
        + ["--python", python, lock])  # fmt: skip


def run(command: list[str | Path], **variables: str) -> None:
    """Run a step of the set-up; where it fails, stop with one sentence below its own words."""
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False)
    if done.returncode:
        words = " ".join(str(word) for word in command)
        sys.exit(f"Die Einrichtung ist stehen geblieben, die Meldung darüber nennt den Grund: {words}")


def say(sentence: str) -> None:
    """Tell at once what is going on, also where the output is not a terminal."""
    print(sentence, flush=True)


def _installed() -> dict[str, str]:
    try:
        state: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return state if state.get("set") in SETS and PYTHON.exists() else {}


def _fingerprint(name: str) -> str:
    locks = [ROOT / "requirements" / f"{part}.txt" for part in ("bootstrap", name)]
    return sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()


def _works() -> bool:
    """Whether the environment's Python still runs: its base may have been removed or upgraded."""
    check = [PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(check, check=False, capture_output=True).returncode == 0


def _create() -> None:
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        sys.exit(
            "Diesem Python fehlt das Modul venv: Bitte installieren Sie es, unter Debian und Ubuntu"
            " mit: apt install python3-venv"
        )
    say("Die virtuelle Umgebung wird angelegt …")
    shutil.rmtree(HOME, ignore_errors=True)
    run([sys.executable, "-m", "venv", HOME])


def _install_uv() -> None:
    """uv installs the rest in a tenth of pip's time; pip is only asked for this one package."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run([*pip, "--require-hashes", "--requirement", ROOT / "requirements" / "bootstrap.txt"])


if __name__ == "__main__":
    if sys.argv[1:] not in [[name] for name in SETS]:
        sys.exit(f"usage: environment.py {'|'.join(SETS)}")
    ensure(sys.argv[1])
