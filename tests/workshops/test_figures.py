"""Figures over many rounds, the course of one, and its report on paper."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import Period, berlin_day
from tests.factories import (
    ClearedStatementFactory,
    CoordinatorFactory,
    MeetingFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    PublishedRoundFactory,
    RoundMilestoneFactory,
    StatementFactory,
    TeamFactory,
    TopicFactory,
)
from tests.workshops.rooms import shown
from workshops.formats.status_report import status_report
from workshops.models import Milestone, Round, Statement
from workshops.models.figures import figures

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 31)


@pytest.fixture
def round():
    return PublishedRoundFactory(workshop__short_title="Fachkräfte", number=2)


@pytest.fixture
def coordinator(round, client):
    coordinator = CoordinatorFactory()
    round.coordinators.add(coordinator)
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def lippe(round):
    return TeamFactory(round=round, municipality__short_name="Lippe")


def agreed(team, on=date(2026, 1, 15), **facts):
    return MilestoneFactory(team=team, agreed_on=on, **facts)


def reached(team, on, **facts):
    return agreed(team, status="reached", reached_on=on, **facts)


def named(shares):
    return [(share.name, share.standing.agreed, share.standing.reached) for share in shares]


def test_milestones_are_counted_by_round_kommune_topic_and_year(round, lippe):
    topic = TopicFactory(name="Ganztag")
    olpe = TeamFactory(round=round, municipality__short_name="Olpe")
    reached(lippe, date(2026, 2, 1), topic=topic)
    agreed(lippe, on=date(2025, 12, 1))
    agreed(olpe, topic=topic)
    agreed(olpe, status="dropped")

    told = figures(Round.objects.all(), DAY)

    assert named(told.by_round) == [("Fachkräfte, Durchgang 2", 3, 1)]
    assert named(told.by_municipality) == [("Kreis Lippe", 2, 1), ("Kreis Olpe", 1, 0)]
    assert sorted(named(told.by_topic)) == [("Ganztag", 2, 1), ("ohne Thema", 1, 0)]
    assert told.by_year == [(2025, 1, 0), (2026, 2, 1)]
    assert told.by_municipality[0].percent == 50


def test_a_team_that_leaves_takes_nothing_out_of_the_past(lippe):
    agreed(lippe)
    lippe.state, lippe.left_reason = "left", "Personal fehlt"
    lippe.save()
    assert figures(Round.objects.all(), DAY).whole.agreed == 1


@pytest.mark.parametrize("count", [1, 4])
def test_the_figures_ask_the_same_however_many_rounds_there_are(
    client, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        more = PublishedRoundFactory(number=number + 10)
        more.coordinators.add(coordinator)
        ProgressEntryFactory(milestone=agreed(TeamFactory(round=more)))
    with django_assert_num_queries(4):
        assert client.get(reverse("workshops:figures")).status_code == 200


def test_only_the_own_rounds_are_counted(client, coordinator, lippe):
    agreed(lippe)
    agreed(TeamFactory(municipality__short_name="Olpe"))
    page = shown(client.get(reverse("workshops:figures")))
    assert "Kreis Lippe" in page
    assert "Kreis Olpe" not in page


def test_the_course_is_drawn_and_told_in_a_table(client, coordinator, round, lippe):
    reached(lippe, date(2026, 2, 10))
    agreed(lippe)

    page = client.get(reverse("workshops:course", args=[round.pk]), {"stand": "2026-03-31"})

    text = shown(page)
    assert "Am 31. März 2026: 2 Meilensteine vereinbart, 1 davon erreicht." in text
    assert "31. Januar 2026 2 0 0 0" in text
    assert "28. Februar 2026 2 1 0 0" in text
    assert page.content.decode().count("<svg xmlns") == 1


def test_a_round_without_milestones_says_what_will_stand_here(client, coordinator, round):
    page = shown(client.get(reverse("workshops:course", args=[round.pk])))
    assert "Noch gibt es nichts zu zeichnen" in page


@pytest.mark.parametrize(
    ("stand", "words"),
    [
        ("gestern", "Datum"),
        ("2026-02-30", "Datum"),
        ("1999-12-31", "So lange zurück"),
        ((timezone.now() + timedelta(days=2)).date().isoformat(), "Dieser Tag kommt erst noch."),
        ("9" * 5000, "Datum"),
    ],
)
@pytest.mark.parametrize("name", ["course", "status_report", "figures"])
def test_a_day_that_is_none_is_answered_in_words_with_the_figures_of_today(
    client, coordinator, round, lippe, name, stand, words
):
    agreed(lippe)
    arguments = [] if name == "figures" else [round.pk]
    page = client.get(reverse(f"workshops:{name}", args=arguments), {"stand": stand})
    assert page.status_code == 422
    assert words in shown(page)


def test_the_report_of_a_past_day_is_the_same_for_ever(round, lippe):
    one = agreed(lippe)
    MeetingFactory(round=round, when=Period.day(date(2026, 1, 15)), status="confirmed")
    before = status_report(round, DAY)

    ProgressEntryFactory(
        milestone=one,
        at=datetime(2026, 4, 1, 8, tzinfo=UTC),
        status_from="planned",
        status_to="reached",
        hurdle="Keine Zahlen",
    )
    Milestone.objects.filter(pk=one.pk).update(status="reached", reached_on=date(2026, 4, 1))
    agreed(lippe, on=date(2026, 4, 2))
    MeetingFactory(round=round, when=Period.day(date(2026, 4, 9)), status="confirmed")
    ClearedStatementFactory(team=lippe, cleared_at=datetime(2026, 4, 1, tzinfo=UTC))

    assert status_report(round, DAY) == before
    assert status_report(round, date(2026, 4, 30)) != before


def test_the_report_is_a_download_with_its_day_in_its_name(client, coordinator, round, lippe):
    agreed(lippe)
    address = reverse("workshops:status_report", args=[round.pk])
    answer = client.get(address, {"stand": "2026-03-31"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="statusbericht-fachkraefte-durchgang-2-2026-03-31.pdf"'
    )
    assert answer.content.startswith(b"%PDF-1.7")

    today = berlin_day(timezone.now())
    assert f"{today:%Y-%m-%d}.pdf" in client.get(address)["Content-Disposition"]


@pytest.fixture
def sheet(monkeypatch):
    """What is handed to the sheet, beside the PDF that is made of it."""
    told = {}
    made = status_report.__globals__["typesetting"].pdf

    def pdf(name, data, **more):
        told.update(data)
        return made(name, data, **more)

    monkeypatch.setattr(status_report.__globals__["typesetting"], "pdf", pdf)
    return told


def test_the_report_says_figures_and_cleared_sentences_and_nothing_confidential(
    round, lippe, sheet
):
    shy = TeamFactory(round=round, municipality__short_name="Olpe", is_named_in_public=False)
    common = RoundMilestoneFactory(round=round, title="Bedarfsplanung")
    ProgressEntryFactory(
        milestone=agreed(lippe, common=common, title="Nur für uns"), hurdle="Keine Zahlen"
    )
    reached(shy, date(2026, 2, 1), common=common)
    early = datetime(2026, 3, 1, tzinfo=UTC)
    ClearedStatementFactory(team=lippe, text="Es gibt Zahlen.", cleared_at=early)
    named_one = ClearedStatementFactory(
        team=lippe, text="Wir planen.", names_municipality=True, cleared_at=early
    )
    StatementFactory(team=lippe, proposed_text="Noch nicht frei.")
    withdrawn = ClearedStatementFactory(team=lippe, text="Zurückgezogen.", cleared_at=early)
    Statement.objects.filter(pk=withdrawn.pk).update(
        state="withdrawn", withdrawn_by=withdrawn.cleared_by, withdrawn_at=early
    )

    status_report(round, DAY)

    assert sheet["teams"] == [["Kreis Lippe", 1, 0, 0], ["Weitere Kommunen", 1, 1, 0]]
    assert sheet["common"] == [["Bedarfsplanung", 2, 1]]
    assert sheet["statements"] == [[named_one.text, "Kreis Lippe"], ["Es gibt Zahlen.", ""]]
    everything = str(sheet)
    for secret in ("Olpe", "Keine Zahlen", "Nur für uns", "Noch nicht frei", "Zurückgezogen"):
        assert secret not in everything
