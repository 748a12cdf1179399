"""Our data files, read as they are."""

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = DATA.parent / "files"

Facts = dict[str, Any]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file with a heading."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts(name: str) -> Facts:
    """A TOML file."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def folder(name: str) -> list[Facts]:
    """All TOML files of a folder, in the order of their names."""
    return [facts(f"{name}/{path.stem}") for path in sorted((DATA / name).glob("*.toml"))]
