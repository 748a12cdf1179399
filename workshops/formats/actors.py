"""The Akteursanalyse on paper: the map, then the same as a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal import typesetting
from workshops.formats.actor_map import Sample
from workshops.models import Team


class Drawn(NamedTuple):
    """The map as SVG (nothing for nobody), in words, and what its shapes and lines mean."""

    svg: str
    label: str
    legend: dict[str, list[Sample]]


def paper(
    team: Team,
    drawn: Drawn,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    is_demo: bool,
    at: datetime,
) -> bytes:
    """A4; the same at the same moment gives the same bytes."""
    data = {
        "kicker": f"{_('Analysis of actors')} · {team.round}",
        "is_demo": is_demo,
        "map": drawn.svg,
        "map_words": drawn.label,
        "head": head,
        "rows": [[str(cell) for cell in row] for row in rows],
        "words": {
            "secret": _("Confidential: for the team and its coordinators. As of %(day)s.")
            % {"day": date_format(localtime(at))},
            "demo": _("Demonstration data"),
            "empty": _("Nobody is entered yet"),
            "table": _("Table"),
            "legend": _("Shapes: %(shapes)s. Lines: %(lines)s. The table says who the numbers are.")
            % {
                "shapes": _meanings(drawn.legend["kinds"]),
                "lines": _meanings(drawn.legend["relations"]),
            },
        },
    }
    title = _("Actors of %(team)s") % {"team": team}
    return typesetting.pdf("actors", data, title=title, at=at)


def _meanings(samples: Sequence[Sample]) -> str:
    return ", ".join(f"{sample.looks} = {sample.word}" for sample in samples)
