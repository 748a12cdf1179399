"""What the tests of this folder begin with."""

import pytest

from tests import factories as f
from tests.office import sign_in


@pytest.fixture
def me(client):
    return sign_in(client, f.CoordinatorFactory())


@pytest.fixture
def mine(me):
    """A public round that I coordinate."""
    round_ = f.PublishedRoundFactory(number=2)
    round_.coordinators.add(me)
    return round_
