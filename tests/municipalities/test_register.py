from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from municipalities.models import Kind, Municipality
from portal.models import AuditEntry
from tests.factories import MunicipalityFactory
from tests.municipalities.registers import KREUZAU, SMALL, gv100ad, table

pytestmark = pytest.mark.django_db

FORMER = "ags,name,typ,gueltig_von,gueltig_bis,nachfolger"


@pytest.fixture
def take(tmp_path):
    """Take over a file; returns what was said, line by line."""

    def run(content, *options):
        path = tmp_path / "register.txt"
        path.write_bytes(content)
        said = StringIO()
        call_command("import_municipalities", path, *options, stdout=said)
        return said.getvalue().splitlines()

    return run


def rows(*fields):
    return list(Municipality.objects.order_by("ags", "valid_until").values_list("ags", *fields))


def test_a_register_fills_an_empty_house(take):
    take(gv100ad(*SMALL))

    assert rows("name", "kind", "slug", "parent__ags", "valid_from") == [
        ("05315", "Stadt Köln", Kind.CITY, "koeln", None, None),
        ("05358", "Kreis Düren", Kind.DISTRICT, "dueren", None, None),
        ("05358008", "Stadt Düren", Kind.TOWN, "stadt-dueren", "05358", None),
        ("05358028", "Kreuzau", Kind.MUNICIPALITY, "kreuzau", "05358", None),
    ]


def test_a_summary_says_what_happened(take):
    assert take(gv100ad(*SMALL)) == [
        "4 neu: Stadt Köln (05315), Kreis Düren (05358), Stadt Düren (05358008),"
        " Kreuzau (05358028)",
        "0 geändert",
        "0 beendet",
        "0 unverändert",
    ]


def test_a_second_time_nothing_changes_and_nothing_is_written(take):
    take(gv100ad(*SMALL))
    before = rows("name", "area", "inhabitants", "inhabitants_on", "valid_from", "ars")

    said = take(gv100ad(*SMALL))

    assert said[-2:] == ["4 unverändert", "Alles war schon bekannt; nichts wurde geändert."]
    assert rows("name", "area", "inhabitants", "inhabitants_on", "valid_from", "ars") == before
    assert AuditEntry.objects.count() == 1


def test_a_rehearsal_says_the_same_and_writes_nothing(take):
    said = take(gv100ad(*SMALL), "--dry-run")

    assert (said[0][:5], said[-1]) == ("4 neu", "Das war eine Probe: Nichts wurde geändert.")
    assert (Municipality.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_the_run_stands_in_the_audit_trail_once_with_names_of_fields(take):
    MunicipalityFactory(ags="05315", name="Köln am Rhein", kind=Kind.CITY)
    take(gv100ad(*SMALL))

    entry = AuditEntry.objects.get()
    assert (entry.what, entry.subject) == (
        "municipality.register_taken_over",
        "municipalities.municipality",
    )
    assert entry.fields == ["area", "ars", "inhabitants", "inhabitants_on", "name", "short_name"]


def test_one_bad_line_and_nothing_is_taken_over(take):
    with pytest.raises(CommandError) as error:
        take(gv100ad(*SMALL, KREUZAU))

    assert str(error.value).splitlines() == [
        "Zeile 11: Der Schlüssel 05358028 steht hier ein zweites Mal.",
        "Nichts wurde übernommen.",
    ]
    assert Municipality.objects.count() == 0


def test_a_new_name_changes_the_row_and_not_its_address(take):
    take(gv100ad(*SMALL))
    renamed = [line.replace("Kreuzau ", "Rureck  ") for line in SMALL]

    said = take(gv100ad(*renamed))

    assert said[1] == "1 geändert: Rureck (05358028)"
    row = Municipality.objects.get(ags="05358028")
    assert (row.short_name, row.slug) == ("Rureck", "kreuzau")


def test_a_short_name_that_the_office_chose_stays(take):
    take(gv100ad(*SMALL))
    Municipality.objects.filter(ags="05358").update(short_name="Düren (Kreis)")

    take(gv100ad(*SMALL))

    assert Municipality.objects.get(ags="05358").short_name == "Düren (Kreis)"


def test_what_the_register_does_not_speak_of_stays(take):
    MunicipalityFactory(ags="05358", latitude=Decimal("50.8"), longitude=Decimal("6.45"))

    take(gv100ad(*SMALL))

    assert Municipality.objects.get(ags="05358").latitude == Decimal("50.8")


def test_an_older_count_does_not_replace_a_newer_one(take):
    MunicipalityFactory(ags="05315", inhabitants=1, inhabitants_on=date(2024, 12, 31))

    take(gv100ad(*SMALL))

    assert Municipality.objects.get(ags="05315").inhabitants == 1


def test_a_key_that_vanished_ended_the_day_before_and_a_new_one_begins(take):
    take(gv100ad(*SMALL))
    later = [line.replace("05358028", "05358029").replace("20231231", "20250101") for line in SMALL]

    said = take(gv100ad(*later))

    assert said[2] == "1 beendet: Kreuzau (05358028)"
    assert rows("valid_from", "valid_until")[-2:] == [
        ("05358028", None, date(2024, 12, 31)),
        ("05358029", date(2025, 1, 1), None),
    ]
    assert Municipality.objects.get(ags="05358029").slug == "kreuzau-05358029"


def test_the_caller_may_say_since_when_the_borders_are_valid(take):
    take(gv100ad(*SMALL))

    take(gv100ad(*SMALL[:8]), "--date", "2024-07-01")

    assert Municipality.objects.get(ags="05358028").valid_until == date(2024, 6, 30)


def test_another_land_and_another_level_are_left_alone(take):
    MunicipalityFactory(ags="03241")
    MunicipalityFactory(ags="05358099")
    take(gv100ad(*SMALL[:6]))

    assert list(Municipality.objects.exclude(valid_until=None)) == []


def test_one_land_of_a_register_can_be_chosen(take):
    saarland = [line.replace("05358", "10041") for line in SMALL[5:9]]

    take(gv100ad(*SMALL, *saarland), "--land", "10")

    assert [row[0] for row in rows()] == ["10041", "10041008", "10041028"]


def test_a_file_that_would_end_most_of_them_is_refused_unless_that_is_meant(take):
    for number in range(358, 378):
        MunicipalityFactory(ags=f"05{number}")
    part = gv100ad(*SMALL[:6])

    with pytest.raises(CommandError, match="19 von 20 Schlüsseln fehlen in dieser Datei"):
        take(part)
    take(part, "--end-many")

    assert Municipality.objects.exclude(valid_until=None).count() == 19


def test_a_register_older_than_our_records_is_refused(take):
    MunicipalityFactory(ags="05362", name="Neukreis", valid_from=date(2024, 1, 1))

    with pytest.raises(CommandError, match="Neukreis würde enden, bevor"):
        take(gv100ad(*SMALL))


def test_aachen_2009_two_keys_end_in_a_new_one(take):
    take(
        table("05313,Stadt Aachen,Kreisfreie Stadt,,,", "05354,Kreis Aachen,Kreis,,,", head=FORMER)
    )

    take(
        table(
            "05334,Städteregion Aachen,Städteregion,2009-10-21,,",
            "05313,Stadt Aachen,Kreisfreie Stadt,,2009-10-20,05334",
            "05354,Kreis Aachen,Kreis,,2009-10-20,05334",
            head=FORMER,
        )
    )

    assert rows("valid_from", "valid_until", "successor__ags") == [
        ("05313", None, date(2009, 10, 20), "05334"),
        ("05334", date(2009, 10, 21), None, None),
        ("05354", None, date(2009, 10, 20), "05334"),
    ]


def test_former_keys_that_were_never_known_come_in_with_their_successor(take):
    content = table(
        "05354,Kreis Aachen,Kreis,,2009-10-20,05334",
        "05334,Städteregion Aachen,Städteregion,2009-10-21,,",
        head=FORMER,
    )
    take(content)

    assert rows("slug", "successor__ags") == [
        ("05334", "staedteregion-aachen", None),
        ("05354", "kreis-aachen-bis-2009", "05334"),
    ]
    assert take(content)[-2] == "2 unverändert"


def test_an_unknown_successor_is_said_by_line(take):
    with pytest.raises(CommandError, match="Zeile 2: Der Nachfolger 05999 ist nicht bekannt"):
        take(table("05354,Kreis Aachen,Kreis,,2009-10-20,05999", head=FORMER))


def test_a_key_may_come_back(take):
    MunicipalityFactory(ags="05358", valid_until=date(1999, 12, 31), slug="dueren")

    take(gv100ad(*SMALL))

    assert Municipality.objects.get(ags="05358", valid_until=None).slug == "kreis-dueren"


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="kann nicht gelesen werden"):
        call_command("import_municipalities", tmp_path / "nirgends.txt")


def test_a_day_must_be_a_day(take):
    with pytest.raises(CommandError, match="ist kein Tag"):
        take(gv100ad(*SMALL), "--date", "31.12.2023")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    take, django_assert_num_queries, count
):
    gemeinden = [KREUZAU.replace("05358028", f"05358{n:03d}") for n in range(count)]

    with django_assert_num_queries(6):  # savepoint, all rows, two levels, audit, release
        take(gv100ad(*SMALL[:6], *gemeinden))
