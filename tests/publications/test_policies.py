import pytest

from publications import policies
from publications.models import Report
from tests import factories as f

pytestmark = pytest.mark.django_db


def roles(thing):
    """A member, a coordinator who looks after the thing, another one, an editor, a superuser."""
    steward = f.CoordinatorFactory()
    thing.stewards.add(steward)
    member = f.MemberFactory().user
    others = (f.CoordinatorFactory(), f.EditorFactory(), f.SuperuserFactory())
    return (member, steward, *others)


def answers(may, thing):
    return tuple(may(user, thing) for user in roles(thing))


@pytest.mark.parametrize(
    ("state", "steward"),
    [("draft", True), ("review", False), ("published", False), ("withdrawn", False)],
)
def test_a_steward_edits_a_report_only_as_draft(state, steward):
    report = f.PublishedReportFactory(state=Report.State(state))

    assert answers(policies.may_edit_report, report) == (False, steward, False, True, True)


def test_a_steward_edits_a_document_until_it_is_published():
    draft, published = f.DocumentFactory(published_at=None), f.DocumentFactory()

    assert answers(policies.may_edit_document, draft) == (False, True, False, True, True)
    assert answers(policies.may_edit_document, published) == (False, False, False, True, True)


def test_a_steward_edits_a_picture():
    picture = f.PictureFactory()

    assert answers(policies.may_edit_picture, picture) == (False, True, False, True, True)


def test_only_editors_and_superusers_publish():
    assert answers(policies.may_publish, f.ReportFactory()) == (False, False, False, True, True)


def test_everybody_in_the_office_may_act_when_a_consent_is_withdrawn():
    picture = f.PictureFactory()

    assert answers(policies.may_withdraw_consent, picture) == (False, True, True, True, True)


@pytest.mark.parametrize(
    "may",
    [
        policies.may_edit_report,
        policies.may_edit_document,
        policies.may_edit_picture,
        policies.may_edit_topic,
    ],
)
def test_the_whole_office_may_add(may):
    users = (
        f.MemberFactory().user,
        f.CoordinatorFactory(),
        f.EditorFactory(),
        f.SuperuserFactory(),
    )

    assert tuple(may(user) for user in users) == (False, True, True, True)
