from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import Invitation, User, digest_of
from portal.models import AuditEntry, OutgoingMail
from portal.refusals import Refusal, TooMany
from tests import factories as f
from tests.workshops.invited import invited, sealed_link
from workshops.actions import invitations, members, teams
from workshops.models import Member, Team, TeamInvitation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Role, State = Member.Role, Team.State
NEW = "neu@example.org"


@pytest.fixture
def by():
    return f.CoordinatorFactory()


@pytest.fixture
def team(by):
    team = f.TeamFactory()
    team.round.coordinators.add(by)
    return team


def new(invitation, at=AT, **facts):
    given = {"first_name": "Lea", "last_name": "Neu", "function": "", "password": None, **facts}
    return invitations.accept_with_new_account(invitation=invitation, at=at, **given)


def whats(thing):
    return [entry.what for entry in AuditEntry.objects.about(thing)]


# --- inviting ------------------------------------------------------------------------------------
def test_an_invitation_is_stored_without_its_token_and_waits_sealed(team, by):
    invitation, path = invited(team, AT, by=by, message="Wir freuen uns.")

    token = path.split("/")[2]
    ticket = invitation.invitation
    assert len(token) == 43
    assert (ticket.token_hash, ticket.invited_by) == (digest_of(token), by)
    assert ticket.expires_at - ticket.created_at == timedelta(days=14)
    mail = OutgoingMail.objects.get()
    assert token not in mail.text + mail.html + mail.sealed
    assert "Wir freuen uns." in mail.text
    assert (mail.recipient, mail.scope) == ("neu@example.org", team.round.scope)
    assert whats(invitation) == ["team.invited"]


def refused_for(team, by, **facts):
    given = {"email": "neu@example.org", "by": by, "at": AT, **facts}
    with pytest.raises(Refusal) as refusal:
        invitations.invite(team=team, **given)
    assert OutgoingMail.objects.count() == 0
    return refusal.value.messages


def test_a_team_that_left_invites_nobody(by):
    assert refused_for(f.TeamFactory(state="left", left_reason="x"), by)


def test_a_round_that_is_over_takes_nobody_in(by):
    assert refused_for(f.TeamFactory(round__phase="finished"), by)


def test_before_its_lead_a_team_invites_no_member(by):
    assert refused_for(f.TeamFactory(state="invited"), by)


def test_who_is_in_the_team_is_not_invited_whatever_the_case(team, by):
    member = f.MemberFactory(team=team, user__email=NEW, from_day=AT.date())

    assert refused_for(team, by, email="NEU@example.org")
    members.end(member=member, by=member.user, at=AT)
    invited(team, AT)


def test_who_coordinates_the_round_is_not_invited(team, by):
    assert refused_for(team, by, email=by.email)


def test_an_inactive_account_is_not_invited(team, by):
    f.UserFactory(email="neu@example.org", is_active=False)

    assert refused_for(team, by)


def test_an_address_is_invited_once_at_a_time(team, by):
    invitation, _path = invited(team, AT)

    with pytest.raises(Refusal):
        invited(team, AT, email="Neu@example.org")
    invitations.withdraw(invitation=invitation, by=by, at=AT)
    invited(team, AT)
    assert TeamInvitation.objects.pending().count() == 1


def test_an_account_sends_thirty_invitations_an_hour_and_no_more(team, by):
    for number in range(30):
        invitations.invite(team=team, email=f"neu{number}@example.org", by=by, at=AT)

    with pytest.raises(TooMany):
        invitations.invite(team=team, email="zuviel@example.org", by=by, at=AT)
    invitations.invite(team=team, email="zuviel@example.org", by=by, at=AT + timedelta(hours=1))


def test_sent_anew_it_has_a_new_link_and_the_old_one_leads_nowhere(team, by):
    invitation, old = invited(team, AT)
    later = AT + timedelta(days=20)

    invitations.resend(invitation=invitation, by=by, at=later)

    fresh = sealed_link("neu@example.org")
    assert fresh != old
    hashes = Invitation.objects.values_list("token_hash", flat=True)
    assert list(hashes) == [digest_of(fresh.split("/")[2])]
    invitation.refresh_from_db()
    assert invitation.why_closed(later + timedelta(days=13)) == ""
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("again", [invitations.resend, invitations.withdraw])
def test_what_is_withdrawn_or_accepted_is_neither_sent_nor_withdrawn_again(team, by, again):
    withdrawn, _path = invited(team, AT)
    invitations.withdraw(invitation=withdrawn, by=by, at=AT)
    used, _path = invited(team, AT, email="da@example.org")
    new(used)

    for invitation in (withdrawn, used):
        with pytest.raises(Refusal):
            again(invitation=invitation, by=by, at=AT)


# --- accepting -----------------------------------------------------------------------------------
def test_a_new_account_is_made_let_in_and_the_inviter_is_told(team, by):
    invitation, _path = invited(team, AT, by=by)

    member = new(invitation, function="Bildungsbüro", password="ein langes Kennwort")

    account = User.objects.get(email="neu@example.org")
    assert (member.user, member.team, member.role) == (account, team, Role.MEMBER)
    assert member.function == "Bildungsbüro"
    assert account.check_password("ein langes Kennwort")
    assert not account.is_staff
    invitation.refresh_from_db()
    assert invitation.invitation.used_at == AT
    told = OutgoingMail.objects.get(recipient=by.email)
    assert told.subject == f"Lea Neu hat angenommen: {team}"
    assert whats(invitation) == ["team.invitation_accepted", "team.invited"]


def test_without_a_password_the_account_has_none(team):
    member = new(invited(team, AT)[0])

    assert not member.user.has_usable_password()


def test_an_invitation_works_once(team):
    invitation, _path = invited(team, AT)
    new(invitation)

    with pytest.raises(ValidationError):
        new(invitation)
    with pytest.raises(Refusal):
        invitations.accept(
            invitation=invitation, user=User.objects.get(email="neu@example.org"), at=AT
        )
    assert team.members.count() == 1


def test_after_fourteen_days_it_is_over_and_no_account_is_made(team):
    invitation, _path = invited(team, AT)

    with pytest.raises(Refusal):
        new(invitation, at=AT + timedelta(days=14))
    assert not User.objects.filter(email="neu@example.org").exists()
    new(invitation, at=AT + timedelta(days=14, seconds=-1))


def test_withdrawn_it_lets_nobody_in(team, by):
    invitation, _path = invited(team, AT)
    invitations.withdraw(invitation=invitation, by=by, at=AT)

    with pytest.raises(Refusal):
        new(invitation)
    assert not User.objects.filter(email="neu@example.org").exists()


def test_another_account_cannot_accept(team):
    invitation, _path = invited(team, AT)

    with pytest.raises(Refusal):
        invitations.accept(invitation=invitation, user=f.UserFactory(), at=AT)
    assert team.members.count() == 0


def test_a_lead_brings_the_invited_team_into_the_round():
    team = f.TeamFactory(state="invited")
    invitation, _path = invited(team, AT, role=Role.LEAD)

    member = new(invitation)

    team.refresh_from_db()
    assert (team.state, member.role) == (State.ACCEPTED, Role.LEAD)
    assert AuditEntry.objects.about(team).get().by == member.user


def test_a_lead_of_a_round_that_has_ended_meanwhile_stays_out():
    team = f.TeamFactory(state="invited")
    invitation, _path = invited(team, AT, role=Role.LEAD)
    team.round.phase = "finished"
    team.round.save()

    with pytest.raises(Refusal):
        new(invitation)
    team.refresh_from_db()
    assert (team.state, team.members.count()) == (State.INVITED, 0)


def test_a_member_who_is_invited_to_lead_becomes_lead_and_stays_one_member(team):
    invitation, _path = invited(team, AT, role=Role.LEAD)
    member = f.MemberFactory(team=team, user__email="neu@example.org")

    invitations.accept(invitation=invitation, user=member.user, at=AT)

    assert list(team.members.values_list("pk", "role")) == [(member.pk, Role.LEAD)]


def test_a_lead_who_is_invited_as_a_member_stays_lead(team):
    invitation, _path = invited(team, AT)
    lead = f.LeadFactory(team=team, user__email="neu@example.org")

    invitations.accept(invitation=invitation, user=lead.user, at=AT)

    assert list(team.members.values_list("pk", "role")) == [(lead.pk, Role.LEAD)]


def test_who_coordinates_meanwhile_stays_out(team):
    invitation, _path = invited(team, AT)
    user = f.CoordinatorFactory(email="neu@example.org")
    team.round.coordinators.add(user)

    with pytest.raises(Refusal):
        invitations.accept(invitation=invitation, user=user, at=AT)
    invitation.refresh_from_db()
    assert invitation.invitation.used_at is None


# --- leaving -------------------------------------------------------------------------------------
def test_who_is_let_go_is_told_and_who_goes_is_not(team, by):
    told, goes = f.MemberFactory.create_batch(2, team=team, from_day=AT.date())

    members.end(member=told, by=by, at=AT)
    members.end(member=goes, by=goes.user, at=AT)

    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.scope) == (told.user.email, team.round.scope)


def test_when_a_kommune_leaves_its_invitations_end_and_its_coordinators_are_told(team, by):
    other = f.CoordinatorFactory()
    team.round.coordinators.add(other)
    invitation, _path = invited(team, AT)

    teams.leave(team=team, reason="kein Personal", by=by, at=AT)

    invitation.refresh_from_db()
    assert invitation.invitation.withdrawn_at == AT
    told = OutgoingMail.objects.get(occasion__startswith="team-left")
    assert (told.recipient, "kein Personal" in told.text) == (other.email, True)
    with pytest.raises(Refusal):
        new(invitation)


def test_a_kommune_that_comes_back_and_leaves_again_is_told_again(team, by):
    other = f.CoordinatorFactory()
    team.round.coordinators.add(other)
    for reason in ("kein Personal", "immer noch keins"):
        teams.leave(team=team, reason=reason, by=by, at=AT)
        teams.admit(
            round=team.round, municipality=team.municipality, by=by, at=AT, reason="wieder da"
        )

    assert OutgoingMail.objects.filter(recipient=other.email).count() == 2
