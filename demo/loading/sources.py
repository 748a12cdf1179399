"""Our data files, read as they are."""

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = DATA.parent / "files"

Facts = dict[str, Any]


def table(name: str, part: str = "") -> list[dict[str, str]]:
    """The rows of a CSV file with a heading; `part` is the folder of a later chapter."""
    with (DATA / part / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts(name: str, part: str = "") -> Facts:
    """A TOML file."""
    return tomllib.loads((DATA / part / f"{name}.toml").read_text(encoding="utf-8"))


def folder(name: str, part: str = "") -> list[Facts]:
    """All TOML files of a folder, in the order of their names."""
    paths = sorted((DATA / part / name).glob("*.toml"))
    return [facts(f"{name}/{path.stem}", part) for path in paths]
