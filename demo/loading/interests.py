"""Who wrote that their Kommune would like a Werkstatt. Invented, the Kommunen as well."""

from datetime import datetime

from demo.loading import accounts, sources
from demo.loading.moments import moment
from demo.loading.publications import topics
from workshops.actions import interests
from workshops.models import Interest


def load(now: datetime, part: str) -> None:
    _admin, coordinator = accounts.office()
    for entry in sources.facts("interests", part)["interests"]:
        name, answered = entry.pop("topic", ""), entry.pop("answered_at", "")
        found = topics([name])
        interest = Interest.objects.create(
            topic=found[0] if found else None,
            topic_text="" if found else entry.pop("topic_text", name),
            sent_at=moment(entry.pop("sent_at"), now),
            **entry,
        )
        if answered:
            interests.answer(interest=interest, by=coordinator, at=moment(answered, now))
