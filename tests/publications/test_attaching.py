"""A coordinator's form neither shows nor loses the drafts of others that hang on a record."""

import pytest

from portal.models import AuditEntry
from tests import factories as f
from tests.office import filled, sign_in, window

pytestmark = pytest.mark.django_db


def meeting(coordinator):
    made = f.MeetingFactory(title="Auftakt")
    made.round.coordinators.add(coordinator)
    return made


def conference(coordinator):
    made = f.ConferenceFactory(title="Auftakt")
    made.coordinators.add(coordinator)
    return made


def session(coordinator):
    return f.SessionFactory(title="Auftakt", conference=conference(coordinator))


@pytest.mark.parametrize(
    ("label", "make"),
    [
        ("workshops.meeting", meeting),
        ("conferences.conference", conference),
        ("conferences.session", session),
    ],
)
def test_what_others_draft_stays_attached_unseen(client, label, make):
    thing = make(sign_in(client, f.CoordinatorFactory()))
    foreign = f.DocumentFactory(title="Fremder Entwurf", published_at=None)
    kept, dropped = f.DocumentFactory(title="Bleibt"), f.DocumentFactory(title="Geht")
    thing.documents.set([foreign, kept, dropped])
    address = window(label, "change", thing.pk)
    page = client.get(address)

    answer = client.post(address, filled(page, title="Schluss", documents=[kept.pk]))

    thing.refresh_from_db()
    assert (answer.status_code, thing.title) == (302, "Schluss")
    assert "Fremder Entwurf" not in page.text
    assert set(thing.documents.all()) == {foreign, kept}


def test_what_is_not_touched_is_not_noted_as_changed(client):
    thing = meeting(sign_in(client, f.CoordinatorFactory()))
    thing.documents.add(f.DocumentFactory(published_at=None))
    address = window("workshops.meeting", "change", thing.pk)

    client.post(address, filled(client.get(address), title="Schluss"))

    assert AuditEntry.objects.latest("pk").fields == ["title"]
    assert thing.documents.count() == 1


def test_a_steward_saves_a_report_without_losing_pictures_and_documents_of_others(client):
    me = sign_in(client, f.CoordinatorFactory())
    lead, single, hung = f.PictureFactory.create_batch(3, consent="missing")
    report = f.ReportFactory(picture=lead)
    report.stewards.add(me)
    block = f.ReportBlockFactory(report=report, kind="picture", picture=single)
    block.pictures.add(hung)
    block.documents.add(f.DocumentFactory(published_at=None))
    address = window("publications.report", "change", report.pk)

    answer = client.post(address, filled(client.get(address), title="Schluss"))

    report.refresh_from_db()
    block.refresh_from_db()
    assert (answer.status_code, report.title) == (302, "Schluss")
    assert (report.picture, block.picture) == (lead, single)
    assert list(block.pictures.all()) == [hung]
    assert block.documents.count() == 1


def test_nobody_attaches_what_they_do_not_see(client):
    me = sign_in(client, f.CoordinatorFactory())
    report = f.ReportFactory(picture=f.PictureFactory(consent="missing"))
    report.stewards.add(me)
    foreign = f.PictureFactory(consent="missing")
    address = window("publications.report", "change", report.pk)

    answer = client.post(address, filled(client.get(address), picture=foreign.pk))

    report.refresh_from_db()
    assert (answer.status_code, report.picture == foreign) == (200, False)
