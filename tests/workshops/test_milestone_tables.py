"""Milestones as a table: out, back again, and what is objected to."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.dates import Period, Season
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests.factories import (
    CoordinatorFactory,
    MemberFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    PublishedRoundFactory,
    RoundMilestoneFactory,
    TeamFactory,
    TopicFactory,
)
from tests.workshops.tables import Column, as_csv, line, lines
from workshops.actions import milestone_tables
from workshops.models import Milestone, ProgressEntry, TableImport, Team
from workshops.periodic import forget_tables

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.fixture
def round():
    return PublishedRoundFactory()


@pytest.fixture
def coordinator(round):
    coordinator = CoordinatorFactory()
    round.coordinators.add(coordinator)
    return coordinator


@pytest.fixture
def team(round):
    return TeamFactory(round=round, municipality__short_name="Lippe", municipality__ags="05766")


@pytest.fixture
def milestone(team):
    return MilestoneFactory(team=team, title="Bedarf beziffern", when=Period.day(date(2026, 5, 4)))


def send(round, by, rows):
    return milestone_tables.send(
        round=round, content=as_csv(rows), name="tabelle.csv", by=by, at=AT
    )


def take_over(round, by, rows):
    table = send(round, by, rows)
    return milestone_tables.take_over(table=table, by=by, at=AT)


def complaints(round, by, rows):
    plan = milestone_tables.check(table=send(round, by, rows), at=AT)
    return [(one.line, one.column, one.text) for one in plan.complaints]


def test_a_table_sent_back_as_it_was_changes_nothing(round, coordinator, team):
    member = MemberFactory(team=team)
    MilestoneFactory(
        team=team,
        title="=Formel",
        difference="Zeile eins\nZeile zwei",
        when=Period.season(2026, Season.AUTUMN),
        common=RoundMilestoneFactory(round=round),
        responsible=member,
        topic=TopicFactory(),
        visibility="round",
        indicator="+49 251 1234",
        core_theme=TopicFactory(kind="core_theme"),
        unit="Plätze",
        baseline=Decimal("12.5"),
        baseline_on=date(2025, 12, 31),
        target=Decimal(1000),
        source="Eigene Erhebung",
        status="reached",
        reached_on=TODAY,
    )
    MilestoneFactory(team=team, when=Period.day(TODAY))
    ProgressEntryFactory(milestone=MilestoneFactory(team=team), note="-1+1")

    made = take_over(round, coordinator, lines(round))

    assert (made.unchanged, made.changes, made.complaints) == (3, [], [])
    assert ProgressEntry.objects.count() == 1


def test_a_line_without_a_key_is_a_new_milestone(round, coordinator, team):
    member = MemberFactory(team=team, user__email="lea@example.org")
    common = RoundMilestoneFactory(round=round, title="Bedarfsplanung")
    topic = TopicFactory()

    take_over(
        round,
        coordinator,
        [
            line(
                municipality="Kreis Lippe",
                common="bedarfsplanung",
                title="  Bedarf\u200b beziffern ",
                difference="Wir wissen,\nwer fehlt.",
                responsible="Lea@example.org",
                due="Herbst 2026",
                status="in Arbeit",
                visibility="Durchgang",
                topic=str(topic),
                indicator="Zahl der Plätze",
                baseline="1.234,5",
                target="2000",
                note="Beim Auftakt vereinbart.",
            )
        ],
    )

    made = Milestone.objects.get()
    assert (made.team, made.common, made.responsible, made.topic) == (team, common, member, topic)
    assert (made.baseline, made.target) == (Decimal("1234.5"), Decimal(2000))
    assert (made.title, made.difference) == ("Bedarf beziffern", "Wir wissen,\nwer fehlt.")
    assert (str(made.when), made.status, made.visibility) == ("Herbst 2026", "progress", "round")
    entry = made.entries.get()
    assert (entry.author, entry.at, entry.note) == (coordinator, AT, "Beim Auftakt vereinbart.")
    assert (entry.status_from, entry.status_to) == ("planned", "progress")
    notes = AuditEntry.objects.filter(scope=round.scope).values_list("what", flat=True)
    assert sorted(notes) == ["milestone.created", "milestone_table.taken_over"]
    assert TableImport.objects.count() == 0


def test_what_differs_is_changed_and_counted_as_a_new_version(round, coordinator, milestone):
    [row] = lines(round)
    row |= {Column.TITLE: "Bedarf genau beziffern", Column.DUE: "", Column.STATUS: "erreicht"}

    made = take_over(round, coordinator, [row])

    milestone.refresh_from_db()
    assert made.changed[0].columns == ["Titel", "Frist", "Status", "Erreicht am"]
    assert (milestone.title, milestone.when) == ("Bedarf genau beziffern", None)
    assert (milestone.status, milestone.reached_on, milestone.version) == ("reached", TODAY, 2)
    assert [entry.status_to for entry in milestone.entries.all()] == ["reached"]
    fields = AuditEntry.objects.get(what="milestone.changed").fields
    assert fields == ["reached_on", "status", "title", "when"]


def test_an_entry_alone_leaves_the_milestone_as_it_was(round, coordinator, milestone):
    [row] = lines(round)

    take_over(round, coordinator, [{**row, Column.HURDLE: "Keine Zahlen der Kammer"}])

    milestone.refresh_from_db()
    assert (milestone.version, milestone.entries.get().hurdle) == (1, "Keine Zahlen der Kammer")


@pytest.mark.parametrize(
    ("words", "column", "text"),
    [
        ({"municipality": "Kreis Nirgends"}, "Kommune", "hat kein Team"),
        ({"municipality": ""}, "Kommune", "hat kein Team"),
        ({"title": ""}, "Titel", "darf nicht leer"),
        ({"title": "x" * 201}, "Titel", "höchstens 200 Zeichen"),
        ({"title": "bedarf beziffern"}, "Titel", "schon einen Meilenstein mit diesem Titel"),
        ({"common": "Gibt es nicht"}, "Gemeinsamer Meilenstein", "ist hier nicht bekannt"),
        (
            {"common": "Schon vergeben"},
            "Gemeinsamer Meilenstein",
            "diesen gemeinsamen Meilenstein schon",
        ),
        ({"responsible": "fremd@example.org"}, "Zuständig (E-Mail)", "aktives Mitglied"),
        ({"due": "irgendwann"}, "Frist", "irgendwann"),
        ({"due": "31.02.2026"}, "Frist", "31.02.2026"),
        ({"status": "fertig"}, "Status", "ist hier nicht bekannt"),
        ({"reached": "02.03.2026"}, "Erreicht am", "Tag des Erreichens"),
        ({"status": "erreicht", "reached": "bald"}, "Erreicht am", "bald"),
        ({"visibility": "alle"}, "Sichtbar für", "ist hier nicht bekannt"),
        ({"topic": "Gartenbau"}, "Thema", "ist hier nicht bekannt"),
        ({"core_theme": "Gartenbau"}, "Kernthema", "ist hier nicht bekannt"),
        ({"indicator": "Plätze", "target": "viele"}, "Zielwert", "Zahl"),
        ({"target": "12"}, "Woran man es erkennt", ""),
        ({"indicator": "Plätze", "baseline_on": "1.2.2026"}, "Ausgangswert", ""),
        ({"note": "x" * 2001}, "Neuer Eintrag", "höchstens 2000 Zeichen"),
        ({"hurdle": "x" * 301}, "Neue Hürde", "höchstens 300 Zeichen"),
        ({"key": "keine-kennung"}, "Kennung", "keinen Meilenstein mit dieser Kennung"),
    ],
)
def test_each_objection_names_its_line_and_column(
    round, coordinator, milestone, words, column, text
):
    milestone.common = RoundMilestoneFactory(round=round, title="Schon vergeben")
    milestone.save()
    good = line(municipality="Lippe", title="Ein anderer")
    bad = line(**{"municipality": "Lippe", "title": "Noch einer", **words})

    [complaint] = complaints(round, coordinator, [good, bad])

    assert complaint[:2] == (3, column)
    assert text in complaint[2]
    with pytest.raises(Refusal, match="Es wurde nichts übernommen"):
        take_over(round, coordinator, [good, bad])
    assert Milestone.objects.count() == 1
    assert ProgressEntry.objects.count() == 0


def test_two_lines_may_not_say_the_same(round, coordinator, milestone):
    RoundMilestoneFactory(round=round, title="Gemeinsam")
    [row] = lines(round)
    same = line(municipality="Lippe", title="Doppelt", common="Gemeinsam")

    found = complaints(round, coordinator, [row, row, same, same])

    assert [(number, column) for number, column, _ in found] == [
        (3, "Kennung"), (5, "Titel"), (5, "Gemeinsamer Meilenstein")
    ]  # fmt: skip


def test_a_milestone_never_changes_its_team(round, coordinator, milestone):
    TeamFactory(round=round, municipality__short_name="Olpe")
    [row] = lines(round)
    assert complaints(round, coordinator, [{**row, Column.MUNICIPALITY: "Olpe"}]) == [
        (2, "Kommune", "Dieser Meilenstein gehört zu: Kreis Lippe.")
    ]


def test_an_outdated_line_is_refused_and_overwrites_nothing(round, coordinator, milestone):
    [row] = lines(round)
    Milestone.objects.update(title="Inzwischen anders", version=2)

    [(_line, column, text)] = complaints(round, coordinator, [row])

    assert (column, "nachdem die Tabelle geladen wurde" in text) == ("Fassung", True)


def test_keys_of_another_round_and_teams_that_left_are_not_known(round, coordinator, milestone):
    foreign = MilestoneFactory()
    gone = TeamFactory(round=round, municipality__short_name="Olpe")
    Team.objects.filter(pk=gone.pk).update(state="left", left_reason="Personal fehlt")
    rows = [
        line(key=str(foreign.public_id), municipality="Lippe", title="Fremd"),
        line(municipality="Olpe", title="Verlassen"),
    ]
    assert [one[:2] for one in complaints(round, coordinator, rows)] == [
        (2, "Kennung"), (3, "Kommune")
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_lines(
    round, coordinator, team, count, django_assert_num_queries
):
    table = send(
        round,
        coordinator,
        [line(municipality="Lippe", title=f"Ziel {n}", status="gefährdet") for n in range(count)],
    )
    with django_assert_num_queries(14):
        milestone_tables.take_over(table=table, by=coordinator, at=AT)
    assert Milestone.objects.count() == count


def test_a_table_that_nobody_took_over_is_forgotten_after_a_day(round, coordinator, team):
    send(round, coordinator, [line(municipality="Lippe", title="Ziel")])
    forget_tables(datetime(2026, 3, 3, 8, 59, tzinfo=UTC))
    assert TableImport.objects.count() == 1
    forget_tables(datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert TableImport.objects.count() == 0
