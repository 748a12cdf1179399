"""Who contributes to a conference: each person once, with all they do there."""

from __future__ import annotations

from typing import NamedTuple

from conferences.models.conference import Conference
from conferences.models.programme import listed, named, rows, with_people
from conferences.models.session import Session, SessionContribution
from people.models import Person


class Part(NamedTuple):
    """One contribution: in what kind of session, as what, and how it came."""

    title: str
    kind: str
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
    people: dict[str, Contributor] = {}
    found = SessionContribution.objects.of_conference(conference)
    entries = rows(conference, listed(Session.objects.filter(conference=conference)))
    for entry in with_people(entries, named(found)):
        for speaker in entry.speakers:
            one = people.setdefault(speaker.slug, Contributor(speaker.name, speaker.url, [], []))
            if speaker.standing and speaker.standing not in one.standing:
                one.standing.append(speaker.standing)
            one.parts.append(
                Part(entry.title, entry.kind_word, entry.url, speaker.role, speaker.remark)
            )
    order = (
        Person.objects.filter(pk__in=found.values("person"))
        .in_order()
        .values_list("slug", flat=True)
    )
    return [people[slug] for slug in order]
