"""What Kommunen want: their interests by topic, and which topics enough of them share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from municipalities.models import Municipality
from portal.text import slug
from publications.models import Topic
from workshops.models.interest import Interest

ENOUGH = 4  # Kommunen that want the same are worth a round


@dataclass(frozen=True)
class Demand:
    """A topic and the interests in it; the same words typed by two count as one topic."""

    key: str
    name: str
    topic: Topic | None
    interests: list[Interest]

    @property
    def kommunen(self) -> list[str]:
        """Who wants it: each Kommune once, whoever wrote for it."""
        return list({_kommune(interest): interest.who for interest in self.interests}.values())

    @property
    def municipalities(self) -> list[Municipality]:
        """Those of them that the register knows and that can therefore be invited."""
        known = {i.municipality_id: i.municipality for i in self.interests if i.municipality}
        return list(known.values())

    @property
    def is_enough(self) -> bool:
        return len(self.kommunen) >= ENOUGH


def demands(interests: Iterable[Interest]) -> list[Demand]:
    """One for each topic, the most wanted first; expects interests `with_names()`."""
    of_topic: dict[str, list[Interest]] = defaultdict(list)
    for interest in interests:
        of_topic[_key(interest)].append(interest)
    found = [_demand(key, alike) for key, alike in of_topic.items()]
    return sorted(found, key=lambda demand: (-len(demand.kommunen), demand.key))


def _demand(key: str, alike: list[Interest]) -> Demand:
    topic = next((interest.topic for interest in alike if interest.topic), None)
    return Demand(key, topic.name if topic else alike[0].topic_text, topic, alike)


def _key(interest: Interest) -> str:
    """What stands in an address; words without any letter stay alone."""
    if interest.topic:
        return interest.topic.slug
    return slug(interest.topic_text) or f"interesse-{interest.pk}"


def _kommune(interest: Interest) -> str:
    return str(interest.municipality_id or slug(interest.municipality_text))
