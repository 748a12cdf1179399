"""A round in the cockpit: the grid of Kommunen and milestones, and what it is narrowed down to."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    LeadFactory,
    MeetingFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    QuestionFactory,
    RoundMilestoneFactory,
    TeamFactory,
)
from tests.workshops.rooms import shown
from workshops.models import Milestone, ProgressEntry
from workshops.models.cockpit import grid

pytestmark = pytest.mark.django_db

Status = Milestone.Status


def page(client, round, query=""):
    return client.get(reverse("workshops:cockpit_round", args=[round.pk]) + query)


def on(days):
    day = timezone.localdate() + timedelta(days=days)
    return {"first_day": day, "last_day": day}


def told(milestone, *, weeks=0, **facts):
    return ProgressEntryFactory(
        milestone=milestone, at=timezone.now() - timedelta(weeks=weeks), **facts
    )


def titles(rows):
    return {line.milestone.title for row in rows for line in row.lines}


@pytest.fixture
def round(team):
    return team.round


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def test_a_milestone_stands_below_its_common_one_or_among_the_teams_own(round, team, milestone):
    second, first = (RoundMilestoneFactory(round=round, position=n) for n in (2, 1))
    agreed = MilestoneFactory(team=team, common=second)

    whole = grid(round, timezone.now())

    assert whole.columns == [first, second]
    [row] = whole.rows
    assert [line and line.milestone for line in row.cells] == [None, agreed]
    assert [line.milestone for line in row.own] == [milestone]


def test_the_last_entry_of_each_milestone_is_found(team, milestone):
    told(milestone, weeks=1, hurdle="Alt")
    newest = told(milestone, hurdle="Neu")
    other = told(MilestoneFactory(team=team), weeks=5)
    MilestoneFactory(team=team)

    found = ProgressEntry.objects.newest_of(Milestone.objects.filter(team=team))

    assert set(found) == {newest, other}


def test_a_cell_says_status_deadline_last_entry_and_hurdle(signed_in, round, team):
    column = RoundMilestoneFactory(round=round, title="Bedarf beziffern")
    milestone = MilestoneFactory(team=team, common=column, status=Status.RISK, **on(-39))
    told(milestone, hurdle="Zuständigkeit <ungeklärt>", weeks=2)

    answer = page(signed_in, round)

    assert (
        f"gefährdet : {milestone.title}, {team} Frist: {milestone.when} zuletzt vor 2 Wochen "
        "39 Tage überfällig Hürde: Zuständigkeit <ungeklärt>" in shown(answer)
    )
    html = answer.content.decode()
    assert html.count(f'href="{milestone.get_absolute_url()}"') == 1
    assert html.count("<span") == html.count("</span>")


def test_words_of_the_teams_are_escaped(signed_in, round, team):
    RoundMilestoneFactory(round=round, title='"><script>spalte</script>')
    common = RoundMilestoneFactory(round=round, title="<b>gemeinsam</b>")
    evil = "<script>alert(1)</script>"
    told(MilestoneFactory(team=team, common=common, title=evil), hurdle=evil)
    told(MilestoneFactory(team=team, title=evil), hurdle=evil)

    html = page(signed_in, round).content.decode()

    assert [
        sign for sign in ("<script>alert", "<script>spalte", "<b>gemeinsam") if sign in html
    ] == []


def test_a_silent_team_is_marked_in_its_row(signed_in, round, team, milestone):
    told(milestone, weeks=9)

    assert f"{team} seit 9 Wochen still" in shown(page(signed_in, round))


def test_open_questions_and_hurdles_are_counted(signed_in, round, team, milestone):
    QuestionFactory(round=round)
    QuestionFactory(round=round, answer="Ja.")
    told(milestone, hurdle="Kein Geld")
    done = MilestoneFactory(team=team, status=Status.REACHED, reached_on=timezone.localdate())
    told(done, hurdle="Längst genommen")

    context = page(signed_in, round).context

    assert (context["open_questions"], context["grid"].hurdles) == (1, 1)


# --- narrowed down -------------------------------------------------------------------------------
@pytest.fixture
def mixed(round, team, milestone):
    """One milestone for each filter, and one for none; all but one have been told of."""
    MeetingFactory(round=round, **on(30))
    Milestone.objects.filter(pk=milestone.pk).update(title="unauffällig", **on(90))
    made = {
        title: MilestoneFactory(team=TeamFactory(round=round), title=title, **facts)
        for title, facts in {
            "überfällig": on(-5),
            "still": on(90),
            "Hürde": on(90),
            "bald fällig": on(29),
            "am Tag selbst": on(30),
            "längst erreicht": {
                "status": Status.REACHED,
                "reached_on": timezone.localdate(),
                **on(-50),
            },
        }.items()
    }
    for title, one in made.items():
        told(one, weeks=7 if title == "still" else 0, hurdle="Ja" if title == "Hürde" else "")
    told(milestone)


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("ueberfaellig", {"überfällig"}),
        ("still", {"still"}),
        ("huerde", {"Hürde"}),
        ("faellig", {"überfällig", "bald fällig"}),
    ],
)
def test_a_filter_shows_what_it_says_and_counts_it(signed_in, round, mixed, only, expected):
    answer = page(signed_in, round, f"?nur={only}")
    [chosen] = [one for one in answer.context["filters"] if one["is_chosen"]]

    known = Milestone.objects.values_list("title", flat=True)
    html = "".join(row.cells + row.own for row in answer.context["rows"])
    assert {title for title in known if f"<span>{title}</span>" in html} == expected
    assert (chosen["name"], chosen["count"]) == (only, len(expected))


def test_a_filter_leaves_out_teams_and_columns_without_anything(round, team):
    empty, used = (RoundMilestoneFactory(round=round, position=n) for n in (1, 2))
    late = MilestoneFactory(team=team, common=used, **on(-3))
    MilestoneFactory(team__round=round, common=empty)

    shown_grid = grid(round, timezone.now()).narrowed(lambda _row, line: line.days_overdue > 0)

    assert shown_grid.columns == [used]
    assert [[line and line.milestone for line in row.cells] for row in shown_grid.rows] == [[late]]


def test_without_a_next_day_nothing_is_due_before_it(signed_in, round, milestone):
    answer = page(signed_in, round, "?nur=faellig")

    assert [one["name"] for one in answer.context["filters"]] == [
        "",
        "ueberfaellig",
        "still",
        "huerde",
    ]
    assert answer.context["chosen"] == ""


def test_a_filter_without_a_hit_leads_back_to_all(signed_in, round, milestone):
    assert "Davon gibt es gerade nichts" in shown(page(signed_in, round, "?nur=ueberfaellig"))


@pytest.mark.parametrize(
    "wild", ["A" * 5_000, "' OR 1=1--", "<script>", "__class__", "ueberfaellig\r\n", "💩"]
)
def test_a_wild_filter_shows_the_whole_round(signed_in, round, milestone, wild):
    answer = page(signed_in, round, f"?nur={quote(wild)}&nur={quote(wild)}")

    assert (answer.status_code, answer.context["chosen"]) == (200, "")
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999", "-1", "1e9"])
def test_a_wild_number_is_no_round(signed_in, number):
    assert signed_in.get(f"/cockpit/{number}/").status_code == 404


# --- empty ---------------------------------------------------------------------------------------
def test_a_round_without_teams_says_what_comes_next(signed_in, round, team):
    TeamFactory._meta.model.objects.update(state="invited")

    assert "Noch nimmt kein Team teil" in shown(page(signed_in, round))


def test_a_round_without_milestones_says_what_comes_next(signed_in, round, milestone):
    milestone.delete()

    assert "Meilensteine werden beim Auftakt vereinbart" in shown(page(signed_in, round))


# --- queries -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("teams", "milestones"), [(1, 1), (6, 5)])
def test_a_round_takes_the_same_few_queries_at_any_size(
    signed_in, round, teams, milestones, django_assert_num_queries
):
    columns = [RoundMilestoneFactory(round=round) for _ in range(milestones)]
    MeetingFactory(round=round, **on(30))
    for _ in range(teams):
        team = LeadFactory(team__round=round).team
        for column in columns:
            told(MilestoneFactory(team=team, common=column, **on(-3)))
            told(MilestoneFactory(team=team), weeks=8, hurdle="Ja")

    with django_assert_num_queries(12):
        page(signed_in, round)
