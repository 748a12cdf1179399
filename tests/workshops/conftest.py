"""A milestone, its team, one of its people and its coordinator."""

import pytest

from tests.factories import CoordinatorFactory, MemberFactory, MilestoneFactory


@pytest.fixture
def milestone():
    return MilestoneFactory(title="Arbeitsgemeinschaft einrichten")


@pytest.fixture
def team(milestone):
    return milestone.team


@pytest.fixture
def member(team):
    return MemberFactory(team=team, user__first_name="Emre", user__last_name="Beispiel").user


@pytest.fixture
def coordinator(team):
    user = CoordinatorFactory()
    team.round.coordinators.add(user)
    return user
