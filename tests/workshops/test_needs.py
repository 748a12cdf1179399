"""What needs a coordinator now: what is on the list, in which order, and what is not."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from portal.dates import BERLIN
from portal.models import OutgoingMail
from tests.factories import (
    AgendaItemFactory,
    CoordinatorFactory,
    InvitationFactory,
    LeadFactory,
    MeetingFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    PublishedRoundFactory,
    QuestionFactory,
    StatementFactory,
)
from tests.workshops.rooms import shown
from workshops.models import Milestone, Round, TeamInvitation
from workshops.models.cockpit import standings
from workshops.models.needs import Kind, needs

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN)
TODAY = NOW.date()
COCKPIT = "/cockpit/"


@pytest.fixture
def team():
    """A team with its lead and nothing amiss."""
    return LeadFactory().team


def found(at=NOW):
    return needs(standings(Round.objects.all(), at), at)


def kinds():
    return [need.kind for need in found()]


def due(days):
    return {"first_day": TODAY + timedelta(days=days), "last_day": TODAY + timedelta(days=days)}


def told(milestone, days_ago=0, **facts):
    return ProgressEntryFactory(milestone=milestone, at=NOW - timedelta(days=days_ago), **facts)


def invited(team, *, expires_in, **facts):
    invitation = InvitationFactory(
        created_at=NOW - timedelta(days=60), expires_at=NOW + timedelta(days=expires_in), **facts
    )
    return TeamInvitation.objects.create(invitation=invitation, team=team, role="member")


def failed(scope, number=1, **facts):
    return OutgoingMail.objects.create(
        recipient="a@example.org", subject="Betreff", text="Text", occasion=f"probe:{number}",
        scope=scope, state="failed", posted_at=NOW, next_attempt_at=NOW, **facts,
    )  # fmt: skip


def test_a_round_in_order_needs_nothing(team):
    told(MilestoneFactory(team=team, **due(30)))
    day = MeetingFactory(round=team.round, **due(5))
    AgendaItemFactory(meeting=day)
    QuestionFactory(round=team.round, answer="Ja.")

    assert found() == []


def test_each_kind_is_named_once_and_in_the_order_of_urgency(team):
    told(MilestoneFactory(team=team, **due(-3)), 50)
    lone = MilestoneFactory().team
    lone.round = team.round
    lone.save()
    told(MilestoneFactory(team=lone), hurdle="Kein Geld", note="")
    MeetingFactory(round=team.round, **due(13))
    invited(team, expires_in=2)
    StatementFactory(team=team, proposed_at=NOW)
    QuestionFactory(round=team.round)
    failed(team.round.scope)
    Round.objects.exclude(pk=team.round_id).delete()

    assert kinds() == list(Kind)


def test_several_deadlines_of_a_team_are_one_line_with_the_longest(team):
    for days in (-3, -40, 4):
        told(MilestoneFactory(team=team, **due(days)))

    [need] = found()

    assert (need.kind, need.count, need.days) == (Kind.OVERDUE, 2, 40)


@pytest.mark.parametrize(("days_ahead", "is_needed"), [(13, True), (14, False)])
def test_a_day_wants_its_agenda_two_weeks_ahead(team, days_ahead, is_needed):
    MeetingFactory(round=team.round, **due(days_ahead))

    assert kinds() == ([Kind.AGENDA] if is_needed else [])


def test_an_old_or_overcome_hurdle_is_no_news(team):
    told(MilestoneFactory(team=team), 15, hurdle="Alt")
    overcome = MilestoneFactory(team=team)
    told(overcome, 3, hurdle="Genommen")
    told(overcome, 1)
    done = MilestoneFactory(team=team, status=Milestone.Status.REACHED, reached_on=TODAY)
    told(done, hurdle="Am Ende egal")

    assert kinds() == []


@pytest.mark.parametrize(
    ("facts", "is_needed"),
    [
        ({"expires_in": 2}, True),
        ({"expires_in": -13}, True),
        ({"expires_in": 4}, False),
        ({"expires_in": -15}, False),
        ({"expires_in": 2, "used_at": NOW}, False),
        ({"expires_in": 2, "withdrawn_at": NOW}, False),
    ],
)
def test_an_invitation_counts_when_it_runs_out_unanswered(team, facts, is_needed):
    invited(team, **facts)

    assert kinds() == ([Kind.INVITATION] if is_needed else [])


def test_mails_count_that_failed_in_own_rounds_and_were_no_sign_in(team):
    failed(team.round.scope, 1)
    failed(team.round.scope, 2)
    failed("round:999999", 3)
    failed(team.round.scope, 4, is_sign_in=True)

    [need] = found()

    assert (need.kind, need.count) == (Kind.MAIL, 2)


def test_a_finished_round_needs_nothing_any_more(team):
    MilestoneFactory(team=team, **due(-30))
    QuestionFactory(round=team.round)
    Round.objects.update(phase=Round.Phase.FINISHED)

    assert found() == []


def test_the_round_says_how_long_a_silence_is(team):
    told(MilestoneFactory(team=team), 21)
    before = kinds()
    Round.objects.update(silent_after_weeks=3)

    assert (before, kinds()) == ([], [Kind.SILENT])


# --- the page ------------------------------------------------------------------------------------
def test_the_cockpit_begins_with_it_and_folds_up_the_rest(client, coordinator, team):
    for number in range(10):
        late = LeadFactory(team__round=team.round).team
        day = timezone.localdate() - timedelta(days=number + 1)
        MilestoneFactory(team=late, title=f"Frist {number}", first_day=day, last_day=day)
    team.round.coordinators.add(coordinator)
    client.force_login(coordinator)

    words = shown(client.get(COCKPIT))

    assert "Frist 9 liegt 10 Tage über der Frist" in words
    assert "2 weitere" in words


def test_of_a_great_many_the_most_urgent_are_shown_and_the_others_counted(
    client, coordinator, team
):
    day = timezone.localdate() - timedelta(days=3)
    for _ in range(50):
        late = LeadFactory(team__round=team.round).team
        MilestoneFactory(team=late, first_day=day, last_day=day)
    team.round.coordinators.add(coordinator)
    client.force_login(coordinator)

    assert "2 weitere sind weniger dringend" in shown(client.get(COCKPIT))


def test_nothing_to_do_is_said_in_a_friendly_way(client, coordinator):
    client.force_login(coordinator)

    assert "Im Moment nichts" in shown(client.get(COCKPIT))


def test_what_is_typed_is_escaped(client, coordinator, team):
    evil = "<script>alert(1)</script>"
    told_of = MilestoneFactory(team=team, title=evil)
    ProgressEntryFactory(milestone=told_of, hurdle=evil)
    team.round.coordinators.add(coordinator)
    client.force_login(coordinator)

    assert "<script>alert" not in client.get(COCKPIT).content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_however_much_it_is_it_takes_eleven_queries(client, count, django_assert_num_queries):
    coordinator = CoordinatorFactory()
    for _ in range(count):
        round = PublishedRoundFactory()
        round.coordinators.add(coordinator)
        failed(round.scope, round.pk)
        MeetingFactory(round=round, first_day=date(2999, 1, 1), last_day=date(2999, 1, 1))
        QuestionFactory(round=round)
        for _ in range(count):
            team = LeadFactory(team__round=round).team
            StatementFactory(team=team)
            invitation = InvitationFactory(expires_at=timezone.now() + timedelta(days=1))
            TeamInvitation.objects.create(invitation=invitation, team=team, role="member")
            ProgressEntryFactory(milestone=MilestoneFactory(team=team), hurdle="Ja")
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        client.get(COCKPIT)
