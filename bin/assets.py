"""The front-end assets: from npm, by lock file, into `static_built/`, and only what is used.

KERN's stylesheet and the typeface stay unmodified, their licences lie beside them. Our own sheets
become one file, in the order of their numbers. The typeface for PDFs goes into `typefaces/`, which
is not served.
`python3 bin/assets.py` fetches what the pages need, `… browser` also what the browser tests need.
"""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import environment

ROOT = environment.ROOT
MODULES = ROOT / "node_modules"
BUILT = ROOT / "static_built"
TYPEFACES = ROOT / "typefaces"
STAMP = BUILT / ".stamp"
NODE = ROOT / ".node"  # npm's own environment, where the machine has none

COPIES = {
    "kern/kern.min.css": "@kern-ux/native/dist/kern.min.css",
    "kern/LICENSE.md": "@kern-ux/native/LICENSE.md",
    "fonts/LICENSE.txt": "@fontsource/fira-sans/LICENSE",
    **{
        f"fonts/fira-sans-{script}-{weight}.woff2": (
            f"@fontsource/fira-sans/files/fira-sans-{script}-{weight}-normal.woff2"
        )
        for script in ("latin", "latin-ext")
        for weight in (400, 500, 600)
    },
}
PRINTED = {
    "LICENSE.txt": "@expo-google-fonts/fira-sans/LICENSE_FONT",
    **{
        f"fira-sans-{cut.lower()}.ttf": (f"@expo-google-fonts/fira-sans/{cut}/FiraSans_{cut}.ttf")
        for cut in ("400Regular", "400Regular_Italic", "500Medium", "600SemiBold")
    },
}


def ensure() -> None:
    """Put the assets into their folder; quick where lock file and list are those of last time."""
    sheets = sorted((ROOT / "static" / "css").glob("[0-9][0-9]-*.css"))
    sources = [Path(__file__), ROOT / "package-lock.json", *sheets]
    state = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    if TYPEFACES.exists() and STAMP.exists() and STAMP.read_text() == state:
        return
    fetch(tests=False)
    for folder, copies in ((BUILT, COPIES), (TYPEFACES, PRINTED)):
        shutil.rmtree(folder, ignore_errors=True)
        for target, source in copies.items():
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(MODULES / source, folder / target)
    (BUILT / "portal.css").write_text("\n".join(sheet.read_text() for sheet in sheets))
    STAMP.write_text(state)


def fetch(*, tests: bool) -> None:
    """Let npm install exactly what the lock file names, unless that is there already."""
    wanted = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    if all(
        _version(path) == package["version"]
        for path, package in wanted.items()
        if path and (tests or not package.get("dev"))
    ):
        return
    environment.say("Oberfläche und Schrift werden geholt …")
    environment.run(
        *(_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
        *([] if tests else ["--omit=dev"]),
        PATH=os.pathsep.join([str(NODE / "bin"), os.environ.get("PATH", os.defpath)]),
    )


def _version(path: str) -> str | None:
    try:
        version: str = json.loads((ROOT / path / "package.json").read_text())["version"]
    except (OSError, ValueError):
        return None
    return version


def _npm() -> Path:
    """The machine's npm if it runs, else the one that PyPI has."""
    own = shutil.which("npm")
    if own and subprocess.run([own, "--version"], check=False, capture_output=True).returncode == 0:
        return Path(own)
    npm = NODE / "bin" / "npm"
    if not npm.exists():
        environment.ensure("runtime")
        environment.run(environment.PYTHON, "-m", "venv", "--without-pip", NODE)
        environment.sync(NODE / "bin" / "python", ROOT / "requirements" / "node.txt")
    return npm


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["browser"]):
        sys.exit("usage: assets.py [browser]")
    if sys.argv[1:]:
        fetch(tests=True)
    ensure()
