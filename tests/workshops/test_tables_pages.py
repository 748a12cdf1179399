"""The pages of the tables: downloading, sending, looking, taking over, discarding."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    CoordinatorFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    PublishedRoundFactory,
    SuperuserFactory,
    TeamFactory,
)
from tests.workshops.rooms import shown
from tests.workshops.tables import Column, as_csv, line, lines, sent
from workshops.models import Milestone, TableImport

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return PublishedRoundFactory()


@pytest.fixture
def team(round):
    return TeamFactory(round=round, municipality__short_name="Lippe")


@pytest.fixture
def coordinator(round, client):
    coordinator = CoordinatorFactory()
    round.coordinators.add(coordinator)
    client.force_login(coordinator)
    return coordinator


def content(client, round, name, ending):
    response = client.get(reverse("workshops:download_table", args=[round.pk, name, ending]))
    assert f'filename="{name}-werkstatt-' in response["Content-Disposition"]
    return response.content


def test_the_milestones_come_as_a_workbook_and_as_text(client, coordinator, round, team):
    MilestoneFactory(team=team, title="Bedarf beziffern")

    sheet = load_workbook(io.BytesIO(content(client, round, "meilensteine", "xlsx"))).active
    text = content(client, round, "meilensteine", "csv").decode("utf-8-sig")

    assert [sheet["B2"].value, sheet["D2"].value] == ["Kreis Lippe", "Bedarf beziffern"]
    assert text.splitlines()[0].startswith('"Kennung";"Kommune"')
    assert '"Bedarf beziffern"' in text


def test_the_entries_come_with_their_hurdles(client, coordinator, round, team):
    ProgressEntryFactory(milestone=MilestoneFactory(team=team), hurdle="Keine Zahlen")
    assert '"Keine Zahlen"' in content(client, round, "eintraege", "csv").decode("utf-8-sig")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("meilensteine", 5), ("eintraege", 4)])
def test_a_download_asks_the_same_however_long_it_is(
    client, coordinator, round, name, queries, count, django_assert_num_queries
):
    for _ in range(count):
        ProgressEntryFactory(milestone=MilestoneFactory(team=TeamFactory(round=round)))
    with django_assert_num_queries(queries):
        content(client, round, name, "csv")


@pytest.mark.parametrize(("name", "ending"), [("meilensteine", "pdf"), ("anderes", "csv")])
def test_other_tables_do_not_exist(client, coordinator, round, name, ending):
    address = reverse("workshops:download_table", args=[round.pk, name, ending])
    assert client.get(address).status_code == 404


def test_a_table_is_looked_at_before_it_is_taken_over(client, coordinator, round, team):
    MilestoneFactory(team=team, title="Bedarf beziffern")
    [row] = lines(round)
    rows = [
        {**row, Column.STATUS: "gefährdet"},
        line(municipality="Lippe", title="Netzwerk aufbauen"),
    ]

    answer = sent(client, round, as_csv(rows))
    assert answer.status_code == 303
    page = client.get(answer["Location"])

    assert Milestone.objects.get().status == "planned"
    for words in (
        "Noch ist nichts übernommen", "neu 1", "geändert 1", "Netzwerk aufbauen",
        "neuer Meilenstein", "mit einem Eintrag: geplant → gefährdet",
    ):  # fmt: skip
        assert words in shown(page)

    done = client.post(answer["Location"], follow=True)

    assert done.redirect_chain == [(f"/cockpit/{round.pk}/", 303)]
    assert "2 Meilensteine wurden aus der Tabelle übernommen." in shown(done)
    assert [one.status for one in Milestone.objects.order_by("pk")] == ["risk", "planned"]
    assert client.get(answer["Location"]).status_code == 404


def test_a_table_with_errors_shows_their_lines_and_has_no_button(client, coordinator, round, team):
    answer = sent(client, round, as_csv([line(municipality="Nirgends", title="Ziel")]))

    page = client.get(answer["Location"])
    assert page.content.decode().count("<title>Fehler:") == 1
    assert "Zeile 2 Kommune „Nirgends“ hat kein Team" in shown(page)
    assert "Alles übernehmen" not in shown(page)

    refused = client.post(answer["Location"])
    assert (refused.status_code, Milestone.objects.count()) == (422, 0)


def test_a_table_can_be_discarded(client, coordinator, round, team):
    answer = sent(client, round, as_csv([line(municipality="Lippe", title="Ziel")]))
    page = client.post(f"{answer['Location']}verwerfen/", follow=True)
    assert "Es hat sich nichts geändert." in shown(page)
    assert TableImport.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tabelle.csv", b"a;b\n1;2", "Diese Spalten fehlen: Kennung"),
        ("tabelle.csv", as_csv([]), "Diese Tabelle ist leer"),
        ("tabelle.xlsx", b"PK\x03\x04kaputt", "Fehler"),
        ("tabelle.pdf", b"%PDF-1.7", "eine Datei mit der Endung .xlsx oder .csv"),
        ("tabelle.csv", b"", "leer"),
        ("tabelle.csv", b"x" * 10_000_001, "höchstens 10 MB"),
    ],
)
def test_what_is_no_table_is_answered_in_words_at_the_field(
    client, coordinator, round, name, content, words
):
    answer = sent(client, round, content, name)
    assert answer.status_code == 422
    assert words in shown(answer)
    assert TableImport.objects.count() == 0


def test_no_file_at_all_is_answered_in_words(client, coordinator, round):
    answer = client.post(reverse("workshops:tables", args=[round.pk]))
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei aus." in shown(answer)


def test_a_table_belongs_to_whoever_sent_it(client, coordinator, round, team):
    address = sent(client, round, as_csv([line(municipality="Lippe", title="Ziel")]))["Location"]
    colleague = CoordinatorFactory()
    round.coordinators.add(colleague)

    client.force_login(colleague)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert client.post(f"{address}verwerfen/").status_code == 404

    client.force_login(SuperuserFactory())
    assert client.post(address).status_code == 403
    assert Milestone.objects.count() == 0


def test_who_no_longer_coordinates_the_round_takes_nothing_over(client, coordinator, round, team):
    address = sent(client, round, as_csv([line(municipality="Lippe", title="Ziel")]))["Location"]
    round.coordinators.remove(coordinator)
    assert client.post(address).status_code == 404
    assert Milestone.objects.count() == 0
