"""Akteursanalyse: added, changed, removed, brought back; drawn and exported."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry
from portal.refusals import Conflict, Refusal
from tests.factories import ActorFactory, TeamFactory
from tests.workshops.rooms import shown
from workshops import periodic
from workshops.actions import actors
from workshops.formats import actor_map
from workshops.models import Actor

pytestmark = pytest.mark.django_db

FACTS = {"kind": "school", "interest": 4, "influence": 2, "relation": "loose", "note": ""}
NOW = timezone.now()


def page(team):
    return reverse("workshops:actors", args=[team.public_id])


def edit_page(actor):
    return reverse("workshops:actor", args=[actor.team.public_id, actor.pk])


def words(**facts):
    return {"name": "Schulamt", **FACTS, **facts}


# --- pages ---------------------------------------------------------------------------------------
def test_a_member_adds_an_actor_and_finds_it_on_map_and_table(client, team, member):
    client.force_login(member)

    response = client.post(page(team), words(note="Erst anrufen."))

    assert (response.status_code, response["Location"]) == (303, f"{page(team)}?neu=1#neu")
    text = shown(client.get(page(team)))
    assert "Schulamt Erst anrufen. Schule und Ausbildung 4 2 lose verbunden" in text
    assert client.get(page(team)).content.decode().count("<polygon") == 2  # the dot, the legend
    audit = AuditEntry.objects.get(what="actor.added")
    assert (audit.by, audit.scope, audit.fields) == (member, team.round.scope, [])


def test_a_coordinator_reads_and_gets_no_form(client, team, coordinator):
    ActorFactory(team=team, name="Kämmerei")
    client.force_login(coordinator)

    response = client.get(page(team))

    assert "Kämmerei" in shown(response)
    assert b'name="influence"' not in response.content
    assert b"entfernen/" not in response.content


def test_an_empty_form_is_refused_field_by_field(client, team, member):
    client.force_login(member)

    response = client.post(page(team), {})

    assert response.status_code == 422
    assert "Fehler:" in response.content.decode().split("</title>")[0]
    text = shown(response)
    for sentence in (
        "Wer: Bitte schreiben Sie, um wen es geht.",
        "Interesse am Thema: Bitte wählen Sie eine Zahl von 1 bis 5.",
        "Einfluss auf das Thema: Bitte wählen Sie eine Zahl von 1 bis 5.",
    ):
        assert sentence in text
    assert Actor.objects.count() == 0


def test_a_name_that_is_there_already_is_refused_with_what_was_typed(client, team, member):
    ActorFactory(team=team, name="Schulamt")
    client.force_login(member)

    response = client.post(page(team), words(note="Noch einmal"))

    assert response.status_code == 422
    assert "Das Team hat schon einen Akteur mit diesem Namen." in shown(response)
    assert "Noch einmal" in response.content.decode()


def test_a_change_is_saved_and_counted(client, team, member):
    actor = ActorFactory(team=team, name="Schulamt", interest=1)
    client.force_login(member)

    response = client.post(edit_page(actor), words(version=1, interest=5))

    assert (response.status_code, response["Location"]) == (303, page(team))
    actor.refresh_from_db()
    assert (actor.interest, actor.version) == (5, 2)
    changed = AuditEntry.objects.get(what="actor.changed").fields
    assert changed == ["influence", "interest", "kind", "relation"]


def test_a_second_click_is_no_conflict(client, team, member):
    actor = ActorFactory(team=team, name="Schulamt", interest=1)
    client.force_login(member)

    answers = [client.post(edit_page(actor), words(version=1, interest=5)) for _ in range(2)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(303, page(team))] * 2
    actor.refresh_from_db()
    assert (actor.interest, actor.version) == (5, 2)


def test_who_was_overtaken_sees_both_versions_and_can_save_all_the_same(client, team, member):
    actor = ActorFactory(team=team, name="Schulamt")
    actors.change(actor=actor, version=1, by=member, at=NOW, **words(note="Von Lea."))
    client.force_login(member)

    response = client.post(edit_page(actor), words(version=1, note="Von Emre."))

    assert response.status_code == 409
    text = shown(response)
    assert "Das wurde inzwischen geändert" in text
    assert "Notiz – jetzt Von Lea." in text
    assert "Von Emre." in text
    assert Actor.objects.get().note == "Von Lea."

    again = client.post(edit_page(actor), words(version=2, note="Von Emre."))

    assert again.status_code == 303
    assert Actor.objects.get().note == "Von Emre."


def test_a_change_to_what_was_removed_is_refused_and_loses_no_word(client, team, member):
    actor = ActorFactory(team=team, name="Schulamt", removed_at=NOW)
    client.force_login(member)

    response = client.post(edit_page(actor), words(version=1, note="Mein Text"))

    assert response.status_code == 422
    assert "Das wurde inzwischen entfernt. Bitte holen Sie es zuerst zurück." in shown(response)
    assert "Mein Text" in response.content.decode()


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30])
def test_a_form_without_a_proper_version_is_refused(client, team, member, version):
    actor = ActorFactory(team=team, name="Schulamt")
    client.force_login(member)

    response = client.post(edit_page(actor), words(version=version))

    assert response.status_code == (409 if version.startswith("9") else 422)
    assert Actor.objects.get().version == 1


def test_what_is_removed_can_be_brought_back(client, team, member):
    actor = ActorFactory(team=team, name="Schulamt")
    client.force_login(member)

    client.post(f"{edit_page(actor)}entfernen/")
    removed = shown(client.get(page(team)))
    client.post(f"{edit_page(actor)}zurueckholen/")
    back = shown(client.get(page(team)))

    assert "„Schulamt“ ist entfernt." in removed
    assert "Zurückholen : Schulamt" in removed
    assert "Tabelle" not in removed.partition("„Schulamt“")[0]
    assert "„Schulamt“ ist wieder da." in back
    assert "Entfernt" not in back
    said = [entry.what for entry in AuditEntry.objects.order_by("pk")]
    assert said == ["actor.removed", "actor.brought_back"]


def test_what_was_named_anew_meanwhile_does_not_come_back_twice(client, team, member):
    gone = ActorFactory(team=team, name="Schulamt", removed_at=NOW)
    ActorFactory(team=team, name="Schulamt")
    client.force_login(member)

    client.post(f"{edit_page(gone)}zurueckholen/")

    assert "Das Team hat schon einen Akteur mit diesem Namen." in shown(client.get(page(team)))
    gone.refresh_from_db()
    assert gone.removed_at is not None


def test_an_actor_of_another_team_is_not_found(client, team, member):
    foreign = ActorFactory()
    client.force_login(member)

    for path in (
        reverse("workshops:actor", args=[team.public_id, foreign.pk]),
        reverse("workshops:actor", args=[team.public_id, 10**30]),
        edit_page(foreign),
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(f"{path}entfernen/").status_code == 404, path


@pytest.mark.parametrize(
    "wild", ["\x00", "x" * 10_000, "Zeile\r\nBcc: a@example.org", "\u202e", " "]
)
def test_wild_words_are_saved_clean_or_refused_in_german(client, team, member, wild):
    client.force_login(member)

    response = client.post(page(team), words(name=wild, note=wild, kind="school"))

    assert response.status_code in {303, 422}
    kept = [actor.name for actor in Actor.objects.all()]
    assert [name for name in kept if set(name) & {"\n", "\x00", "\u202e"}] == []
    assert client.get(page(team)).status_code == 200


def test_wild_choices_are_refused(client, team, member):
    client.force_login(member)

    response = client.post(
        page(team), words(kind="king", relation="'--", interest="6", influence="1e9")
    )

    assert response.status_code == 422
    assert Actor.objects.count() == 0


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_asks_the_same_of_the_database_at_every_size(
    client, team, member, number, django_assert_num_queries
):
    ActorFactory.create_batch(number, team=team)
    ActorFactory.create_batch(number, team=team, removed_at=NOW)
    client.force_login(member)

    with django_assert_num_queries(6):
        client.get(page(team))


# --- rules ---------------------------------------------------------------------------------------
def test_there_is_room_for_sixty(team, member):
    ActorFactory.create_batch(actors.MOST - 1, team=team)
    ActorFactory(team=team, removed_at=NOW)
    actors.add(team=team, by=member, at=NOW, **words())

    with pytest.raises(Refusal, match="Platz für 60 Einträge"):
        actors.add(team=team, by=member, at=NOW, **words(name="Noch jemand"))


def test_the_same_facts_again_change_nothing(team, member):
    actor = ActorFactory(team=team, **words())

    actors.change(actor=actor, version=1, by=member, at=NOW, **words())

    actor.refresh_from_db()
    assert actor.version == 1
    assert AuditEntry.objects.count() == 0


def test_an_action_refuses_an_old_version_and_figures_out_of_range(team, member):
    actor = ActorFactory(team=team, name="Schulamt", version=3)

    with pytest.raises(Conflict):
        actors.change(actor=actor, version=2, by=member, at=NOW, **words())
    with pytest.raises(ValidationError, match="von 1 bis 5"):
        actors.change(actor=actor, version=3, by=member, at=NOW, **words(interest=6))


def test_after_thirty_days_the_clock_deletes_what_was_removed():
    ActorFactory(name="steht")
    ActorFactory(name="gestern", removed_at=NOW - timedelta(days=1))
    ActorFactory(name="lange her", removed_at=NOW - timedelta(days=31))

    periodic.forget_what_was_removed(NOW)

    assert sorted(Actor.objects.values_list("name", flat=True)) == ["gestern", "steht"]


# --- the map -------------------------------------------------------------------------------------
def drawn(*figures):
    return actor_map.drawing(
        [
            Actor(name=f"Akteur mit Namen {n}", interest=interest, influence=influence)
            for n, (interest, influence) in enumerate(figures)
        ]
    )


def test_nobody_gives_no_map():
    assert actor_map.drawing([]) is None


def test_interest_goes_to_the_right_and_influence_upwards():
    little, much = drawn((1, 1), (5, 5)).dots

    assert little.x < much.x
    assert little.y > much.y


@pytest.mark.parametrize("number", [1, 2, 5, 9, 60])
def test_dots_of_one_square_lie_apart_and_inside(number):
    made = drawn(*[(3, 3)] * number)

    places = {(dot.x, dot.y) for dot in made.dots}
    assert len(places) == number
    across, down = (made.across[2], made.across[3]), (made.down[2], made.down[3])
    assert {across[0] < x < across[1] and down[0] < y < down[1] for x, y in places} == {True}


def test_names_cover_neither_each_other_nor_a_dot():
    made = drawn(*[(i, f) for i in range(1, 6) for f in range(1, 6) for _again in range(2)])

    names = [dot.name.box for dot in made.dots if dot.name]
    boxes = names + [dot.box for dot in made.dots]
    assert len(names) > 20
    assert [
        (one, other) for n, one in enumerate(names) for other in boxes[n + 1 :] if one.covers(other)
    ] == []


def test_a_very_long_name_is_cut_on_the_map_only(client, team, member):
    ActorFactory(team=team, name="Donaudampfschifffahrtsgesellschaft" * 4)
    client.force_login(member)

    text = shown(client.get(page(team)))

    assert "Donaudampfschifffahrtsgesellschaft" * 4 in text


# --- exports -------------------------------------------------------------------------------------
def test_the_table_opens_in_a_spreadsheet_without_formulas(client, team, coordinator):
    ActorFactory(team=team, **words(name="=1+1", note="+49 251"))
    client.force_login(coordinator)

    response = client.get(reverse("workshops:actors_table", args=[team.public_id]))

    assert response["Content-Disposition"].startswith('attachment; filename="akteure-')
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Nr.", "Wer", "Bereich", "Interesse", "Einfluss", "Beziehung", "Notiz"],
        ["1", "'=1+1", "Schule und Ausbildung", "4", "2", "lose verbunden", "+49 251"],
    ]


@pytest.mark.parametrize("number", [0, 1, 60])
def test_the_pdf_is_accessible_and_typed_text_stays_text(client, team, member, number):
    for n in range(number):
        ActorFactory(team=team, **words(name=f'#panic("{n}") <b> $x$', note="*fett* \\ #x"))
    client.force_login(member)

    response = client.get(reverse("workshops:actors_pdf", args=[team.public_id]))

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert b"pdfuaid" in response.content


def test_the_list_of_sheets_says_how_to_begin_and_how_far_one_is(client, team, member):
    client.force_login(member)
    address = reverse("workshops:sheets", args=[team.public_id])
    empty = shown(client.get(address))
    ActorFactory(team=team)
    ActorFactory(removed_at=NOW, team=team)
    ActorFactory(team=TeamFactory())

    assert "Akteursanalyse beginnen" in empty
    assert "Karte mit 1 Akteur öffnen" in shown(client.get(address))
