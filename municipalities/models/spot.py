"""A Kommune as the map needs it: a plain row, for a map has all of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from municipalities.models.municipality import Municipality


class Spot(NamedTuple):
    """What `Municipality.objects.on_the_map()` selects, in its order."""

    pk: int
    slug: str
    short_name: str
    kind: str
    latitude: Decimal | None
    longitude: Decimal | None
    area: Decimal | None
    has_agreement: bool
    is_drawn: bool
    is_marked: bool

    @property
    def municipality(self) -> Municipality:
        """The Kommune with its name and its page, and nothing else."""
        return Municipality(pk=self.pk, slug=self.slug, short_name=self.short_name, kind=self.kind)


def spots(rows: Iterable[tuple[Any, ...]]) -> tuple[Spot, ...]:
    """The rows by name; what is drawn of them hangs on nothing else."""
    return tuple(map(Spot._make, rows))
