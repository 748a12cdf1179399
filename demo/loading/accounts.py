"""Who can sign in: invented people under example.org, all with one password that is no secret."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.contrib.auth.hashers import make_password

from demo.loading import sources
from people.actions import accounts
from people.models import User
from portal.dates import BERLIN

MADE_AT = datetime(2024, 9, 2, 9, tzinfo=BERLIN)  # before the first of them wrote anything
PASSWORD = "Werkstatt-Demo-2025"  # noqa: S105 - printed on the first page, good for nothing else


def load() -> None:
    """Everybody in the table. Those that the guide names get the password, each its own hash.

    The others are their colleagues: they can sign in by a code from a letter, like anybody else.
    """
    rows = sources.table("accounts")
    hashes = _hashes([row["email"] for row in rows if row["told"]])
    for row in rows:
        account = accounts.create(
            email=row["email"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            office_role=row["office_role"],
            is_superuser=row["is_superuser"] == "yes",
            by=None,
            at=MADE_AT,
        )
        if row["email"] in hashes:
            account.password = hashes[row["email"]]
            account.save(update_fields=["password"])


def _hashes(emails: list[str]) -> dict[str, str]:
    """Made side by side: hashing leaves the interpreter's lock, and takes its time on purpose."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(emails, pool.map(make_password, [PASSWORD] * len(emails)), strict=True))


def office() -> tuple[User, User]:
    """The administrator and the coordinator in whose name the demonstration was written."""
    admin = User.objects.get(email="admin@example.org")
    return admin, User.objects.get(email="koordination@example.org")
