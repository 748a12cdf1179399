import pytest

from conferences import policies
from conferences.models import Conference
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """A published conference with a programme, and everybody who may or may not plan it."""
    conference = f.ConferenceFactory()
    coordinator, other = f.CoordinatorFactory(), f.CoordinatorFactory()
    former = f.UserFactory()  # was a coordinator once; the assignment was forgotten
    conference.coordinators.add(coordinator, former)
    f.ConferenceFactory().coordinators.add(other)
    users = {
        "former": former,
        "coordinator": coordinator,
        "other": other,
        "editor": f.EditorFactory(),
        "superuser": f.SuperuserFactory(),
    }
    things = {
        "conference": conference,
        "session": f.SessionFactory(conference=conference),
        "draft session": f.SessionFactory(conference=draft_of(coordinator)),
        "stand": f.StandFactory(conference=conference),
    }
    return users, things


def draft_of(coordinator):
    draft = f.ConferenceFactory(is_published=False)
    draft.coordinators.add(coordinator)
    return draft


OWN = "coordinator superuser"
TEXTS = "coordinator editor superuser"
ANY = "coordinator other superuser"
ANY_TEXTS = "coordinator other editor superuser"
# the policy, what it is asked about, who may with this record, who may at all
MAY = [
    (policies.may_edit_conference, "conference", OWN, ANY),
    (policies.may_edit_conference_texts, "conference", TEXTS, ANY_TEXTS),
    (policies.may_edit_session, "session", OWN, ANY),
    (policies.may_edit_session_texts, "session", TEXTS, ANY_TEXTS),
    (policies.may_delete_session, "session", "superuser", ANY),
    (policies.may_delete_session, "draft session", OWN, ANY),
    (policies.may_edit_stand, "stand", OWN, ANY),
    (policies.may_edit_stand_texts, "stand", TEXTS, ANY_TEXTS),
]


@pytest.mark.parametrize(
    ("may", "about", "who", "who_at_all"), MAY, ids=lambda part: getattr(part, "__name__", "")
)
def test_who_may(case, may, about, who, who_at_all):
    users, things = case

    assert [name for name, user in users.items() if may(user, things[about])] == who.split()
    assert [name for name, user in users.items() if may(user)] == who_at_all.split()


def test_an_assignment_without_the_role_shows_no_draft(case):
    users, things = case
    Conference.objects.update(is_published=False)

    assert list(Conference.objects.visible_to(users["former"])) == []
    assert things["conference"] in Conference.objects.visible_to(users["coordinator"])
