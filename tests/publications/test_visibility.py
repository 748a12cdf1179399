from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from publications.models import Document, Picture, Report, ReportPreview
from tests import factories as f

pytestmark = pytest.mark.django_db

ROLES = ("visitor", "member", "steward", "coordinator", "editor", "superuser")
PUBLIC = (True,) * 6
DRAFT = (False, False, True, False, True, True)


@pytest.fixture
def users():
    made = (f.MemberFactory().user, f.CoordinatorFactory(), f.CoordinatorFactory())
    return (AnonymousUser(), *made, f.EditorFactory(), f.SuperuserFactory())


def looked_after(thing, users):
    """With two stewards: nobody sees it twice."""
    thing.stewards.add(users[ROLES.index("steward")], f.CoordinatorFactory())
    return thing


def seen(rows, users, *moment):
    return tuple(rows.visible_to(user, *moment).count() == 1 for user in users)


@pytest.mark.parametrize(
    ("state", "expected"),
    [("draft", DRAFT), ("review", DRAFT), ("published", PUBLIC), ("withdrawn", DRAFT)],
)
def test_a_report_that_is_not_public_is_for_stewards_and_editors(users, state, expected):
    looked_after(f.PublishedReportFactory(state=state), users)

    assert seen(Report.objects, users, timezone.now()) == expected


def test_a_report_of_tomorrow_is_for_stewards_and_editors(users):
    now = timezone.now()
    looked_after(f.PublishedReportFactory(published_at=now + timedelta(days=1)), users)

    assert seen(Report.objects, users, now) == DRAFT


@pytest.mark.parametrize(("days", "expected"), [(-1, PUBLIC), (1, DRAFT), (None, DRAFT)])
def test_a_document_that_is_not_public_is_for_stewards_and_editors(users, days, expected):
    now = timezone.now()
    moment = now + timedelta(days=days) if days else None
    looked_after(f.DocumentFactory(published_at=moment), users)

    assert seen(Document.objects, users, now) == expected


@pytest.mark.parametrize(
    ("consent", "expected"),
    [("not_needed", PUBLIC), ("given", PUBLIC), ("missing", DRAFT), ("withdrawn", DRAFT)],
)
def test_a_picture_without_consent_is_for_stewards_and_editors(users, consent, expected):
    looked_after(f.PictureFactory(consent=consent), users)

    assert seen(Picture.objects, users) == expected


def test_a_preview_link_is_for_those_who_see_the_draft(users):
    f.ReportPreviewFactory(report=looked_after(f.ReportFactory(), users))

    assert seen(ReportPreview.objects, users) == DRAFT


def test_who_made_a_preview_link_sees_it_as_long_as_it_is_theirs_to_revoke(users):
    made_by = users[ROLES.index("coordinator")]
    f.ReportPreviewFactory(made_by=made_by)

    assert list(ReportPreview.objects.visible_to(made_by)) == [ReportPreview.objects.get()]


def test_the_page_of_a_published_report_names_no_readers_to_other_coordinators(client, users):
    preview = f.ReportPreviewFactory(report=f.PublishedReportFactory(), reader="Sonja Muster")
    address = f"/verwaltung/publications/report/{preview.report_id}/change/"
    shown = {}
    for role in ("coordinator", "editor"):
        client.force_login(
            users[ROLES.index(role)], backend="django.contrib.auth.backends.ModelBackend"
        )
        shown[role] = "Sonja Muster" in client.get(address).text

    assert shown == {"coordinator": False, "editor": True}


def test_choices_offer_no_draft_of_others(client, users):
    f.ReportFactory(title="Fremder Entwurf")
    looked_after(f.ReportFactory(title="Eigener Entwurf"), users)
    client.force_login(
        users[ROLES.index("steward")], backend="django.contrib.auth.backends.ModelBackend"
    )
    question = {"app_label": "workshops", "model_name": "meeting", "field_name": "reports"}

    found = client.get("/verwaltung/autocomplete/", {**question, "term": "Entwurf"}).json()

    assert [row["text"] for row in found["results"]] == ["Eigener Entwurf"]


def test_a_draft_whose_address_was_emptied_shows_the_fault_beside_its_copies(client):
    report = f.ReportFactory(title="Auftakt")
    client.force_login(f.EditorFactory(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.post(f"/verwaltung/publications/report/{report.pk}/change/", {})

    assert page.status_code == 200
    assert report.get_absolute_url() in page.text
