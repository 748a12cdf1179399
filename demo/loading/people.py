"""Who stands in the programmes. Real people only in the role in which they were published."""

from datetime import date

from demo.loading import sources
from people.models import Organisation, Person, User
from portal.text import slug

CONSENT_ON = date(2025, 1, 15)  # of invented people only: real ones have no contact data here


def load() -> None:
    for row in sources.table("organisations"):
        Organisation.objects.create(slug=slug(row["short_name"] or row["name"]), **row)
    for row in sources.table("persons"):
        _load_person(row)


def _load_person(row: dict[str, str]) -> None:
    home = Organisation.objects.get(short_name=row["organisation"]) if row["organisation"] else None
    Person.objects.create(
        slug=row["slug"],
        academic_title=row["academic_title"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        organisation=home,
        function=row["function"],
        biography=row["biography"],
        email=row["email"],
        contact_consent_on=CONSENT_ON if row["email"] else None,
        is_demo=row["is_demo"] == "yes",
        user=User.objects.get(email=row["account"]) if row["account"] else None,
    )
