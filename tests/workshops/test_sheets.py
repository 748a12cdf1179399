"""Working sheets: begun, filled in row by row, changed by several at a time, drawn, exported."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry
from portal.refusals import Conflict, Refusal
from tests.factories import SheetFactory, SheetRowFactory, TeamFactory
from tests.workshops.rooms import shown
from workshops import periodic
from workshops.actions import sheet_rows, sheets
from workshops.formats import dot_plot
from workshops.models import Consultation, Sheet, SheetRow
from workshops.models.method import Shape
from workshops.models.sheet import METHODS

pytestmark = pytest.mark.django_db

NOW = timezone.now()
Kind = Sheet.Kind


def of(name, sheet, *more):
    return reverse(f"workshops:{name}", args=[sheet.team.public_id, sheet.public_id, *more])


def of_row(name, row):
    return of(name, row.sheet, row.pk)


def a_value_for(column):
    if column.shape is Shape.CHOICE:
        return column.choices[0][0]
    return "3" if column.shape is Shape.SCALE else "Ein Satz."


def words_of(sheet):
    return [str(row) for row in sheet.rows.standing().in_order()]


@pytest.fixture
def sheet(team):
    return SheetFactory(team=team, title="Bedarf in der Pflege")


# --- the list and a new sheet --------------------------------------------------------------------
def test_the_list_says_of_each_method_what_it_is_good_for_and_how_to_begin(client, team, member):
    client.force_login(member)

    text = shown(client.get(reverse("workshops:sheets", args=[team.public_id])))

    for method in METHODS.values():
        assert str(method.name) in text
        assert str(method.good_for) in text
        assert str(method.begin) in text
    assert text.count("So fangen Sie an:") == 7


@pytest.mark.parametrize("kind", Kind)
def test_a_sheet_of_every_kind_is_begun_filled_in_and_taken_along(client, team, member, kind):
    client.force_login(member)
    new = reverse("workshops:new_sheet", args=[team.public_id, kind])
    assert client.get(new).status_code == 200

    begun = client.post(new, {"title": "Unser Blatt"})
    sheet = Sheet.objects.get()
    assert (begun.status_code, begun["Location"]) == (303, sheet.get_absolute_url())

    typed = {column.name: a_value_for(column) for column in METHODS[kind].columns}
    saved = client.post(sheet.get_absolute_url(), typed)
    assert (saved.status_code, saved["Location"]) == (
        303,
        f"{sheet.get_absolute_url()}?neu=1#neu",
    )

    text = shown(client.get(sheet.get_absolute_url()))
    for column in METHODS[kind].columns:
        assert str(column.label) in text
        assert column.shown(sheet.rows.get().cells) in text
    assert b"pdfuaid" in client.get(of("sheet_pdf", sheet)).content
    table = client.get(of("sheet_table", sheet)).content.decode("utf-8-sig")
    head, first = list(csv.reader(io.StringIO(table), delimiter=";"))[:2]
    assert head == [str(column.label) for column in METHODS[kind].columns]
    assert first == [column.shown(sheet.rows.get().cells) for column in METHODS[kind].columns]
    assert Consultation.objects.count() == (kind == Kind.CONSULTATION)


def test_the_self_assessment_may_begin_with_the_core_themes(client, team, member):
    client.force_login(member)
    new = reverse("workshops:new_sheet", args=[team.public_id, Kind.SELF_ASSESSMENT])

    client.post(new, {"title": "Stand", "with_first_rows": "on"})

    words = words_of(Sheet.objects.get())
    assert (len(words), words[0], words[-1]) == (7, "Strategische Ziele", "Öffentlichkeit")


def test_a_kind_that_does_not_exist_is_not_found(client, team, member):
    client.force_login(member)

    path = reverse("workshops:new_sheet", args=[team.public_id, "zauberei"])

    assert client.get(path).status_code == 404


def test_there_is_room_for_forty_sheets(team, member):
    SheetFactory.create_batch(sheets.MOST_SHEETS, team=team)

    with pytest.raises(Refusal, match="Platz für 40"):
        sheets.begin(team=team, kind=Kind.NEEDS, title="Noch eins", by=member, at=NOW)


def test_title_and_subject_are_changed_and_a_conflict_keeps_the_words(client, sheet, member):
    client.force_login(member)
    first = client.post(of("sheet_facts", sheet), {"version": 1, "title": "Neu", "about": "Von A"})
    second = client.post(of("sheet_facts", sheet), {"version": 1, "title": "Anders"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Titel – jetzt Neu" in shown(second)
    assert "Anders" in second.content.decode()
    sheet.refresh_from_db()
    assert (sheet.title, sheet.about, sheet.version) == ("Neu", "Von A", 2)


def test_a_sheet_that_is_removed_comes_back_with_its_rows(client, team, sheet, member):
    SheetRowFactory(sheet=sheet)
    client.force_login(member)
    the_list = reverse("workshops:sheets", args=[team.public_id])

    client.post(of("remove_sheet", sheet))
    gone = shown(client.get(the_list))
    refused = client.post(sheet.get_absolute_url(), {"group": "Mein Wort"})
    client.post(of("bring_sheet_back", sheet))

    assert "Zurückholen : Bedarf in der Pflege" in gone
    assert refused.status_code == 422
    assert "Mein Wort" in refused.content.decode()
    assert "Zurückholen" not in shown(client.get(the_list))
    assert words_of(sheet) == ["Etwas"]


# --- rows ----------------------------------------------------------------------------------------
def test_a_row_without_a_word_is_refused(client, team, member):
    sheet = SheetFactory(team=team, kind=Kind.LOGIC)
    client.force_login(member)

    response = client.post(sheet.get_absolute_url(), {"input": "  ", "impact": "\u200b"})

    assert response.status_code == 422
    assert "Bitte füllen Sie mindestens ein Feld aus." in shown(response)


def test_a_row_is_changed_and_a_conflict_keeps_the_words(client, sheet, member):
    row = SheetRowFactory(sheet=sheet, cells={"group": "Alle"})
    client.force_login(member)
    first = client.post(of_row("sheet_row", row), {"version": 1, "group": "Kinder"})
    second = client.post(of_row("sheet_row", row), {"version": 1, "group": "Eltern", "who": "Ich"})
    third = client.post(of_row("sheet_row", row), {"version": 2, "group": "Eltern", "who": "Ich"})

    assert [r.status_code for r in (first, second, third)] == [303, 409, 303]
    assert "Für wen – jetzt Kinder" in shown(second)
    row.refresh_from_db()
    assert (row.cells, row.version) == ({"group": "Eltern", "who": "Ich"}, 3)
    with pytest.raises(Conflict):
        sheet_rows.change(row=row, version=1, cells={"group": "X"}, by=member, at=NOW)


def test_rows_move_up_and_down_and_stop_at_the_ends(client, sheet, member):
    first, _second, _third = [
        SheetRowFactory(sheet=sheet, cells={"group": word}, position=0) for word in "ABC"
    ]
    client.force_login(member)
    seen = []
    for direction in ("up", "down", "down", "down", "sideways"):
        client.post(of_row("move_sheet_row", first), {"direction": direction})
        seen.append("".join(words_of(sheet)))

    assert seen == ["ABC", "BAC", "BCA", "BCA", "BCA"]


def test_a_row_that_is_removed_comes_back(client, sheet, member):
    row = SheetRowFactory(sheet=sheet, cells={"group": "Kinder"})
    client.force_login(member)

    client.post(of_row("remove_sheet_row", row))
    client.post(of_row("remove_sheet_row", row))
    gone = shown(client.get(sheet.get_absolute_url()))
    client.post(of_row("bring_sheet_row_back", row))

    assert "Auf diesem Blatt steht noch nichts." in gone
    assert "Zurückholen : Kinder" in gone
    assert words_of(sheet) == ["Kinder"]
    said = [entry.what for entry in AuditEntry.objects.order_by("pk")]
    assert said == ["sheet_row.removed", "sheet_row.brought_back"]


def test_there_is_room_for_sixty_rows(sheet, member):
    SheetRowFactory.create_batch(sheet_rows.MOST_ROWS, sheet=sheet)

    with pytest.raises(Refusal, match="Platz für 60"):
        sheet_rows.add(sheet=sheet, cells={"group": "X"}, by=member, at=NOW)


def test_nothing_is_written_on_a_sheet_that_was_removed(sheet, member):
    row = SheetRowFactory(sheet=sheet)
    sheets.remove(sheet=sheet, by=member, at=NOW)

    for act in (
        lambda: sheet_rows.add(sheet=sheet, cells={"group": "X"}, by=member, at=NOW),
        lambda: sheet_rows.remove(row=row, by=member, at=NOW),
        lambda: sheet_rows.move(row=row, direction="up", by=member, at=NOW),
    ):
        with pytest.raises(Refusal, match="inzwischen entfernt"):
            act()


@pytest.mark.parametrize("wild", ["\x00", "x" * 10_000, "a\r\nBcc: b@example.org", "\u202e"])
def test_wild_words_are_saved_clean_or_refused_in_german(client, sheet, member, wild):
    client.force_login(member)
    new = reverse("workshops:new_sheet", args=[sheet.team.public_id, Kind.WHEEL])

    codes = [
        client.post(new, {"title": wild, "about": wild}).status_code,
        client.post(sheet.get_absolute_url(), {"group": wild, "need": wild}).status_code,
        client.post(of("sheet_facts", sheet), {"version": 1, "title": wild}).status_code,
    ]

    assert set(codes) <= {303, 422}
    kept = repr([row.cells for row in SheetRow.objects.all()])
    assert "\\r" not in kept
    assert "\\x00" not in kept
    assert client.get(sheet.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("wild", ["6", "0", "-1", "1e9", "²", "x"])
def test_a_figure_out_of_range_is_refused(client, team, member, wild):
    sheet = SheetFactory(team=team, kind=Kind.SELF_ASSESSMENT)
    client.force_login(member)

    response = client.post(sheet.get_absolute_url(), {"subject": "Qualität", "start": wild})

    assert response.status_code == 422
    assert SheetRow.objects.count() == 0


def test_rows_and_sheets_of_others_are_not_found(client, team, sheet, member):
    foreign = SheetRowFactory(sheet__team=TeamFactory())
    client.force_login(member)
    elsewhere = [team.public_id, foreign.sheet.public_id]

    for path in (
        foreign.sheet.get_absolute_url(),
        reverse("workshops:sheet", args=elsewhere),
        reverse("workshops:sheet_table", args=elsewhere),
        reverse("workshops:sheet_pdf", args=elsewhere),
        of("sheet_row", sheet, foreign.pk),
        of("sheet_row", sheet, 10**30),
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("number", [1, 20])
def test_a_sheet_asks_the_same_of_the_database_at_every_size(
    client, sheet, member, number, django_assert_num_queries
):
    SheetRowFactory.create_batch(number, sheet=sheet)
    SheetRowFactory.create_batch(number, sheet=sheet, removed_at=NOW)
    client.force_login(member)

    with django_assert_num_queries(7):
        client.get(sheet.get_absolute_url())


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_asks_the_same_of_the_database_at_every_size(
    client, team, member, number, django_assert_num_queries
):
    for sheet in SheetFactory.create_batch(number, team=team):
        SheetRowFactory(sheet=sheet)
    client.force_login(member)

    with django_assert_num_queries(7):
        client.get(reverse("workshops:sheets", args=[team.public_id]))


def test_after_thirty_days_the_clock_deletes_what_was_removed(sheet):
    old = NOW - timedelta(days=31)
    SheetRowFactory(sheet=sheet, removed_at=old)
    SheetRowFactory(sheet=sheet, removed_at=NOW)
    SheetRowFactory(sheet__removed_at=old)

    periodic.forget_what_was_removed(NOW)

    assert (SheetRow.objects.count(), Sheet.objects.count()) == (1, 1)


# --- the drawing ---------------------------------------------------------------------------------
def rated(**cells):
    return SheetRow(sheet=Sheet(kind=Kind.SELF_ASSESSMENT), cells={"subject": "Qualität", **cells})


def test_rows_without_a_figure_are_not_drawn():
    assert dot_plot.plot([rated()]) is None
    assert len(dot_plot.plot([rated(), rated(middle=2)]).lines) == 1


def test_more_lies_further_to_the_right():
    (line,) = dot_plot.plot([rated(start=1, middle=3, end=5)]).lines

    start, middle, end = (point.x for point in line.points)
    assert start < middle < end
    assert line.reach == (start, end)


def test_the_drawing_stands_on_the_page_and_says_where_the_table_is(client, team, member):
    sheet = SheetFactory(team=team, kind=Kind.SELF_ASSESSMENT)
    SheetRowFactory(sheet=sheet, cells={"subject": "Qualität", "start": 2, "end": 4})
    client.force_login(member)

    html = client.get(sheet.get_absolute_url()).content.decode()

    assert "Selbsteinschätzung von 1 bis 5, Zeilen: 1. In der Tabelle steht dasselbe." in html
    assert html.count('class="point point--end"') == 2  # the legend and the row
