from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction

from demo import chapters
from portal.dates import BERLIN

NOW = datetime(2026, 11, 20, 12, tzinfo=BERLIN)


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker) -> Iterator[datetime]:
    """The demonstration as it is on a day, loaded once per module and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        chapters.load(NOW)
        yield NOW
        transaction.set_rollback(True)
