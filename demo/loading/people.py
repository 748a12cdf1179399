"""Who stands in the programmes. Real people only in the role in which they were published."""

from datetime import date

from django.db.models import Q

from demo.loading import sources
from people.models import Organisation, Person, User
from portal.text import slug

CONSENT_ON = date(2025, 1, 15)  # of invented people only: real ones have no contact data here


def load(part: str = "") -> None:
    """Whoever people have entered themselves by then stays as they wrote it."""
    for row in sources.table("organisations", part):
        address = slug(row["short_name"] or row["name"])
        if not Organisation.objects.filter(Q(slug=address) | Q(name=row["name"])).exists():
            Organisation.objects.create(slug=address, **row)
    for row in sources.table("persons", part):
        if not Person.objects.filter(slug=row["slug"]).exists():
            _load_person(row)


def organisation(name: str) -> Organisation | None:
    """By the name it has in our data; None if somebody took it away."""
    return Organisation.objects.filter(slug=slug(name)).first()


def _load_person(row: dict[str, str]) -> None:
    Person.objects.create(
        slug=row["slug"],
        academic_title=row["academic_title"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        organisation=organisation(row["organisation"]),
        function=row["function"],
        biography=row["biography"],
        email=row["email"],
        contact_consent_on=CONSENT_ON if row["email"] else None,
        is_demo=row["is_demo"] == "yes",
        user=User.objects.get(email=row["account"]) if row["account"] else None,
    )
