import zipfile
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal import archives, downloads
from portal.downloads import Part, Unsatisfiable, part_of

CONTENT = bytes(range(256)) * 600  # more than one piece
AT = datetime(2025, 2, 6, 11, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stored():
    return default_storage.save("documents/abc.pdf", ContentFile(CONTENT))


def ask(stored, method="get", **headers):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    response = downloads.answer(request, stored, media_type="application/pdf", name="Übung.pdf")
    body = b"".join(response)
    for close in response._resource_closers:
        close()
    return response, body


# --- which part ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", Part(0, 9)),
        ("bytes=90-", Part(90, 99)),
        ("bytes=-10", Part(90, 99)),
        ("bytes=-1000", Part(0, 99)),
        ("bytes=95-1000", Part(95, 99)),
        (" BYTES=0-0 ", Part(0, 0)),
        ("", None),
        ("bytes=-", None),
        ("bytes=9-0", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("bytes=٣-٤", None),
        ("items=0-9", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_a_header_names_a_part_or_nothing(header, part):
    assert part_of(header, 100) == part


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=0-0", 0), ("bytes=-5", 0)]
)
def test_a_part_outside_of_the_file_is_none(header, size):
    with pytest.raises(Unsatisfiable):
        part_of(header, size)


@given(st.integers(0, 10_000), st.text(st.sampled_from("bytes=-0123456789, ")))
def test_whatever_is_asked_lies_within_the_file(size, header):
    try:
        part = part_of(header, size)
    except Unsatisfiable:
        return
    if part is not None:
        assert 0 <= part.first <= part.last < size


@given(st.integers(1, 500), st.data())
def test_a_part_is_the_slice_of_the_same_numbers(size, data):
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size + 10))

    part = part_of(f"bytes={first}-{last}", size)

    content = bytes(number % 251 for number in range(size))
    assert content[part.first : part.last + 1] == content[first : last + 1]
    assert part.length == len(content[first : last + 1])


# --- the answer ----------------------------------------------------------------------------------
def test_the_whole_file_says_that_parts_can_be_had(stored):
    response, body = ask(stored)

    assert (response.status_code, body) == (200, CONTENT)
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cbung.pdf"


@pytest.mark.parametrize(("first", "last"), [(0, 0), (1000, 140_000), (153_599, 153_599)])
def test_a_part_is_sent_as_a_part(stored, first, last):
    response, body = ask(stored, range=f"bytes={first}-{last}")

    assert (response.status_code, body) == (206, CONTENT[first : last + 1])
    assert response["Content-Range"] == f"bytes {first}-{last}/153600"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cbung.pdf"


def test_a_part_behind_the_end_is_refused_with_the_size(stored):
    response, body = ask(stored, range="bytes=153600-")

    assert (response.status_code, body) == (416, b"")
    assert response["Content-Range"] == "bytes */153600"


def test_a_part_is_continued_only_of_the_same_file(stored):
    etag = ask(stored)[0]["ETag"]

    same = ask(stored, range="bytes=0-9", **{"if-range": etag})[0]
    other = ask(stored, range="bytes=0-9", **{"if-range": '"other"'})[0]
    dated = ask(stored, range="bytes=0-9", **{"if-range": "Thu, 06 Feb 2025 08:00:00 GMT"})[0]

    assert [same.status_code, other.status_code, dated.status_code] == [206, 200, 200]


def test_the_head_alone_knows_no_parts(stored):
    assert ask(stored, "head", range="bytes=0-9")[0].status_code == 200


def test_what_the_reader_has_is_not_sent_again(stored):
    etag = ask(stored)[0]["ETag"]

    assert ask(stored, **{"if-none-match": etag})[0].status_code == 304


def test_a_file_that_is_gone_is_an_error_for_the_view_to_tell():
    with pytest.raises(FileNotFoundError):
        ask("documents/none.pdf")


def test_the_proxy_sends_the_file_where_it_can(settings, stored):
    settings.ACCEL_REDIRECT_PREFIX = "/files"
    name = default_storage.save("documents/ä b.pdf", ContentFile(b"x"))

    response, body = ask(name, range="bytes=0-9")

    assert (response.status_code, body) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/files/{quote(name)}"
    assert response["Content-Type"] == "application/pdf"
    assert "filename*=utf-8''%C3%9Cbung.pdf" in response["Content-Disposition"]
    with pytest.raises(FileNotFoundError):
        ask("documents/none.pdf")


# --- several as one ------------------------------------------------------------------------------
def entry(name, content=b"x"):
    return archives.Entry(default_storage.save("documents/x.pdf", ContentFile(content)), name, AT)


def opened(entries):
    return zipfile.ZipFile(BytesIO(b"".join(archives.packed(entries))))


def test_an_archive_holds_the_files_under_their_german_names():
    archive = opened([entry("Übergänge.pdf", CONTENT), entry("Leer.txt", b"")])

    assert archive.testzip() is None
    assert archive.namelist() == ["Übergänge.pdf", "Leer.txt"]
    assert archive.read("Übergänge.pdf") == CONTENT
    assert archive.getinfo("Leer.txt").date_time == (2025, 2, 6, 12, 30, 0)


def test_files_of_one_name_are_told_apart():
    names = opened([entry("Folien.pdf"), entry("folien.PDF"), entry("Folien.pdf")]).namelist()

    assert names == ["Folien.pdf", "folien (2).PDF", "Folien (3).pdf"]


def test_a_file_that_is_gone_is_left_out():
    gone = archives.Entry("documents/none.pdf", "Weg.pdf", AT)

    assert opened([gone, entry("Da.pdf")]).namelist() == ["Da.pdf"]


def test_an_archive_is_sent_while_it_is_written():
    pieces = archives.packed([entry("Groß.pdf", CONTENT), entry("Zwei.pdf", CONTENT)])

    assert max(map(len, pieces)) < 2 * downloads.CHUNK


def test_an_archive_is_saved_under_its_name():
    response = archives.answer([entry("Da.pdf")], name="Frühjahr.zip")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Fr%C3%BChjahr.zip"
    assert response["Content-Type"] == "application/zip"
    assert response.streaming
