import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.refusals import Refusal
from portal.spreadsheets import Row, read, safe, table, workbook


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(1)", "-1+1", "@SUM(A1)", "\t=1", "+49-211+1", " =1", "\r=1", "\0=1"]
)
def test_nothing_begins_as_a_formula(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Lippe", "Lippe"),
        (12, "12"),
        (-3, "-3"),
        (Decimal("-1.5"), "-1,5"),
        (date(2026, 3, 9), "09.03.2026"),
        (datetime(2026, 7, 9, 22, 30, tzinfo=UTC), "10.07.2026 00:30"),
        (True, "ja"),
        ("+49 251 1234", "+49 251 1234"),
        (None, ""),
        ("", ""),
    ],
)
def test_the_rest_stays_as_it_is(cell, text):
    assert safe(cell) == text


def test_a_table_opens_in_german_spreadsheets():
    made = table(["Kommune", "Zahl"], [["Köln; Stadt", 1], ['"x"', None]])

    assert made == ('\ufeff"Kommune";"Zahl"\r\n"Köln; Stadt";"1"\r\n"""x""";""\r\n'.encode())


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_every_cell_of_every_table_starts_safe(rows):
    text = table(["a", "b"], rows).decode("utf-8-sig")

    cells = [
        cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row
    ]
    assert len(cells) == 2 * (len(rows) + 1)
    begun = [cell for cell in cells if cell.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t"}]
    assert [cell for cell in begun if set(cell) - set("+0123456789 /()")] == []


HEAD = ["Name", "Frist", "Zahl"]
ROWS = [
    ["=HYPERLINK(1)", date(2026, 3, 9), Decimal("1.5")],
    ["+49 251 1234", None, -3],
    ['Zeile\nzwei; "so"', date(2024, 2, 29), 1000],
    ["'nur ein Strich", None, None],
]
AS_TYPED = [
    Row(2, {"Name": "=HYPERLINK(1)", "Frist": "09.03.2026", "Zahl": "1,5"}),
    Row(3, {"Name": "+49 251 1234", "Frist": "", "Zahl": "-3"}),
    Row(4, {"Name": 'Zeile\nzwei; "so"', "Frist": "29.02.2024", "Zahl": "1000"}),
    Row(5, {"Name": "'nur ein Strich", "Frist": "", "Zahl": ""}),
]


def test_a_workbook_has_real_days_and_numbers_and_no_formula():
    sheet = load_workbook(io.BytesIO(workbook("Stand: 1/2", HEAD, ROWS))).worksheets[0]

    assert sheet.title == "Stand  1 2"
    assert [cell.value for cell in sheet[1]] == HEAD
    assert sheet["B2"].value.date() == date(2026, 3, 9)
    assert sheet["B2"].number_format == "DD.MM.YYYY"
    assert (sheet["C2"].value, sheet["C3"].value) == (1.5, -3)
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("made", [table(HEAD, ROWS), workbook("Stand", HEAD, ROWS)])
def test_what_we_write_is_what_we_read(made):
    assert read(made, HEAD) == AS_TYPED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_text_file_may_come_from_any_spreadsheet(encoding, separator):
    text = separator.join(["Größe", "Maß"]) + "\r\n" + separator.join(["klein", "ähnlich"])

    assert read(text.encode(encoding), ["Maß"]) == [Row(2, {"Größe": "klein", "Maß": "ähnlich"})]


def test_empty_lines_are_passed_over_and_keep_their_numbers():
    assert read(b"a;b\r\n;\r\n\r\n1;2\r\n3\r\n", ["a", "b"]) == [
        Row(4, {"a": "1", "b": "2"}),
        Row(5, {"a": "3", "b": ""}),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Diese Spalten fehlen: a."),
        (b"b;c\n1;2", "Diese Spalten fehlen: a."),
        (b"a;a\n1;2", "Diese Spalten stehen doppelt da: a."),
        (b'a;b\n"1;2', "Zeile 2 lässt sich nicht als Tabelle lesen."),
        (b"PK\x03\x04kein Archiv", "Diese Datei lässt sich nicht als Tabelle lesen"),
        (b"\xff\xfea", "Diese Datei lässt sich nicht als Tabelle lesen"),
        (b"a\n" + b"x\n" * 20_001, "Die Tabelle ist zu lang"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(content, words):
    with pytest.raises(Refusal, match=words):
        read(content, ["a"])


@given(st.binary(max_size=300))
def test_no_file_is_ever_a_fault(content):
    for start in (b"", b"PK", table(["a"], [["1"]])):
        try:
            read(start + content, ["a"])
        except Refusal:
            continue
