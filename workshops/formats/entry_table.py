"""All progress entries of a round as a table for spreadsheets: for its coordinators only."""

from __future__ import annotations

from collections.abc import Iterator

from workshops.formats.milestone_table import status_words
from workshops.models import ProgressEntry, Round

HEAD = [
    "Kommune",
    "Meilenstein",
    "Kennung des Meilensteins",
    "Am",
    "Von",
    "Status vorher",
    "Status nachher",
    "Was sich bewegt hat",
    "Hürde",
    "Nächster Schritt",
    "Berichtigt",
]


def rows(round: Round) -> Iterator[list[object]]:
    """The newest first, corrected ones marked; in one query."""
    entries = ProgressEntry.objects.filter(milestone__team__round=round).newest_first()
    words = status_words()
    for entry in entries.select_related(
        "author", "milestone__team__municipality", "corrected_by"
    ).iterator(chunk_size=1000):
        yield [
            entry.milestone.team.municipality.known_as,
            entry.milestone.title,
            str(entry.milestone.public_id),
            entry.at,
            str(entry.author),
            words[entry.status_from],
            words[entry.status_to],
            entry.note,
            entry.hurdle,
            entry.next_step,
            "ja" if hasattr(entry, "corrected_by") else "",
        ]
