from datetime import UTC, datetime, timedelta

import pytest

from portal.models import AuditEntry
from portal.refusals import Refusal
from publications.actions import documents, pictures, reports
from publications.models import Document, Picture, Report
from tests import factories as f

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def editor():
    return f.EditorFactory()


def draft(**facts):
    report = f.ReportFactory(**facts)
    f.ReportBlockFactory(report=report)
    return report


def traces(thing):
    return [(e.what, e.by, e.at, e.fields) for e in AuditEntry.objects.about(thing)]


def test_submit_hands_a_draft_to_the_editors(editor):
    report = reports.submit_for_review(report=draft(), by=editor, at=AT)

    assert report.state == Report.State.REVIEW
    assert traces(report) == [("report.submitted", editor, AT, ["state"])]
    with pytest.raises(Refusal):
        reports.submit_for_review(report=report, by=editor, at=AT)


def test_return_gives_a_report_back(editor):
    report = draft(state=Report.State.REVIEW)

    assert reports.return_to_draft(report=report, by=editor, at=AT).state == Report.State.DRAFT
    with pytest.raises(Refusal):
        reports.return_to_draft(report=report, by=editor, at=AT)


def test_publish_shows_the_report(editor):
    report = draft(picture=f.PictureFactory())

    reports.publish(report=report, by=editor, at=AT)

    assert list(Report.objects.published(AT)) == [report]
    assert traces(report) == [("report.published", editor, AT, ["published_at", "state"])]
    with pytest.raises(Refusal):
        reports.publish(report=report, by=editor, at=AT)


def test_publish_names_everything_that_is_missing(editor):
    missing = f.PictureFactory(consent=Picture.Consent.MISSING, title="Gruppenbild")
    report = f.ReportFactory(teaser=" ", picture=missing)
    assert len(refused(report, editor)) == 3  # teaser, lead picture, no block

    f.ReportBlockFactory(report=report, kind="gallery").pictures.add(missing)
    f.ReportBlockFactory(report=report, kind="picture", picture=missing)
    f.ReportBlockFactory(report=report, kind="gallery")
    f.ReportBlockFactory(report=report, kind="downloads")
    assert len(refused(report, editor)) == 6  # the picture twice, an empty gallery, no document


def refused(report, editor):
    with pytest.raises(Refusal) as refusal:
        reports.publish(report=report, by=editor, at=AT)
    report.refresh_from_db()
    assert report.state == Report.State.DRAFT
    return refusal.value.messages


def test_a_withdrawn_report_keeps_its_first_date_when_it_comes_back(editor):
    report = reports.publish(report=draft(), by=editor, at=AT)

    reports.withdraw(report=report, by=editor, at=AT + timedelta(days=1))
    assert list(Report.objects.published(AT + timedelta(days=2))) == []
    again = reports.publish(report=report, by=editor, at=AT + timedelta(days=3))

    assert again.published_at == AT
    assert [what for what, *_rest in traces(report)] == [
        "report.published",
        "report.withdrawn",
        "report.published",
    ]


def test_only_a_published_report_is_withdrawn_or_corrected(editor):
    report = draft()

    with pytest.raises(Refusal):
        reports.withdraw(report=report, by=editor, at=AT)
    with pytest.raises(Refusal):
        reports.correct(report=report, note="Name berichtigt", by=editor, at=AT)


def test_correct_writes_the_note_and_the_day(editor):
    report = reports.publish(report=draft(), by=editor, at=AT)

    later = AT + timedelta(days=1)
    reports.correct(report=report, note="Name berichtigt", by=editor, at=later)

    report.refresh_from_db()
    assert (report.correction_note, report.corrected_at) == ("Name berichtigt", later)
    with pytest.raises(Refusal):
        reports.correct(report=report, note=" ", by=editor, at=later)


def test_withdrawing_a_consent_hides_the_picture_at_once(editor):
    picture = f.PictureFactory()

    pictures.withdraw_consent(picture=picture, by=editor, at=AT)

    assert list(Picture.objects.shown()) == []
    assert traces(picture) == [("picture.consent_withdrawn", editor, AT, ["consent"])]
    with pytest.raises(Refusal):
        pictures.withdraw_consent(picture=picture, by=editor, at=AT)


def test_noting_the_consent_shows_the_picture(editor):
    picture = f.PictureFactory(consent=Picture.Consent.MISSING)

    pictures.give_consent(picture=picture, by=editor, at=AT)

    assert list(Picture.objects.shown()) == [picture]
    with pytest.raises(Refusal):
        pictures.give_consent(picture=picture, by=editor, at=AT)


def test_a_document_is_published_and_taken_back(editor):
    document = f.DocumentFactory(published_at=None)

    documents.publish(document=document, by=editor, at=AT)
    assert list(Document.objects.published(AT)) == [document]
    with pytest.raises(Refusal):
        documents.publish(document=document, by=editor, at=AT)

    documents.unpublish(document=document, by=editor, at=AT)
    assert list(Document.objects.published(AT)) == []
    with pytest.raises(Refusal):
        documents.unpublish(document=document, by=editor, at=AT)
    assert [what for what, *_rest in traces(document)] == [
        "document.unpublished",
        "document.published",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("given", "missing"),
        ("not_needed", "missing"),
        ("missing", "missing"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_another_file_needs_another_consent(editor, before, after):
    picture = f.PictureFactory(consent=before)
    picture.title = "Andere Tische"

    pictures.replace_file(picture=picture, by=editor, at=AT)

    picture.refresh_from_db()
    assert (picture.title, picture.consent) == ("Andere Tische", after)
    assert traces(picture) == [("picture.file_replaced", editor, AT, ["consent", "file"])]
