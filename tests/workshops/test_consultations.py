"""Kollegiale Beratung: six steps with minutes, ideas, a decision, and a protocol on paper."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry
from portal.refusals import Refusal
from tests.factories import ConsultationFactory, MilestoneFactory, SheetRowFactory
from tests.workshops.rooms import shown
from workshops.actions import sheets
from workshops.models.consultation import MINUTES, STEPS, stages
from workshops.models.steps import Progress

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def consultation(team):
    return ConsultationFactory(sheet__team=team, sheet__title="Betriebe kommen nicht")


def step_page(consultation, name):
    sheet = consultation.sheet
    args = [sheet.team.public_id, sheet.public_id, name]
    return reverse("workshops:sheet_step", args=args)


def standing(consultation, ideas=()):
    return [stage.progress for stage in stages(consultation, ideas)]


def test_an_hour_is_enough():
    assert MINUTES == sum(step.minutes for step in STEPS) == 55


def test_what_is_filled_in_is_done_and_the_first_gap_is_now(consultation):
    consultation.brought_by, consultation.question = "Lea", "Wie?"

    assert standing(consultation) == [
        Progress.DONE,
        Progress.NOW,
        Progress.DONE,
        Progress.OPEN,
        Progress.OPEN,
        Progress.OPEN,
    ]


def test_ideas_are_done_with_the_first(consultation):
    idea = SheetRowFactory(sheet=consultation.sheet)

    assert standing(consultation, [idea])[3] == Progress.DONE


def test_one_is_led_from_step_to_step_and_to_a_protocol(client, consultation, member):
    milestone = MilestoneFactory(team=consultation.sheet.team, title="Runder Tisch")
    sheet = consultation.sheet
    typed = {
        "rollen": {"brought_by": "Lea", "led_by": "Tom", "held_on": "2026-05-04"},
        "fall": {"case": "Es hakt.\nSeit Mai."},
        "frage": {"question": "Wie gewinnen wir sie?"},
        "entscheidung": {"decision": "Wir gehen hin."},
        "schritt": {"next_step": "Anrufen", "due": "2026-06-01", "milestone": milestone.pk},
    }
    client.force_login(member)
    ways = []
    for version, (name, facts) in enumerate(typed.items(), start=1):
        assert client.get(step_page(consultation, name)).status_code == 200
        sent = {"version": version, "weiter": "1", **facts}
        response = client.post(step_page(consultation, name), sent)
        assert response.status_code == 303
        ways.append(response["Location"].removeprefix(sheet.get_absolute_url()))
    client.post(sheet.get_absolute_url(), {"idea": "Frühstück", "whose": "Alina"})

    assert ways == ["schritt/fall/", "schritt/frage/", "#ideen", "schritt/schritt/", "#schritt"]
    text = shown(client.get(sheet.get_absolute_url()))
    for words in ("4. Mai 2026", "Es hakt. Seit Mai.", "Wir gehen hin.", "Runder Tisch", "Alina"):
        assert words in text
    assert "jetzt" not in text.partition("Ideen sammeln")[0].partition("Schritt für Schritt")[2]
    said = AuditEntry.objects.filter(what="sheet.held").order_by("pk").last()
    assert said.fields == ["due", "milestone", "next_step"]

    args = [sheet.team.public_id, sheet.public_id]
    paper = client.get(reverse("workshops:sheet_pdf", args=args))
    assert b"pdfuaid" in paper.content
    table = client.get(reverse("workshops:sheet_table", args=args)).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert rows[1] == ["Frühstück", "Alina"]
    assert ["Wir gehen hin.", "Die Entscheidung"] in rows


def test_a_conflict_shows_what_others_wrote_and_keeps_the_words(client, consultation, member):
    sheet = consultation.sheet
    sheets.hold(sheet=sheet, version=1, by=member, at=NOW, case="Von Lea")
    client.force_login(member)

    response = client.post(step_page(consultation, "fall"), {"version": 1, "case": "Von Emre"})

    assert response.status_code == 409
    assert "Der Fall – jetzt Von Lea" in shown(response)
    assert "Von Emre" in response.content.decode()
    consultation.refresh_from_db()
    assert consultation.case == "Von Lea"
    again = client.post(step_page(consultation, "fall"), {"version": 2, "case": "Von Emre"})
    assert again.status_code == 303


def test_the_same_words_again_change_nothing(consultation, member):
    sheet = sheets.hold(sheet=consultation.sheet, version=1, by=member, at=NOW, case="Neu")
    sheets.hold(sheet=sheet, version=2, by=member, at=NOW, case="Neu")

    assert AuditEntry.objects.filter(what="sheet.held").count() == 1


def test_a_milestone_of_another_team_is_refused(client, consultation, member):
    foreign = MilestoneFactory(visibility="round", team__round=consultation.sheet.team.round)
    client.force_login(member)

    response = client.post(
        step_page(consultation, "schritt"), {"version": 1, "milestone": foreign.pk}
    )

    assert response.status_code == 422
    with pytest.raises(Refusal, match="anderen Team"):
        sheets.hold(sheet=consultation.sheet, version=1, by=member, at=NOW, milestone=foreign)


@pytest.mark.parametrize("name", ["ideen", "zauberei", "FALL"])
def test_other_steps_are_not_found(client, consultation, member, name):
    client.force_login(member)

    assert client.get(step_page(consultation, name)).status_code == 404


@pytest.mark.parametrize("wild", ["\x00", "x" * 10_000, "2026-13-45", "9999999-01-01"])
def test_wild_words_are_refused_in_german(client, consultation, member, wild):
    client.force_login(member)

    case = client.post(step_page(consultation, "fall"), {"version": 1, "case": wild})
    day = client.post(step_page(consultation, "rollen"), {"version": 1, "held_on": wild})

    assert case.status_code in {303, 422}
    assert day.status_code == 422
    assert client.get(consultation.sheet.get_absolute_url()).status_code == 200


def test_days_are_german(consultation):
    consultation.due = date(2026, 6, 1)

    assert stages(consultation, [])[-1].facts == [("Bis", "1. Juni 2026")]
