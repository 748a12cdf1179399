"""The members of a team: invited, ended, handed over; and the Kommune that leaves."""

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories as f
from tests.workshops.invited import ACCEPT, invited, link_in, new_account, opened
from tests.workshops.rooms import shown
from workshops.actions import teams
from workshops.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return f.TeamFactory(municipality__short_name="Kreis Lippe")


@pytest.fixture
def link(team):
    return invited(team, timezone.now())[1]


@pytest.fixture
def lead(team):
    return f.LeadFactory(team=team, user__last_name="Tölle")


@pytest.fixture
def at_home(client, lead):
    client.force_login(lead.user)
    return client


def of(team, *way):
    return "/".join([f"/teams/{team.public_id}", *map(str, way), ""])


def test_a_lead_invites_and_the_letter_leads_in(
    at_home, team, lead, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = at_home.post(
            of(team, "einladen"),
            {"email": "neu@example.org", "role": "member", "message": "Komm dazu!"},
        )
    assert (answer.status_code, answer["Location"]) == (303, of(team, "mitglieder"))
    words = shown(at_home.get(of(team, "mitglieder")))
    assert "Die Einladung ist unterwegs." in words
    assert "neu@example.org" in words

    opened(link_in(mailoutbox[0])).post(ACCEPT, new_account())

    assert "Lea Neumann" in shown(at_home.get(of(team, "mitglieder")))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": ""}, "zwingend erforderlich"),
        ({"email": "a@b@c"}, "gültige E-Mail-Adresse"),
        ({"email": "x" * 10_000 + "@example.org"}, "höchstens 200"),
        ({"role": "boss"}, "gültige Auswahl"),
        ({"message": "x" * 10_000}, "höchstens 1000"),
    ],
)
def test_a_wild_invitation_is_refused_with_its_words(at_home, team, wrong, said):
    given = {"email": "neu@example.org", "role": "member", "message": "", **wrong}

    answer = at_home.post(of(team, "einladen"), given)

    assert (answer.status_code, said in shown(answer)) == (422, True)


def test_an_open_invitation_is_sent_anew_and_withdrawn(at_home, team, link):
    invitation = team.invitations.get()

    again = at_home.post(of(team, "einladungen", invitation.pk, "erneut"))
    assert (again.status_code, Client().get(link).status_code) == (303, 404)

    at_home.post(of(team, "einladungen", invitation.pk, "zurueckziehen"))
    assert "neu@example.org" not in shown(at_home.get(of(team, "mitglieder")))
    assert at_home.post(of(team, "einladungen", invitation.pk, "erneut")).status_code == 404


def test_the_invitation_of_another_team_is_not_there(at_home, team):
    foreign, _path = invited(f.TeamFactory(round=team.round), timezone.now(), email="x@example.org")

    for verb in ("erneut", "zurueckziehen"):
        assert at_home.post(of(team, "einladungen", foreign.pk, verb)).status_code == 404


def test_a_membership_ends_at_once_and_stays_in_the_history(at_home, team):
    member = f.MemberFactory(team=team, user__last_name="Demirkan")
    theirs = Client()
    theirs.force_login(member.user)
    assert theirs.get(of(team)).status_code == 200

    asked = at_home.get(of(team, "mitglieder", member.pk, "beenden"))
    assert "Mitgliedschaft von Kim Demirkan beenden?" in shown(asked)
    at_home.post(of(team, "mitglieder", member.pk, "beenden"))

    assert theirs.get(of(team)).status_code == 404
    words = shown(at_home.get(of(team, "mitglieder")))
    assert words.index("Früher dabei") < words.rindex("Kim Demirkan")


def test_the_last_lead_names_a_successor_before_going(at_home, team, lead):
    successor = f.MemberFactory(team=team)

    refused = at_home.post(of(team, "mitglieder", lead.pk, "beenden"), {"successor": ""})
    assert refused.status_code == 422
    assert "Die letzte Teamleitung kann nicht ohne Nachfolge ausscheiden" in shown(refused)
    done = at_home.post(of(team, "mitglieder", lead.pk, "beenden"), {"successor": successor.pk})

    assert (done.status_code, done["Location"]) == (303, "/teams/")
    successor.refresh_from_db()
    assert successor.role == Member.Role.LEAD


def test_the_lead_is_handed_over_within_the_team_only(at_home, team, lead):
    successor, stranger = f.MemberFactory(team=team), f.MemberFactory()
    address = of(team, "mitglieder", lead.pk, "leitung")

    assert at_home.post(address, {"successor": stranger.pk}).status_code == 422
    assert at_home.post(address, {"successor": successor.pk}).status_code == 303

    lead.refresh_from_db()
    assert lead.role == Member.Role.MEMBER
    assert at_home.get(of(team, "einladen")).status_code == 403


def test_members_of_other_teams_are_not_there(at_home, team):
    stranger = f.MemberFactory(team__round=team.round)

    for verb in ("beenden", "leitung"):
        assert at_home.get(of(team, "mitglieder", stranger.pk, verb)).status_code == 404


def test_a_lead_lets_the_kommune_leave_and_only_the_office_reads_on(at_home, team, lead):
    coordinator = f.CoordinatorFactory()
    team.round.coordinators.add(coordinator)
    milestone = f.MilestoneFactory(team=team)
    assert at_home.post(of(team, "verlassen"), {"reason": " "}).status_code == 422

    answer = at_home.post(of(team, "verlassen"), {"reason": "kein Personal"})

    assert (answer.status_code, answer["Location"]) == (303, "/teams/")
    assert at_home.get(of(team)).status_code == 404
    at_home.force_login(coordinator)
    for address in (of(team), milestone.get_absolute_url(), of(team, "mitglieder")):
        assert at_home.get(address).status_code == 200


def test_a_coordinator_invites_the_lead_with_the_address_that_was_given(client):
    team = f.TeamFactory(state="invited")
    coordinator = f.CoordinatorFactory()
    team.round.coordinators.add(coordinator)
    f.InterestFactory(
        municipality=team.municipality,
        round=team.round,
        state="used",
        contact_email="l@example.org",
    )
    client.force_login(coordinator)

    form = client.get(of(team, "einladen")).context["form"]
    assert (form["email"].value(), form["role"].value()) == ("l@example.org", "lead")
    refused = client.post(of(team, "einladen"), {"email": "l@example.org", "role": "member"})
    assert refused.status_code == 422
    client.post(of(team, "einladen"), {"email": "l@example.org", "role": "lead"})

    words = shown(client.get(f"/cockpit/{team.round_id}/"))
    assert "Eingeladen, noch nicht zugesagt" in words
    assert "Einladung an l@example.org ist bis" in words


def test_members_see_who_is_in_the_team_but_not_who_is_invited(client, team, link):
    member = f.MemberFactory(team=team)
    client.force_login(member.user)

    words = shown(client.get(of(team, "mitglieder")))

    assert "neu@example.org" not in words
    assert "Jemanden einladen" not in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_members_take_the_same_number_of_queries(
    at_home, team, count, django_assert_num_queries
):
    for number in range(count):
        f.MemberFactory(team=team)
        invited(team, timezone.now(), email=f"neu{number}@example.org")

    with django_assert_num_queries(6):
        at_home.get(of(team, "mitglieder"))


def test_a_round_with_many_who_were_asked_takes_the_same_number_of_queries(
    client, django_assert_num_queries
):
    round = f.PublishedRoundFactory()
    coordinator = f.CoordinatorFactory()
    round.coordinators.add(coordinator)
    client.force_login(coordinator)
    for number in range(3):
        team = f.TeamFactory(round=round, state="invited")
        invited(team, timezone.now(), email=f"l{number}@example.org", role="lead")

    with django_assert_num_queries(12):
        client.get(f"/cockpit/{round.pk}/")
    teams.leave(team=team, reason="x", by=coordinator, at=timezone.now())
