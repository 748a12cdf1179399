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
        "Das Portal braucht Python 3.11 oder neuer, dieses ist Python {}.{}: Bitte installieren Sie"
        " ein neueres und nennen Sie es, zum Beispiel so: make demo PYTHON=python3.12".format(
            *sys.version_info[:2]
        )
    )

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
SETS = ("runtime", "dev", "browser")
STAMP = HOME / "installed.json"


def ensure(wanted: str) -> None:
    """Make the environment hold at least the wanted set, exactly as locked; quick if it does."""
    installed = _installed()
    name = max(wanted, installed.get("set", wanted), key=SETS.index)
    if installed == _state(name):
        return
    if not _works():
        _create()
    say(f"Pakete werden eingerichtet ({name}) …")
    _install_uv()
    sync(PYTHON, ROOT / "requirements" / f"{name}.txt")
    STAMP.write_text(json.dumps(_state(name)))


def sync(python: Path, lock: Path) -> None:
    """Install what the lock file names, hashes checked, into the environment of that Python."""
    uv = HOME / "bin" / "uv"
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, lock)


def run(*words: str | Path, **variables: str) -> None:
    """Run a step of the set-up; where it fails, stop with one sentence below its own message."""
    command = [str(word) for word in words]
    variables = {**os.environ, **variables}
    if subprocess.run(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL).returncode:
        sys.exit("Die Einrichtung ist stehen geblieben, oben steht der Grund: " + " ".join(command))


def say(sentence: str) -> None:
    """Tell at once what is going on, also where the output is not a terminal."""
    print(sentence, flush=True)


def _installed() -> dict[str, str]:
    try:
        state: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return state if state.get("set") in SETS else {}


def _state(name: str) -> dict[str, str]:
    """What a later call compares: another lock, Python or place asks for another look."""
    locks = [ROOT / "requirements" / f"{part}.txt" for part in ("bootstrap", name)]
    digest = sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    return {"set": name, "lock": digest, "python": os.path.realpath(PYTHON), "home": str(HOME)}


def _works() -> bool:
    """Whether this is a living environment: made here, and its Python neither gone nor replaced."""
    try:
        made_here = str(HOME) in (HOME / "bin" / "activate").read_text()
        version = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
        return made_here and not subprocess.run([str(PYTHON), "-c", version]).returncode
    except OSError:
        return False


def _create() -> None:
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        sys.exit(
            "Diesem Python fehlt das Modul venv: Bitte installieren Sie es, unter Debian und Ubuntu"
            " mit: apt install python3-venv"
        )
    say("Die virtuelle Umgebung wird angelegt …")
    shutil.rmtree(HOME, ignore_errors=True)
    run(sys.executable, "-m", "venv", HOME)


def _install_uv() -> None:
    """uv installs the rest in a tenth of pip's time; pip is only asked for this one package."""
    lock = ROOT / "requirements" / "bootstrap.txt"
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    run(*pip, "--require-hashes", "--requirement", lock)


if __name__ == "__main__":
    if sys.argv[1:] not in [[name] for name in SETS]:
        sys.exit(f"usage: environment.py {'|'.join(SETS)}")
    ensure(sys.argv[1])
