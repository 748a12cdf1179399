"""Who wrote that their Kommune would like a Werkstatt. Invented, some Kommunen as well."""

from datetime import datetime

from demo.loading import accounts, sources
from demo.loading.moments import moment
from demo.loading.publications import topics
from demo.loading.register import by_key
from workshops.actions import interests
from workshops.models import Interest


def load(now: datetime, part: str) -> None:
    _admin, coordinator = accounts.office()
    for entry in sources.facts("interests", part)["interests"]:
        name, answered = entry.pop("topic", ""), entry.pop("answered_at", "")
        found = topics([name])
        key = entry.pop("municipality", "")
        interest = Interest.objects.create(
            municipality=by_key(key) if key else None,
            topic=found[0] if found else None,
            topic_text=entry.pop("topic_text", "" if found else name),
            is_demo=True,
            sent_at=moment(entry.pop("sent_at"), now),
            **entry,
        )
        if answered:
            interests.answer(interest=interest, by=coordinator, at=moment(answered, now))
