"""What the tests of this folder begin with."""

import pytest

from tests.factories import (
    ConferenceFactory,
)


@pytest.fixture
def conference():
    return ConferenceFactory(slug="buko", short_title="BuKo")
