"""Teams from which nothing was heard for weeks are asked how it goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.models import MailChoice
from portal.models import OutgoingMail
from tests.factories import (
    LeadFactory,
    MeetingFactory,
    MemberFactory,
    MilestoneFactory,
    ProgressEntryFactory,
    TeamFactory,
)
from workshops.models import Meeting, Milestone, Round, Team, mail_kinds
from workshops.periodic import ask_silent_teams

pytestmark = pytest.mark.django_db

KICK_OFF = date(2026, 1, 15)
AT = datetime(2026, 1, 15, 7, 0, tzinfo=UTC)


def weeks(number):
    return AT + timedelta(weeks=number)


@pytest.fixture
def team():
    team = TeamFactory(municipality__short_name="Kreis Lippe")
    MeetingFactory(
        round=team.round,
        first_day=KICK_OFF,
        last_day=KICK_OFF,
        status=Meeting.Status.CONFIRMED,
    )
    MilestoneFactory(team=team, title="Bedarf beziffern")
    return team


@pytest.fixture
def lead(team):
    MemberFactory(team=team)  # who is not asked
    return LeadFactory(team=team, user__first_name="Emre")


def recipients():
    return list(OutgoingMail.objects.order_by("pk").values_list("recipient", flat=True))


def test_the_leads_are_asked_after_six_silent_weeks_and_again_after_six_more(team, lead):
    asked = []
    for day in range(7 * 13):
        ask_silent_teams(AT + timedelta(days=day))
        asked.append(len(recipients()))
    assert [day for day in range(1, len(asked)) if asked[day] > asked[day - 1]] == [42, 84]
    assert set(recipients()) == {lead.user.email}
    mail = OutgoingMail.objects.earliest("pk")
    assert mail.subject == "Wie steht es um Ihre Meilensteine?"
    for part in (mail.text, mail.html):
        assert "seit 6 Wochen hat niemand aus Ihrem Team (Kreis Lippe)" in part
        assert "Bedarf beziffern" in part
        assert "/eintragen/" in part
        assert "/konto/benachrichtigungen/abbestellen/" in part


def test_an_entry_ends_the_silence_and_the_next_one_is_another_occasion(team, lead):
    ask_silent_teams(weeks(6))
    ProgressEntryFactory(milestone=team.milestones.get(), at=weeks(7))
    ask_silent_teams(weeks(12))
    assert len(recipients()) == 1

    ask_silent_teams(weeks(13))
    assert len(recipients()) == 2


def test_who_said_no_is_not_asked(team, lead):
    MailChoice.objects.create(user=lead.user, kind=mail_kinds.SILENCE.name, wanted=False)
    ask_silent_teams(weeks(6))
    assert recipients() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: Round.objects.update(phase=Round.Phase.FINISHED),
        lambda: Team.objects.update(state=Team.State.LEFT, left_reason="Personal fehlt"),
        lambda: Milestone.objects.update(status=Milestone.Status.DROPPED),
        lambda: Milestone.objects.all().delete(),
    ],
    ids=["round over", "team left", "all dropped", "nothing agreed"],
)
def test_nobody_is_asked_where_nothing_is_left_to_do(team, lead, change):
    change()
    ask_silent_teams(weeks(6))
    assert recipients() == []


def test_an_ended_lead_is_not_asked(team, lead):
    lead.from_day, lead.until_day = KICK_OFF, KICK_OFF
    lead.save()
    ask_silent_teams(weeks(6))
    assert recipients() == []
