# ruff: noqa: E501 - tables of examples, one line each
import zipfile
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar
from PIL import Image

from portal import pictures, uploads
from portal.calendars import Entry, calendar
from portal.dates import Period, Season
from tests.factories.publications import PictureFactory

AT = datetime(2025, 5, 14, 10, tzinfo=UTC)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def png(width=20, height=10, mode="RGB", form="PNG", **more):
    target = BytesIO()
    Image.new(mode, (width, height), 128).save(target, form, **more)
    return target.getvalue()


def packed(entries, kind="word/document.xml"):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b"<Types/>")
        file.writestr("_rels/.rels", b"<Relationships/>")
        file.writestr(kind, b"<w/>")
        for name, content in entries:
            file.writestr(name, content)
    return target.getvalue()


def odt():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", "<office/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Folien.PDF", b"%PDF-1.7 ..."),
        ("Foto.jpg", png(form="JPEG")),
        ("Foto.jpeg", png(form="JPEG")),
        ("Bild.png", png()),
        ("Bild.webp", png(form="WEBP")),
        ("Notiz.txt", "Übergänge".encode()),
        ("Liste.csv", b"a;b\n1;2\n"),
        ("Blatt.docx", packed([])),
        ("Blatt.odt", odt()),
    ],
)
def test_what_offices_use_is_taken(name, content):
    uploads.check_document(upload(name, content))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("Seite.html", b"<html>", "kind"),
        ("Bild.svg", b"<svg onload='x()'/>", "kind"),
        ("alles.zip", packed([]), "kind"),
        ("ohne", b"x", "kind"),
        ("Folien.pdf", b"<html>", "content"),
        ("Folien.pdf", png(), "content"),
        ("Foto.jpg", b"MZ\x90\x00", "content"),
        ("Liste.csv", b"a\x00b", "content"),
        ("Liste.txt", png(), "content"),
        ("Blatt.docx", b"PK\x03\x04 broken", "content"),
        ("Blatt.xlsx", packed([]), "content"),
        ("Bombe.docx", packed([("word/a", bytes(30_000_000))]), "content"),
        ("Viele.docx", packed([(f"word/{number}", b"") for number in range(2_001)]), "content"),
        ("Foto.png", b"", "content"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, content, code):
    with pytest.raises(ValidationError) as refused:
        uploads.check_document(upload(name, content))
    assert refused.value.code == code


def test_too_large_a_file_is_told_the_limit(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    with pytest.raises(ValidationError, match="zu groß"):
        uploads.check_document(upload("a.pdf", b"%PDF-1.7 longer than ten"))


def test_a_picture_field_takes_no_document():
    with pytest.raises(ValidationError):
        uploads.check_picture(upload("a.pdf", b"%PDF-1.7"))


def test_stored_names_cannot_be_guessed_and_keep_their_ending():
    name = uploads.RandomName("teams")
    one, other = name(None, "../../etc/Passwort.PDF"), name(None, "a.pdf")
    assert one.startswith("teams/")
    assert one.endswith(".pdf")
    assert len(one) == len("teams/.pdf") + 32
    assert one != other
    assert name == uploads.RandomName("teams")
    assert uploads.ending("x.p\u202edf/../") == ""


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../Folien ü.pdf", "Folien ü.pdf"),
        ("C:\\Users\\lea\\Folien.pdf", "Folien.pdf"),
        ("Folien\r\nX: y.pdf", "Folien X y.pdf"),
        ("fdp.\u202epdf.exe", "fdp.pdf.exe"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("", "datei"),
        (".pdf", "datei.pdf"),
    ],
)
def test_shown_names_are_harmless(given, shown):
    assert uploads.shown_name(given) == shown


def test_media_types_come_from_the_ending():
    assert uploads.media_type("a.PDF") == "application/pdf"
    assert uploads.media_type("a.html") == "application/octet-stream"


# --- pictures --------------------------------------------------------------------------------------
def test_a_picture_is_stored_small_upright_and_without_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "GPSCAM-MARKER"
    stored = pictures.re_encoded(BytesIO(png(4000, 2000, form="JPEG", exif=exif)))
    image = Image.open(BytesIO(stored))
    assert (image.format, image.size) == ("WEBP", (2000, 4000))
    assert b"GPSCAM-MARKER" not in stored
    assert not image.getexif()


def test_transparency_is_kept():
    image = Image.open(BytesIO(pictures.re_encoded(BytesIO(png(mode="RGBA")))))
    assert image.mode == "RGBA"


@pytest.mark.parametrize("mode", ["P", "L", "LA", "CMYK", "1"])
def test_every_kind_of_colour_becomes_webp(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    stored = pictures.re_encoded(BytesIO(png(mode=mode, form=form)))
    assert Image.open(BytesIO(stored)).format == "WEBP"


def test_too_many_pixels_are_refused_before_they_are_decoded(monkeypatch):
    bomb = png(9000, 9000, mode="1")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(ValidationError, match="Bildpunkte"):
        pictures.check_pixels(upload("bomb.png", bomb))


def test_what_is_cut_off_is_damaged():
    with pytest.raises(ValidationError, match="beschädigt"):
        pictures.re_encoded(BytesIO(png(800, 800)[:-500]))


def test_what_is_no_picture_is_said_to_be_none():
    with pytest.raises(ValidationError, match="kein Bild"):
        pictures.check(BytesIO(b"GIF89a"))


def width_and_height(name):
    with Image.open(default_storage.path(name)) as image:
        return image.size


def test_renditions_are_made_once_and_forgotten_together():
    name = default_storage.save(
        "pictures/x.webp", ContentFile(pictures.re_encoded(BytesIO(png(1000, 500))))
    )
    made = [pictures.rendition(name, width) for width in pictures.WIDTHS]
    sizes = [width_and_height(one) for one in made]
    assert sizes == [(480, 240), (960, 480), (1000, 500)]
    assert pictures.rendition(name, 480) == made[0]
    kept = default_storage.listdir("renditions/pictures")[1]
    assert {f"renditions/pictures/{one}" for one in kept} >= set(made)
    with pytest.raises(ValueError, match="wide"):
        pictures.rendition(name, 481)
    pictures.forget_renditions(name)
    assert not default_storage.exists(made[0])
    default_storage.delete(name)
    with pytest.raises(FileNotFoundError):
        pictures.rendition(name, 480)


@pytest.mark.django_db
def test_a_picture_field_keeps_no_original():
    exif = Image.Exif()
    exif[0x010E] = "GPSCAM-MARKER"
    photo = upload("Foto.jpg", png(3000, 1500, form="JPEG", exif=exif))
    picture = PictureFactory(file=photo)
    with picture.file.open() as file:
        content = file.read()
    assert picture.file.name.endswith(".webp")
    assert b"GPSCAM" not in content
    assert width_and_height(picture.file.name) == (2400, 1200)
    assert (picture.width, picture.height) == (2400, 1200)


# --- calendars ---------------------------------------------------------------------------------------
def entry(**facts):
    given = {
        "uid": "meeting-1@portal",
        "title": "Werkstatttag",
        "period": Period.day(date(2025, 3, 30)),
    } | facts
    return Entry(**given)


def events(*entries):
    file = Calendar.from_ical(calendar(entries, name="Termine", at=AT))
    return file, list(file.walk("VEVENT"))


def test_a_day_without_times_is_a_whole_day():
    _file, [event] = events(
        entry(period=Period.day(date(2024, 9, 10), date(2024, 9, 11)), sequence=2)
    )
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2024, 9, 10),
        date(2024, 9, 12),
    )
    assert (event["sequence"], str(event["uid"]), str(event["status"])) == (
        2,
        "meeting-1@portal",
        "CONFIRMED",
    )


def test_times_are_german_and_the_zone_comes_along():
    file, [event] = events(entry(start_time=time(9, 30), end_time=time(16)))
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event.decoded("dtstart").isoformat() == "2025-03-30T09:30:00+02:00"
    assert [str(zone["tzid"]) for zone in file.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_an_end_that_is_not_known_is_not_invented():
    _file, [event] = events(entry(start_time=time(9, 30), url="https://portal.example.org/x/"))
    assert "dtend" not in event
    assert str(event["url"]) == "https://portal.example.org/x/"


def test_what_has_no_day_is_left_out():
    _file, found = events(
        entry(period=Period.season(2025, Season.AUTUMN)), entry(period=Period.month(2025, 3))
    )
    assert found == []


def test_a_title_smuggles_no_guest():
    raw = calendar(
        [entry(title="X\r\nATTENDEE:mailto:y@example.org", place="Raum\n1")], name="T", at=AT
    )
    [event] = list(Calendar.from_ical(raw).walk("VEVENT"))
    assert "ATTENDEE" not in event
    assert str(event["location"]) == "Raum\n1"
