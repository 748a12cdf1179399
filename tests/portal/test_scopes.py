"""What coordinators see of the audit trail and the outbox: their own rooms, and only as such."""

import pytest
from django.utils import timezone

from portal.models import AuditEntry, OutgoingMail
from tests.factories import (
    ConferenceFactory,
    CoordinatorFactory,
    EditorFactory,
    RoundFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms():
    return [RoundFactory(), ConferenceFactory(), RoundFactory()]


@pytest.fixture
def filled(rooms):
    now = timezone.now()
    for number, scope in enumerate([*(room.scope for room in rooms), ""]):
        AuditEntry.objects.create(what="x.y", subject="x:1", scope=scope, actor="clock", at=now)
        for is_sign_in in (False, True):
            OutgoingMail.objects.create(
                recipient="a@example.org", subject="x", text="x", scope=scope, posted_at=now,
                occasion=f"{number}{is_sign_in}", next_attempt_at=now, is_sign_in=is_sign_in,
            )  # fmt: skip


def seen(user):
    trail = AuditEntry.objects.visible_to(user).filter(what="x.y").values_list("scope", flat=True)
    mails = OutgoingMail.objects.visible_to(user).values_list("scope", "is_sign_in")
    return sorted(trail), sorted(mails)


def test_coordinators_see_what_belongs_to_their_rooms_and_no_sign_in(rooms, filled):
    coordinator = CoordinatorFactory()
    for room in rooms[:2]:
        room.coordinators.add(coordinator)
    own = sorted(room.scope for room in rooms[:2])

    assert seen(coordinator) == (own, [(scope, False) for scope in own])


def test_an_assignment_without_the_role_shows_nothing(rooms, filled):
    for user in (EditorFactory(), UserFactory(), CoordinatorFactory(is_active=False)):
        for room in rooms:
            room.coordinators.add(user)

        assert seen(user) == ([], [])


def test_superusers_see_all_but_sign_in_mails(rooms, filled):
    trail, mails = seen(SuperuserFactory())

    assert (len(trail), len(mails), {is_sign_in for _scope, is_sign_in in mails}) == (4, 4, {False})
