"""What stays of a workshop day is told to everybody in the teams, two days later."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.models import MailChoice
from portal.models import OutgoingMail
from tests.factories import (
    AgendaItemFactory,
    LeadFactory,
    MeetingFactory,
    MemberFactory,
    MilestoneFactory,
    QuestionFactory,
    StatementFactory,
    TeamFactory,
)
from workshops.models import Meeting, Milestone, Round, Team, mail_kinds
from workshops.periodic import sum_up_days

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 27)  # the Friday before the clocks change
AT = datetime(2026, 3, 29, 6, 0, tzinfo=UTC)


@pytest.fixture
def meeting():
    return MeetingFactory(title="Zweiter Tag", first_day=DAY, last_day=DAY, status="confirmed")


@pytest.fixture
def team(meeting):
    return TeamFactory(round=meeting.round, municipality__short_name="Kreis Lippe")


@pytest.fixture
def member(team):
    return MemberFactory(team=team, user__first_name="Emre")


def recipients():
    return sorted(OutgoingMail.objects.values_list("recipient", flat=True))


def test_everybody_in_the_teams_is_told_what_stays_of_the_day(meeting, team, member):
    lead = LeadFactory(team=team)
    neighbour = MemberFactory(team=TeamFactory(round=meeting.round))
    stranger = MemberFactory()
    AgendaItemFactory(meeting=meeting, title="Kollegiale Beratung", outcome="Wir fragen die IHK.")
    MilestoneFactory(team=team, title="Bedarf beziffern", responsible=member)
    MilestoneFactory(team=team, title="Liegt hinter uns", status=Milestone.Status.DROPPED)
    MilestoneFactory(team=neighbour.team, title="Eigene Sache der anderen")
    QuestionFactory(round=meeting.round, text="Wer zahlt die Erhebung?")
    MeetingFactory(
        round=meeting.round,
        title="Dritter Tag",
        first_day=date(2026, 9, 4),
        last_day=date(2026, 9, 4),
    )

    sum_up_days(AT)

    assert recipients() == sorted([lead.user.email, member.user.email, neighbour.user.email])
    assert stranger.user.email not in recipients()
    mail = OutgoingMail.objects.get(recipient=member.user.email)
    assert mail.subject == "Das bleibt von „Zweiter Tag“"
    for part in (mail.text, mail.html):
        for words in (
            "Guten Tag, Emre",
            "27. März 2026",
            "Kollegiale Beratung: Wir fragen die IHK.",
            "Bedarf beziffern",
            "Wer zahlt die Erhebung?",
            "Nächster Termin: Dritter Tag, 4. September 2026.",
        ):
            assert words in part
        assert "Liegt hinter uns" not in part
        assert "Eigene Sache der anderen" not in part


def test_what_is_about_one_team_is_told_to_nobody_else(meeting, team, member):
    neighbour = MemberFactory(team=TeamFactory(round=meeting.round))
    AgendaItemFactory(
        meeting=meeting,
        title="Stand der Lipper",
        outcome="Die Leitung wechselt.",
        milestone=MilestoneFactory(team=team),
    )
    AgendaItemFactory(
        meeting=meeting,
        title="Satz der Lipper",
        outcome="Noch nicht reif.",
        statement=StatementFactory(team=team),
    )

    sum_up_days(AT)

    own = OutgoingMail.objects.get(recipient=member.user.email).text
    others = OutgoingMail.objects.get(recipient=neighbour.user.email).text
    for words in ("Die Leitung wechselt.", "Noch nicht reif."):
        assert words in own
        assert words not in others


def test_once_for_each_day_two_days_later_or_up_to_a_week_late(meeting, member):
    told = []
    for days in range(-1, 12):
        sum_up_days(AT + timedelta(days=days))
        told.append(len(recipients()))
    assert told == [0] + [1] * 12

    OutgoingMail.objects.all().delete()
    sum_up_days(AT + timedelta(days=7))
    assert len(recipients()) == 1
    OutgoingMail.objects.all().delete()
    sum_up_days(AT + timedelta(days=8))
    assert recipients() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: Meeting.objects.update(status="cancelled", status_reason="Krankheit"),
        lambda: Round.objects.update(phase=Round.Phase.FINISHED),
        lambda: Team.objects.update(state=Team.State.LEFT, left_reason="Personal fehlt"),
        lambda: Meeting.objects.update(precision="month"),
    ],
    ids=["cancelled", "round over", "team left", "no exact day"],
)
def test_nobody_is_told_of_a_day_that_was_not_or_of_a_round_that_is_over(meeting, member, change):
    change()
    sum_up_days(AT)
    assert recipients() == []


def test_ended_members_and_those_who_said_no_are_not_told(meeting, team, member):
    ended = MemberFactory(team=team, from_day=date(2026, 1, 1), until_day=DAY)
    MailChoice.objects.create(user=member.user, kind=mail_kinds.DIGEST.name, wanted=False)
    willing = MemberFactory(team=team)
    sum_up_days(AT)
    assert recipients() == [willing.user.email]
    assert ended.user.email not in recipients()
