from datetime import UTC, date, datetime, timedelta

import pytest

from people.models import MailChoice
from portal.models import OutgoingMail
from tests.factories import LeadFactory, MemberFactory, MilestoneFactory, TeamFactory
from workshops.actions.reminders import MILESTONE_DUE
from workshops.models import Milestone, Team
from workshops.periodic import remind_of_deadlines

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
DUE = date(2026, 3, 9)


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


def recipients():
    return sorted(OutgoingMail.objects.values_list("recipient", flat=True))


def test_a_week_before_the_deadline_the_responsible_member_and_the_lead_are_told(milestone, lead):
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


def test_everybody_is_told_once_however_often_the_clock_runs(milestone, lead):
    for days in range(4):
        remind_of_deadlines(AT + timedelta(days=days))
    assert OutgoingMail.objects.count() == 2


def test_a_moved_deadline_is_another_occasion(milestone, lead):
    remind_of_deadlines(AT)
    later = DUE + timedelta(days=30)
    Milestone.objects.update(first_day=later, last_day=later)
    remind_of_deadlines(AT + timedelta(days=30))
    assert OutgoingMail.objects.count() == 4


@pytest.mark.parametrize(
    "change",
    [
        {"first_day": DUE + timedelta(days=1), "last_day": DUE + timedelta(days=1)},
        {"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 1)},
        {"first_day": None, "last_day": None},
        {"status": Milestone.Status.DROPPED},
        {"status": Milestone.Status.REACHED, "reached_on": date(2026, 3, 1)},
    ],
    ids=["too early", "past", "no deadline", "dropped", "reached"],
)
def test_nobody_is_told_about_what_is_not_near_or_is_done(milestone, lead, change):
    Milestone.objects.update(**change)
    remind_of_deadlines(AT)
    assert recipients() == []


def test_who_left_is_switched_off_or_said_no_is_not_told(milestone, lead):
    responsible = milestone.responsible
    responsible.until_day = date(2026, 3, 1)
    responsible.from_day = date(2026, 1, 1)
    responsible.save()
    inactive = LeadFactory(team=milestone.team, user__is_active=False)
    MailChoice.objects.create(user=lead.user, kind=MILESTONE_DUE, wanted=False)
    willing = LeadFactory(team=milestone.team)
    MailChoice.objects.create(user=willing.user, kind=MILESTONE_DUE, wanted=True)

    remind_of_deadlines(AT)

    assert recipients() == [willing.user.email]
    assert inactive.user.email not in recipients()


def test_a_team_that_left_is_left_alone(milestone, lead):
    Team.objects.update(state=Team.State.LEFT, left_reason="Personal fehlt")
    remind_of_deadlines(AT)
    assert recipients() == []
