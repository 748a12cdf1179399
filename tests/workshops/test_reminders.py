"""Deadlines: who is told, 14 and 3 days before, once for each."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from people.models import MailChoice
from portal.dates import BERLIN
from portal.models import JobRun, OutgoingMail
from tests.factories import LeadFactory, MemberFactory, MilestoneFactory, TeamFactory
from workshops.models import Milestone, Round, Team, mail_kinds
from workshops.periodic import remind_of_deadlines

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 23, 6, 30, tzinfo=UTC)
DUE = date(2026, 3, 9)  # 14 days later


@pytest.fixture
def team():
    return TeamFactory(municipality__short_name="Kreis Lippe")


@pytest.fixture
def lead(team):
    return LeadFactory(team=team)


@pytest.fixture
def milestone(team, lead):
    return MilestoneFactory(
        team=team,
        title="Bedarf beziffern",
        first_day=DUE,
        last_day=DUE,
        responsible=MemberFactory(team=team, user__first_name="Emre"),
    )


def occasions():
    """Of which span of days before which deadline the letters tell."""
    return sorted(
        {
            occasion.split(":", 2)[2].rpartition(":")[0]
            for occasion in OutgoingMail.objects.values_list("occasion", flat=True)
        }
    )


def recipients():
    return sorted(OutgoingMail.objects.values_list("recipient", flat=True))


def test_before_the_deadline_the_responsible_member_and_the_leads_are_told(milestone, lead):
    MemberFactory(team=milestone.team)  # who is neither

    remind_of_deadlines(AT)

    assert recipients() == sorted([milestone.responsible.user.email, lead.user.email])
    mail = OutgoingMail.objects.get(recipient=milestone.responsible.user.email)
    link = f"/teams/{milestone.team.public_id}/meilensteine/{milestone.public_id}/eintragen/"
    assert (mail.subject, mail.about) == (
        "Bald fällig: Bedarf beziffern",
        f"workshops.milestone:{milestone.pk}",
    )
    for part in (mail.text, mail.html):
        assert f"http://127.0.0.1:8000{link}" in part
        assert "Guten Tag, Emre" in part
        assert "9. März 2026" in part
        assert "Noch 14 Tage." in part


def test_everybody_is_told_14_and_3_days_before_however_often_the_clock_runs(milestone):
    for half_days in range(-4, 32):
        remind_of_deadlines(AT + timedelta(days=half_days / 2))
    assert occasions() == ["2026-03-09:14", "2026-03-09:3"]


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ([2], ["14"]),  # two days late
        ([10], ["14"]),  # the last day on which it makes sense
        ([11], ["3"]),  # the first letter was missed: one is enough
        ([0, 13], ["14", "3"]),  # the second one, two days late
        ([0, 14], ["14", "3"]),  # on the day itself
        ([15], []),  # nobody is reminded afterwards
    ],
)
def test_who_missed_the_day_is_told_later_and_never_twice_at_once(milestone, runs, told):
    for days in runs:
        remind_of_deadlines(AT + timedelta(days=days))
    assert occasions() == [f"2026-03-09:{span}" for span in told]


@pytest.mark.parametrize(
    "change", [date(2026, 3, 29), date(2026, 10, 25)], ids=["March", "October"]
)
def test_the_letters_go_out_at_half_past_seven_on_both_sides_of_the_clock_change(milestone, change):
    Milestone.objects.update(first_day=change, last_day=change)
    at = datetime.combine(change - timedelta(days=15), datetime.min.time(), tzinfo=BERLIN)
    JobRun.objects.create(name="workshops.periodic.remind_of_deadlines", next_at=at)
    while at.date() <= change:
        call_command("run_due", now=at, stdout=StringIO())
        at = (at.astimezone(UTC) + timedelta(minutes=30)).astimezone(BERLIN)
    posted = OutgoingMail.objects.filter(recipient=milestone.responsible.user.email)
    moments = posted.order_by("posted_at").values_list("posted_at", flat=True)
    assert [moment.astimezone(BERLIN).strftime("%d.%m. %H:%M") for moment in moments] == [
        f"{change - timedelta(days=days):%d.%m.} 07:30" for days in (14, 3)
    ]


def test_a_moved_deadline_is_another_occasion(milestone, lead):
    remind_of_deadlines(AT)
    later = DUE + timedelta(days=30)
    Milestone.objects.update(first_day=later, last_day=later)
    remind_of_deadlines(AT + timedelta(days=30))
    assert occasions() == ["2026-03-09:14", "2026-04-08:14"]
    assert OutgoingMail.objects.count() == 4


@pytest.mark.parametrize(
    "change",
    [
        {"first_day": DUE + timedelta(days=1), "last_day": DUE + timedelta(days=1)},
        {"first_day": date(2026, 2, 22), "last_day": date(2026, 2, 22)},
        {"first_day": None, "last_day": None},
        {"status": Milestone.Status.DROPPED},
        {"status": Milestone.Status.REACHED, "reached_on": date(2026, 2, 1)},
    ],
    ids=["too early", "past", "no deadline", "dropped", "reached"],
)
def test_nobody_is_told_about_what_is_not_near_or_is_done(milestone, lead, change):
    Milestone.objects.update(**change)
    remind_of_deadlines(AT)
    assert recipients() == []


def test_who_left_is_switched_off_or_said_no_is_not_told(milestone, lead):
    responsible = milestone.responsible
    responsible.until_day = date(2026, 2, 22)
    responsible.from_day = date(2026, 1, 1)
    responsible.save()
    inactive = LeadFactory(team=milestone.team, user__is_active=False)
    MailChoice.objects.create(user=lead.user, kind=mail_kinds.MILESTONE_DUE.name, wanted=False)
    willing = LeadFactory(team=milestone.team)
    MailChoice.objects.create(user=willing.user, kind=mail_kinds.MILESTONE_DUE.name, wanted=True)

    remind_of_deadlines(AT)

    assert recipients() == [willing.user.email]
    assert inactive.user.email not in recipients()


def test_a_team_that_left_is_left_alone(milestone, lead):
    Team.objects.update(state=Team.State.LEFT, left_reason="Personal fehlt")
    remind_of_deadlines(AT)
    assert recipients() == []


def test_a_round_that_is_over_is_left_alone(milestone, lead):
    Round.objects.update(phase=Round.Phase.FINISHED)
    remind_of_deadlines(AT)
    assert recipients() == []
