"""Who contributes to a conference: each person once, with all they do there."""

from __future__ import annotations

from typing import NamedTuple

from conferences.models.conference import Conference
from conferences.models.programme import addresses, remarked, speakers
from conferences.models.session import SessionContribution
from portal.text import german


class Part(NamedTuple):
    """One contribution: in what, as what, and how it came."""

    title: str
    url: str
    role: str
    remark: str


class Contributor(NamedTuple):
    """A person with function and affiliation as of that day."""

    name: str
    url: str
    standing: list[str]
    parts: list[Part]


def contributors(conference: Conference) -> list[Contributor]:
    """In the order of their family names."""
    found = SessionContribution.objects.filter(session__conference=conference)
    by_session = _remarks(found)
    before, after = addresses("conferences:session", conference.slug)
    people: dict[str, Contributor] = {}
    rows = found.order_by(
        german("person__last_name"), german("person__first_name"), "session__day", "pk"
    ).values_list("pk", "person__slug", "session__title", "session__slug")
    for pk, person, title, slug in rows:
        speaker = by_session[pk]
        one = people.setdefault(person, Contributor(speaker.name, speaker.url, [], []))
        if speaker.standing and speaker.standing not in one.standing:
            one.standing.append(speaker.standing)
        url = f"{before}{slug}{after}"
        one.parts.append(Part(title, url, speaker.role, speaker.remark))
    return list(people.values())
