import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.spreadsheets import safe, table


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(1)", "-1+1", "@SUM(A1)", "\t=1", "+49 211 1", " =1", "\r=1", "\0=1"]
)
def test_nothing_begins_as_a_formula(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [("Lippe", "Lippe"), (12, "12"), (None, ""), ("", "")])
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
    assert [cell for cell in cells if cell.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t"}] == []
