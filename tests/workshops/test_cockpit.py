"""The cockpit: who sees which rounds, and in which figures."""

import random
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import BERLIN
from tests.factories import (
    CoordinatorFactory,
    EditorFactory,
    LeadFactory,
    MeetingFactory,
    MemberFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    PublishedRoundFactory,
    RoundFactory,
    SuperuserFactory,
    TeamFactory,
)
from tests.workshops.rooms import shown
from workshops.models import Milestone, Round
from workshops.models.cockpit import Tally, standings
from workshops.models.round import SILENT_AFTER_WEEKS

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN)
TODAY = NOW.date()
Status = Milestone.Status
COCKPIT = "/cockpit/"


def due(day, **facts):
    return {"first_day": day, "last_day": day, **facts}


def standing_of(round):
    [standing] = standings(Round.objects.filter(pk=round.pk), NOW)
    return standing


def told(milestone, days_ago):
    return ProgressEntryFactory(milestone=milestone, at=NOW - timedelta(days=days_ago))


# --- who may -------------------------------------------------------------------------------------
def test_coordinators_see_the_rounds_they_are_assigned_to(client, coordinator, team):
    RoundFactory()
    client.force_login(coordinator)

    found = client.get(COCKPIT).context["standings"]

    assert [standing.round for standing in found] == [team.round]


def test_superusers_see_all_rounds(client, team):
    other = RoundFactory()
    client.force_login(SuperuserFactory())

    found = client.get(COCKPIT).context["standings"]

    assert {standing.round for standing in found} == {team.round, other}


def test_an_assignment_without_the_role_opens_nothing(client, team):
    editor = EditorFactory()
    team.round.coordinators.add(editor)
    client.force_login(editor)

    codes = [client.get(address).status_code for address in (COCKPIT, of(team.round))]

    assert codes == [403, 403]


def of(round):
    return reverse("workshops:cockpit_round", args=[round.pk])


def test_a_round_taken_away_is_gone_with_the_next_request(client, coordinator, team):
    client.force_login(coordinator)
    before = client.get(of(team.round)).status_code
    team.round.coordinators.remove(coordinator)

    assert (before, client.get(of(team.round)).status_code) == (200, 404)


def test_who_coordinates_nothing_is_told_what_comes_next(client):
    client.force_login(CoordinatorFactory())

    assert "Noch ist Ihnen kein Durchgang zugeordnet" in shown(client.get(COCKPIT))


@pytest.mark.parametrize(
    ("make", "link"),
    [
        (CoordinatorFactory, "Cockpit"),
        (SuperuserFactory, "Cockpit"),
        (EditorFactory, "Meine Teams"),
    ],
)
def test_the_header_leads_to_the_cockpit_or_to_the_teams(client, make, link):
    client.force_login(make())

    header = shown(client.get("/")).partition("Abmelden")[0]

    assert [word for word in ("Cockpit", "Meine Teams") if word in header] == [link]


def test_running_rounds_come_first_and_finished_ones_last(client):
    finished, prepared, running = (
        RoundFactory(phase=phase) for phase in ("finished", "preparation", "running")
    )

    assert list(Round.objects.running_first()) == [running, prepared, finished]


# --- figures -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "share"),
    [
        ({"status": Status.PLANNED}, "on_track"),
        (due(TODAY, status=Status.PROGRESS), "on_track"),
        ({"status": Status.POSTPONED}, "on_track"),
        (due(TODAY, status=Status.RISK), "at_risk"),
        (due(TODAY - timedelta(days=1), status=Status.RISK), "overdue"),
        (due(TODAY - timedelta(days=1), status=Status.PLANNED), "overdue"),
        (due(date(2020, 1, 1), status=Status.REACHED), "reached"),
        (due(date(2020, 1, 1), status=Status.DROPPED), None),
    ],
)
def test_each_milestone_counts_once(facts, share):
    assert Tally.of([Milestone(**facts)], TODAY)._asdict() == {
        name: int(name == share) for name in Tally._fields
    }


@pytest.mark.parametrize("seed", range(20))
def test_the_figures_add_up_whatever_the_milestones_are(seed):
    dice = random.Random(seed)
    milestones = [
        Milestone(**due(TODAY + timedelta(dice.randint(-9, 9)), status=dice.choice(Status.values)))
        for _ in range(dice.randint(0, 60))
    ]
    open_ones = [m for m in milestones if m.status not in {Status.REACHED, Status.DROPPED}]

    tally = Tally.of(milestones, TODAY)

    assert tally.total == sum(m.status != Status.DROPPED for m in milestones)
    assert tally.reached == sum(m.status == Status.REACHED for m in milestones)
    assert tally.overdue == sum(m.last_day < TODAY for m in open_ones)
    assert tally.on_track + tally.at_risk == sum(m.last_day >= TODAY for m in open_ones)


def test_only_teams_that_take_part_count():
    round = PublishedRoundFactory()
    MilestoneFactory(team__round=round)
    MilestoneFactory(team__round=round, team__state="invited")
    MilestoneFactory(team__round=round, team__state="left", team__left_reason="Kein Personal.")

    standing = standing_of(round)

    assert (len(standing.teams), standing.tally.total) == (1, 1)


@pytest.mark.parametrize(
    ("days_ago", "is_silent"),
    [(SILENT_AFTER_WEEKS * 7 - 1, False), (SILENT_AFTER_WEEKS * 7, True)],
)
def test_a_team_is_silent_six_weeks_after_its_last_entry(team, milestone, days_ago, is_silent):
    told(milestone, days_ago=200)
    told(MilestoneFactory(team=team), days_ago)

    assert standing_of(team.round).silent == ([team] if is_silent else [])


def test_before_its_first_word_a_team_is_silent_since_the_kick_off(team, milestone):
    kick_off = TODAY - timedelta(weeks=7)
    MeetingFactory(round=team.round, **due(kick_off))

    [standing] = standing_of(team.round).teams

    assert (standing.weeks_silent, standing.is_silent) == (7, True)


def test_a_team_before_its_kick_off_is_not_silent(team, milestone):
    MeetingFactory(round=team.round, **due(TODAY + timedelta(weeks=7)))

    assert standing_of(team.round).silent == []


@pytest.mark.parametrize("done", ["milestone", "round"])
def test_nobody_is_silent_who_has_nothing_left_to_say(team, milestone, done):
    told(milestone, days_ago=200)
    if done == "round":
        Round.objects.filter(pk=team.round.pk).update(phase=Round.Phase.FINISHED)
    else:
        Milestone.objects.update(status=Status.REACHED, reached_on=TODAY)

    assert standing_of(team.round).silent == []


def test_a_team_is_without_lead_when_the_last_one_has_gone(team):
    led = LeadFactory(team__round=team.round).team
    LeadFactory(team=team, until_day=timezone.localdate())
    MemberFactory(team=team)

    standing = standing_of(team.round)

    assert (standing.without_lead, led in [s.team for s in standing.teams]) == ([team], True)


def test_the_next_day_is_named(client, coordinator, team):
    gone = {"status": "cancelled", "status_reason": "Krank", **due(date(2999, 1, 1))}
    MeetingFactory(round=team.round, title="Abgesagt", **gone)
    MeetingFactory(round=team.round, title="Zwischenbilanz", **due(date(2999, 2, 3)))
    client.force_login(coordinator)

    assert "Nächster Termin: Zwischenbilanz , 3. Februar 2999" in shown(client.get(COCKPIT))


# --- queries -------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_all_rounds_take_the_same_number_of_queries(client, count, django_assert_num_queries):
    coordinator = CoordinatorFactory()
    for _ in range(count):
        team = LeadFactory(team__round=PublishedRoundFactory()).team
        team.round.coordinators.add(coordinator)
        for _ in range(count):
            told(MilestoneFactory(team=team), 3)
            MeetingFactory(round=team.round, **due(date(2999, 1, 1)))
            TeamFactory(round=team.round)
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        client.get(COCKPIT)
