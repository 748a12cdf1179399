from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal import pictures as renditions
from portal.models import AuditEntry
from publications.models import Document, Picture, Report
from tests import factories as f
from tests.office import filled, press, sign_in, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return sign_in(client, f.EditorFactory())


def png():
    target = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(target, "PNG")
    return SimpleUploadedFile("Tische von oben.png", target.getvalue(), "image/png")


def block(number, **values):
    return {f"blocks-{number}-{name}": value for name, value in values.items()}


def test_a_report_is_written_with_its_blocks(client, editor):
    address = window("publications.report", "add")
    sent = filled(
        client.get(address),
        title="Übergänge gestalten",
        teaser="Worum es ging.",
        **{"blocks-TOTAL_FORMS": "2"},
        **block(0, kind="text", position="1", text='<p onclick="x()">Ein <b>Absatz</b></p>'),
        **block(1, kind="links", position="2", links="Seite | https://example.org/"),
    )

    answer = client.post(address, sent)

    report = Report.objects.get()
    assert answer.status_code == 302
    assert (report.slug, report.state) == ("uebergaenge-gestalten", Report.State.DRAFT)
    assert [b.kind for b in report.blocks.all()] == ["text", "links"]
    assert "onclick" not in report.blocks.first().text
    trace = AuditEntry.objects.about(report).get()
    assert (trace.what, trace.by) == ("report.added", editor)


def test_new_blocks_come_last_and_links_may_be_bare_addresses(client, editor):
    report = f.ReportFactory()
    f.ReportBlockFactory(report=report, position=20)
    address = window("publications.report", "change", report.pk)
    sent = filled(
        client.get(address),
        **{"blocks-TOTAL_FORMS": "3"},
        **block(1, kind="text", position="0", text="<p>Ein Absatz</p>"),
        **block(2, kind="links", position="0", links="https://www.example.org/seite/"),
    )
    assert client.post(address, sent).status_code == 302

    assert [b.position for b in report.blocks.all()] == [20, 30, 40]
    links = [("example.org/seite", "https://www.example.org/seite/")]
    assert report.blocks.last().link_pairs == links


def test_a_public_report_reminds_of_the_correction_and_names_hidden_pictures(client, editor):
    hidden = f.PictureFactory(title="Podium", consent="withdrawn")
    report = f.PublishedReportFactory()
    f.ReportBlockFactory(report=report, kind="picture", text="", picture=hidden)
    address = window("publications.report", "change", report.pk)

    page = client.get(address)
    assert "Baustein 1: Podium (zurückgezogen)" in page.content.decode()
    told = client.post(address, filled(page, title="Ein neuer Titel"), follow=True)
    assert "Dieser Bericht ist öffentlich." in told.content.decode()
    told = client.post(address, filled(client.get(address)), follow=True)
    assert "Dieser Bericht ist öffentlich." not in told.content.decode()


def test_a_refused_upload_says_that_the_file_must_be_chosen_again(client, editor):
    address = window("publications.picture", "add")
    sent = filled(client.get(address), title="Tische", credit="", file=png())
    assert (
        "Bitte wählen Sie auch die Datei noch einmal aus"
        in client.post(address, sent).content.decode()
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "text", "text": "<p></p>"}, "Ein Textbaustein braucht"),
        ({"kind": "picture"}, "Bitte wählen Sie das Bild"),
        ({"kind": "quotation", "quotation": "Ja."}, "Quelle"),
        ({"kind": "links", "links": "ohne Adresse"}, "Zeile 1"),
    ],
)
def test_an_unfinished_block_is_said_in_the_form(client, editor, values, said):
    address = window("publications.report", "add")
    sent = filled(
        client.get(address),
        title="Bericht",
        teaser="Worum es ging.",
        **{"blocks-TOTAL_FORMS": "1"},
        **block(0, position="1", heading="Anfang", **values),
    )

    answer = client.post(address, sent)

    assert (answer.status_code, Report.objects.count()) == (200, 0)
    assert said in answer.content.decode()


def test_publishing_an_unfinished_report_is_refused_with_the_reasons(client, editor):
    report = f.ReportFactory(picture=f.PictureFactory(consent="missing"))

    page = client.post(press("publications.report", report, "publish"), follow=True)

    said = page.content.decode()
    assert "mindestens einen Baustein" in said
    assert "Zum Aufmacherbild fehlt die Einwilligung" in said
    report.refresh_from_db()
    assert report.state == Report.State.DRAFT


def test_a_report_is_published_corrected_and_withdrawn_by_buttons(client, editor):
    report = f.ReportFactory()
    f.ReportBlockFactory(report=report)

    assert client.get(press("publications.report", report, "publish")).status_code == 200
    report.refresh_from_db()
    assert report.state == Report.State.DRAFT  # looking changes nothing

    client.post(press("publications.report", report, "publish"))
    empty = client.post(press("publications.report", report, "correct"), {"note": ""})
    assert empty.status_code == 422
    client.post(press("publications.report", report, "correct"), {"note": "Name berichtigt"})
    client.post(press("publications.report", report, "withdraw"))

    report.refresh_from_db()
    assert (report.state, report.correction_note) == (Report.State.WITHDRAWN, "Name berichtigt")


def test_nothing_with_rules_is_typed(client, editor):
    report = f.PublishedReportFactory()
    f.ReportBlockFactory(report=report)
    address = window("publications.report", "change", report.pk)

    client.post(
        address,
        filled(client.get(address), slug="anders", state="draft", published_at_0="1.1.2020"),
    )

    changed = Report.objects.get()
    assert (changed.slug, changed.state) == (report.slug, Report.State.PUBLISHED)
    assert changed.published_at == report.published_at


def test_a_coordinator_looks_after_what_they_added_but_does_not_publish(client):
    me = sign_in(client, f.CoordinatorFactory())
    address = window("publications.report", "add")
    client.post(address, filled(client.get(address), title="Auftakt", teaser="Zwei Sätze."))
    report = Report.objects.get()
    assert list(report.stewards.all()) == [me]

    address = window("publications.report", "change", report.pk)
    client.post(address, filled(client.get(address), title="Der Auftakt"))
    assert Report.objects.get().title == "Der Auftakt"
    assert client.post(press("publications.report", report, "publish")).status_code == 403

    client.post(press("publications.report", report, "submit"))
    assert Report.objects.get().state == Report.State.REVIEW
    assert client.post(address, {"title": "Noch einmal"}).status_code == 403


def test_an_old_version_is_read_but_never_put_back(client, editor):
    report = f.ReportFactory()
    old = report.history.first()
    f.ReportBlockFactory(report=report)
    client.post(press("publications.report", report, "publish"))
    address = window("publications.report", "simple_history", report.pk, old.history_id)

    assert client.get(address).status_code == 200
    assert client.post(address, {"title": "Alt", "teaser": "x"}).status_code == 405
    assert Report.objects.get().state == Report.State.PUBLISHED


def test_the_page_of_a_draft_is_one_click_away(client, editor):
    report = f.ReportFactory()

    page = client.get(window("publications.report", "change", report.pk)).content.decode()

    assert f'href="{report.get_absolute_url()}"' in page


# --- documents -----------------------------------------------------------------------------------
def test_a_file_brings_its_name_size_and_kind(client, editor):
    address = window("publications.document", "add")
    file = SimpleUploadedFile("Folien Auftakt.pdf", b"%PDF-1.7 leer", "application/pdf")

    client.post(address, filled(client.get(address), title="Folien", file=file))

    document = Document.objects.get()
    assert (document.file_name, document.content_type, document.size) == (
        "Folien Auftakt.pdf",
        "application/pdf",
        13,
    )
    assert document.published_at is None


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"link": "https://example.org/", "file": ("x.pdf", b"%PDF-1.7")},
        {"file": ("x.exe", b"MZ")},
        {"file": ("x.pdf", b"MZ\x90")},
    ],
)
def test_a_document_is_either_a_sound_file_or_a_link(client, editor, given):
    address = window("publications.document", "add")
    if "file" in given:
        given = {**given, "file": SimpleUploadedFile(*given["file"])}

    answer = client.post(address, filled(client.get(address), title="Folien", **given))

    assert (answer.status_code, Document.objects.count()) == (200, 0)


def test_a_document_is_published_and_taken_back_by_buttons(client, editor):
    document = f.DocumentFactory(published_at=None)

    client.post(press("publications.document", document, "publish"))
    document.refresh_from_db()
    assert document.published_at is not None

    client.post(press("publications.document", document, "unpublish"))
    document.refresh_from_db()
    assert document.published_at is None


# --- pictures ------------------------------------------------------------------------------------
def add_picture(client, **values):
    address = window("publications.picture", "add")
    given = {"title": "Tische", "file": png(), "credit": "Eigenes Foto", **values}
    return client.post(address, filled(client.get(address), **given))


def test_a_picture_is_stored_as_our_own_copy(client, editor):
    add_picture(client, alt_text="Fünf Tische von oben.")

    picture = Picture.objects.get()
    assert (picture.file.name.rpartition(".")[2], picture.width, picture.height) == ("webp", 40, 30)
    assert picture.consent == Picture.Consent.MISSING


def test_a_picture_without_words_must_be_decorative(client, editor):
    refused = add_picture(client)
    assert refused.status_code == 200
    assert list(refused.context["adminform"].form.errors) == ["alt_text"]
    assert add_picture(client, is_decorative="on").status_code == 302


def test_the_office_previews_a_picture_until_its_consent_is_withdrawn(client, editor):
    picture = f.PictureFactory(consent=Picture.Consent.MISSING)
    preview = reverse("admin:publications_picture_preview", args=[picture.pk])
    assert b"".join(client.get(preview).streaming_content)[8:12] == b"WEBP"

    client.post(press("publications.picture", picture, "withdraw-consent"))

    picture.refresh_from_db()
    assert picture.consent == Picture.Consent.WITHDRAWN
    assert client.get(preview).status_code == 404


def test_the_consent_is_not_typed_later(client, editor):
    picture = f.PictureFactory(consent=Picture.Consent.WITHDRAWN)
    address = window("publications.picture", "change", picture.pk)

    client.post(address, filled(client.get(address), consent="given"))
    assert Picture.objects.get().consent == Picture.Consent.WITHDRAWN

    client.post(press("publications.picture", picture, "give-consent"))
    assert Picture.objects.get().consent == Picture.Consent.GIVEN


def test_a_new_file_hides_a_picture_until_its_consent_is_there(
    client, editor, django_capture_on_commit_callbacks
):
    picture = f.PictureFactory(consent="given")
    original = str(picture.file)
    old = renditions.rendition(original, renditions.WIDTHS[0])
    address = window("publications.picture", "change", picture.pk)
    sent = filled(client.get(address))

    client.post(address, {**sent, "title": "Derselbe Tisch"})
    picture.refresh_from_db()
    kept = picture.consent
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {**sent, "file": png()}, follow=True)

    picture.refresh_from_db()
    assert (kept, picture.consent) == ("given", "missing")
    assert "Die neue Datei braucht ihre eigene Einwilligung" in answer.content.decode()
    assert (picture.width, default_storage.exists(old)) == (40, False)
    assert [default_storage.exists(name) for name in (original, str(picture.file))] == [False, True]
