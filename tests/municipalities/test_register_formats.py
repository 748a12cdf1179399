from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.formats import gv100ad, register_file
from municipalities.formats.register import Complaints
from municipalities.formats.register_file import Layout
from municipalities.models import Kind
from portal.refusals import Refusal
from tests.municipalities.registers import (
    DUEREN,
    KREUZAU,
    SMALL,
    record,
    table,
)
from tests.municipalities.registers import gv100ad as made


def read(content, **options):
    return {entry.ags: entry for entry in register_file.read(content, **options).entries}


def complaints(content, **options):
    with pytest.raises(Refusal) as refusal:
        register_file.read(content, **options)
    return refusal.value.messages


def test_the_fixed_width_register_tells_kreise_cities_and_gemeinden():
    found = read(made(*SMALL))

    assert {key: (one.name, one.short_name, one.kind) for key, one in found.items()} == {
        "05315": ("Stadt Köln", "Köln", Kind.CITY),
        "05358": ("Kreis Düren", "Düren", Kind.DISTRICT),
        "05358008": ("Stadt Düren", "Düren", Kind.TOWN),
        "05358028": ("Kreuzau", "Kreuzau", Kind.MUNICIPALITY),
    }


def test_a_city_has_the_figures_of_its_one_gemeinde_and_its_key():
    city = read(made(*SMALL))["05315"]

    told = (city.area, city.inhabitants, city.inhabitants_on, city.ars, city.seat)
    assert told == (Decimal("405.0"), 1_085_664, date(2023, 12, 31), "053150000000", None)


def test_a_kreis_has_the_figures_of_its_gemeinden_and_forests_together():
    kreis = read(made(*SMALL))["05358"]

    assert (kreis.area, kreis.inhabitants) == (Decimal("127.2"), 108_300)
    assert (kreis.ars, kreis.seat) == (None, "Düren")


def test_a_gemeinde_has_its_regional_key_of_twelve_digits():
    assert read(made(*SMALL))["05358028"].ars == "053580028028"


def test_the_register_says_its_day_and_how_many_units_are_no_gemeinden():
    register = register_file.read(made(*SMALL))

    assert (register.stands_on, register.left_out) == (date(2023, 12, 31), 1)


def test_the_caller_may_know_better_when_the_inhabitants_were_counted():
    day = date(2022, 5, 15)

    assert read(made(*SMALL), counted_on=day)["05358"].inhabitants_on == day


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_old_and_new_encodings_are_understood(encoding):
    assert read(made(*SMALL, encoding=encoding))["05358"].name == "Kreis Düren"


@pytest.mark.parametrize(
    ("official", "word", "expected"),
    [
        ("Köln, Stadt", "Stadt", ("Stadt Köln", "Köln")),
        ("Hagen, Stadt der FernUniversität", "", ("Stadt der FernUniversität Hagen", "Hagen")),
        ("Gifhorn", "Landkreis", ("Landkreis Gifhorn", "Gifhorn")),
        ("Rhein-Erft-Kreis", "Kreis", ("Rhein-Erft-Kreis", "Rhein-Erft-Kreis")),
        ("Städteregion Aachen", "Kreis", ("Städteregion Aachen", "Städteregion Aachen")),
        ("Region Hannover", "Landkreis", ("Region Hannover", "Region Hannover")),
    ],
)
def test_official_names_become_names_that_people_write(official, word, expected):
    assert gv100ad.names(official, word) == expected


def test_the_staedteregion_is_a_kind_of_its_own():
    line = record("40", "05334", "Städteregion Aachen", "Aachen, Stadt", "43")

    assert read(made(line))["05334"].kind == Kind.REGION


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("kein Satz", "„ke“ ist keine Satzart."),
        (record("40", "05358", "Düren", "", "43", day="20231332"), "„20231332“ ist kein Tag"),
        (record("40", "05358", "Düren", "", "43", day="20221231"), "Der Tag weicht vom Tag"),
        (record("40", "99358", "Düren", "", "43"), "„99358“ ist kein amtlicher Schlüssel."),
        (record("40", "0535", "Düren", "", "43"), "„0535“ ist kein amtlicher Schlüssel."),
        (record("40", "05358", "Düren", "", "49"), "„49“ ist keine Art"),
        (record("40", "05358", "", "", "43"), "Der Name fehlt."),
        (DUEREN, "Der Schlüssel 05358 steht hier ein zweites Mal."),
        (KREUZAU[:148], "Fläche und Einwohnerzahl müssen ganze Zahlen sein."),
        (KREUZAU.replace("05358", "05362"), "Der Kreis 05362 fehlt in dieser Datei."),
    ],
)
def test_what_is_wrong_is_said_by_line(line, reason):
    known = [] if "05358" in line[10:15] and line is not DUEREN else [DUEREN]
    said = complaints(made(record("10", "05", "Land"), *known, line), layout=Layout.GV100AD)

    assert len(said) == 1
    assert said[0].startswith(f"Zeile {len(known) + 2}: {reason}")


def test_many_complaints_are_counted():
    said = complaints(made(*["99 kaputt"] * 25), layout=Layout.GV100AD)

    assert (len(said), said[-1]) == (21, "Und 5 weitere Beanstandungen.")


@pytest.mark.parametrize("content", [b"", b"\x1a", made(record("10", "05", "Land"))])
def test_a_file_without_kommunen_is_refused(content):
    layout = Layout.GV100AD
    assert complaints(content, layout=layout) == ["In dieser Datei steht keine Kommune."]


@given(
    name=st.from_regex(r"[A-ZÄÖÜ][a-zäöüß]{0,30}( [a-zäöüß(./-]{1,10})?", fullmatch=True),
    gemeinde=st.integers(0, 999),
    hectares=st.integers(0, 10**9),
    people=st.integers(0, 10**8),
    encoding=st.sampled_from(["utf-8", "latin-1"]),
)
def test_every_field_comes_back_from_its_place(name, gemeinde, hectares, people, encoding):
    key = f"05358{gemeinde:03d}"
    line = record("60", key, name, "", "64", "0012", str(hectares), str(people))

    entry = read(made(DUEREN, line, encoding=encoding))[key]

    assert (entry.name, entry.inhabitants, entry.ars[5:9]) == (name, people, "0012")
    assert abs(entry.area * 100 - hectares) <= 5


@given(st.lists(st.text(max_size=230), max_size=20))
def test_no_text_breaks_the_reader(lines):
    said = Complaints()
    register = gv100ad.read(lines, said)

    assert register.entries == [] or said.said


@given(st.binary(max_size=400), st.sampled_from(list(Layout)))
def test_no_file_breaks_the_reader(content, layout):
    with pytest.raises(Refusal):
        register_file.read(content, layout)


def test_a_table_tells_the_same():
    found = read(
        table(
            "05315,Stadt Köln,Köln,Kreisfreie Stadt,,053150000000,1085664,405.0",
            "05358,Kreis Düren,Düren,Kreis,Düren,053580008008,263722,941.5",
        )
    )

    city, kreis = found["05315"], found["05358"]
    assert (city.name, city.kind, city.ars, city.seat) == (
        "Stadt Köln",
        Kind.CITY,
        "053150000000",
        None,
    )
    assert (kreis.inhabitants, kreis.inhabitants_on) == (263_722, date(2018, 12, 31))
    assert (kreis.area, kreis.ars, kreis.seat) == (Decimal("941.5"), None, "Düren")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_may_be_separated_as_spreadsheets_do(separator):
    head = separator.join(["ags", "name", "typ", "flaeche_km2"])
    row = separator.join(['"05358"', '"Kreis Düren"', "Kreis", '"941,5"'])

    assert read(f"{head}\r\n{row}\r\n".encode("cp1252"))["05358"].area == Decimal("941.5")


def test_a_key_of_a_city_may_have_eight_digits():
    content = table("05315000,Stadt Köln,Kreisfreie Stadt", head="ags,name,typ")

    assert list(read(content)) == ["05315"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("05358,Düren,Planet,,,,", "„Planet“ ist keine Art von Kommune."),
        ("5358,Düren,Kreis,,,,", "„5358“ ist kein amtlicher Schlüssel."),
        ("05358008,Düren,Kreis,,,,", "„05358008“ ist kein amtlicher Schlüssel."),
        ("05358,,Kreis,,,,", "Der Name fehlt."),
        (f"05358,{'x' * 121},Kreis,,,,", "„name“ ist länger als 120 Zeichen."),
        ("05358,Düren,Kreis,viele,,,", "Die Einwohnerzahl muss eine ganze Zahl sein."),
        ("05358,Düren,Kreis,12,,,", "Bitte geben Sie an, an welchem Tag"),
        ("05358,Düren,Kreis,,NaN,,", "„lat“ ist keine mögliche Zahl."),
        ("05358,Düren,Kreis,,91,,", "„lat“ ist keine mögliche Zahl."),
        ("05358,Düren,Kreis,,50,,", "Bitte geben Sie Breiten- und Längengrad"),
        ("05358,Düren,Kreis,,,31.12.2009,", "„31.12.2009“ ist kein Tag (JJJJ-MM-TT)."),
        ("05358,Düren,Kreis,,,,0533", "„0533“ ist kein amtlicher Schlüssel."),
        ("05358,Düren,Kreis", "Diese Zeile hat 3 Zellen, die Kopfzeile hat 7."),
    ],
)
def test_what_is_wrong_in_a_table_is_said_by_line(row, reason):
    head = "ags,name,typ,einwohner,lat,gueltig_bis,nachfolger"
    said = complaints(table(row, head=head))

    assert said[0].startswith(f"Zeile 2: {reason}")


def test_a_table_says_which_columns_it_lacks():
    assert complaints(b"name;kurzname\nA;B\n") == ["Diese Spalten fehlen: ags5, typ."]


def test_a_table_that_breaks_off_is_refused():
    assert complaints(b'ags,name,typ\n05358,"D\xc3\xbcren,Kreis\n') == [
        "Zeile 2 lässt sich nicht als Tabelle lesen."
    ]


def test_a_key_stands_in_a_table_once_for_each_time():
    rows = ["05354,A,Kreis,,", "05354,B,Kreis,2009-10-20,", "05354,C,Kreis,,"]
    said = complaints(table(*rows, head="ags,name,typ,gueltig_bis,x"))

    assert said == ["Zeile 4: Der Schlüssel 05354 steht hier ein zweites Mal."]
