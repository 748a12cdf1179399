"""What the tests of this folder begin with."""

from datetime import time

import pytest

from tests import factories as f
from tests.conferences.office.desk import DAY
from tests.office import sign_in


@pytest.fixture
def coordinator(client):
    return sign_in(client, f.CoordinatorFactory())


@pytest.fixture
def conference(coordinator):
    conference = f.ConferenceFactory(first_day=DAY, last_day=DAY, starts_at=time(9), year=2026)
    conference.coordinators.add(coordinator)
    return conference


@pytest.fixture
def room(conference):
    return f.RoomFactory(conference=conference, name="Saal", capacity=50)
