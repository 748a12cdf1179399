"""What the demonstration says: in our own words, plainly, and marked where it is invented."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from demo.loading.sources import DATA, FILES

FINGERPRINTS = Path(__file__).with_name("reference_fingerprints.txt")
RUN = 6
NAMES = [  # what things are called is not copied
    "Kommunale Bildungsstrategien zur Sicherung von Fachkräftebedarfen",
    "Fachstelle „Fachkräftesicherung/Bildung im Strukturwandel",
    "Mülheim an der Ruhr",
    "Regionale Entwicklungsagentur für kommunales Bildungsmanagement NRW",
    "Der multiprofessionelle Ganztag zwischen Fachkräftemangel und Qualitätsanspruch",
    "Kommunen digital! Zwischen Vision und Wirklichkeit",
    "Vereine und freiwillig Engagierte im Ganztag",
    "Fachkräfte- und Qualifizierungsbedarf in der Kommune",
    "Bundesministerium für Bildung und Forschung",
]
TEXTS = sorted(
    path
    for path in [*DATA.rglob("*"), *FILES.rglob("*.typ")]
    if path.suffix in {".toml", ".csv", ".txt", ".typ"}
)


def runs(text: str) -> list[str]:
    """Every run of six words, without tags, names and signs."""
    for name in NAMES:
        text = text.replace(name, " | ")
    words = re.findall(r"[^\W_]+|\|", re.sub(r"<[^>]+>", " ", text).lower())
    found = [words[start : start + RUN] for start in range(len(words) - RUN + 1)]
    return [" ".join(run) for run in found if "|" not in run]


def copied(text: str) -> list[str]:
    """The runs of six words that also stand in one of the two reference texts.

    Those are not ours to keep here, so only the fingerprints of their runs are.
    """
    known = set(FINGERPRINTS.read_text().split())
    return [run for run in runs(text) if sha256(run.encode()).hexdigest()[:12] in known]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_six_words_in_a_row_are_copied(path):
    assert copied(path.read_text(encoding="utf-8")) == []


def test_a_copied_run_would_be_found():
    assert copied("Sie nahmen teil. Ein zentrales Highlight war der fachliche Input.") == [
        "ein zentrales highlight war der fachliche",
        "zentrales highlight war der fachliche input",
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_addresses_are_examples(path):
    found = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", path.read_text(encoding="utf-8"))

    assert set(found) <= {"example.org"}


@pytest.mark.parametrize("path", sorted((FILES / "pictures").glob("*.webp")), ids=lambda p: p.name)
def test_pictures_are_small(path):
    assert path.stat().st_size < 80_000
