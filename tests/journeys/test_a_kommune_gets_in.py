"""Four Kommunen want the same; a round comes of it, a lead accepts, and names the members."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from portal import open_forms, outbox
from portal.models import AuditEntry
from tests.factories import AgreementFactory, CoordinatorFactory, MunicipalityFactory, TopicFactory
from tests.factories.people import PASSWORD
from workshops.models import Interest, Round

FORM, ACCEPT = "/werkstaetten/interesse/", "/einladung/annehmen/"


@pytest.fixture
def kommunen(db):
    names = ("Lippe", "Olpe", "Unna", "Kleve")
    found = [MunicipalityFactory(name=f"Kreis {name}", short_name=name) for name in names]
    for kommune in found[:3]:
        AgreementFactory(municipality=kommune, valid_from=date(2024, 1, 1))
    return found


@pytest.fixture
def coordinator(db):
    return CoordinatorFactory(email="koordination@example.org")


@pytest.fixture
def delivered(mailoutbox):
    """Delivers what waits, and gives the path of the invitation that this address got."""

    def deliver(to):
        outbox.deliver_due(timezone.now())
        mail = [mail for mail in mailoutbox if mail.to == [to]][-1]
        return re.search(r"http://127\.0\.0\.1:8000(/einladung/\S+)", mail.body)[1]

    return deliver


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def interested(kommune):
    return {
        "municipality": f"Kreis {kommune.short_name}",
        "topic": "ganztag",
        "urgency": "now",
        "contact_name": "Maren Tölle",
        "contact_email": f"schulamt@{kommune.slug}.example.org",
        "consent": "on",
        "opened": open_forms.stamp(timezone.now() - timedelta(minutes=2)),
    }


def accept(path, **who):
    """In a browser of its own: the link, the page, the account."""
    browser = Client()
    assert browser.get(path)["Location"] == ACCEPT
    given = {"function": "", "way": "password", "password": PASSWORD, **who}
    answer = browser.post(ACCEPT, given)
    return browser, answer["Location"]


def test_a_kommune_gets_in_from_its_interest_to_its_members(
    client, kommunen, coordinator, delivered, mailoutbox
):
    # four Kommunen say what they want, without an account
    TopicFactory(name="Ganztag", slug="ganztag")
    for kommune in kommunen:
        assert client.post(FORM, interested(kommune))["Location"] == f"{FORM}danke/"

    # the coordinator makes a round of it; one Kommune has no agreement and needs a reason
    office = Client()
    office.force_login(coordinator)
    assert "1 Thema mit genug Kommunen" in words_of(office.get("/cockpit/"))
    page = office.get("/cockpit/interessen/ganztag/")
    set_up = {
        "title": page.context["form"]["title"].value(),
        "when": "Frühjahr 2027",
        "municipalities": [kommune.pk for kommune in kommunen],
        "capacity": "8",
    }
    refused = office.post("/cockpit/interessen/ganztag/", set_up)
    assert "Kreis Kleve: " in words_of(refused)
    assert Round.objects.count() == 0
    made = office.post("/cockpit/interessen/ganztag/", {**set_up, "reason": "wird unterschrieben"})
    round = Round.objects.get()
    assert made["Location"] == f"/cockpit/{round.pk}/"
    assert set(Interest.objects.values_list("state", "round")) == {("used", round.pk)}
    assert "noch keine Leitung eingeladen" in words_of(office.get(made["Location"]))

    # and invites somebody to lead the team of Kreis Lippe, at the address that was given
    team = round.teams.get(municipality=kommunen[0])
    invite = f"/teams/{team.public_id}/einladen/"
    address = office.get(invite).context["form"]["email"].value()
    assert address == f"schulamt@{kommunen[0].slug}.example.org"
    letter = {"email": address, "role": "lead", "message": "Schön, dass es losgeht!"}
    office.post(invite, letter)
    path = delivered(to=address)
    assert office.get(team.get_absolute_url()).status_code == 200
    assert Client().get(team.get_absolute_url()).status_code == 302

    # a mail scanner follows the link first, and uses nothing up
    assert Client().get(path, follow=True).status_code == 200

    # the lead accepts with a password of their own, and with them the team
    lead, room = accept(path, first_name="Maren", last_name="Tölle")
    assert room == team.get_absolute_url()
    team.refresh_from_db()
    assert team.state == "accepted"
    assert lead.get(room).status_code == 200
    assert Client().get(path).status_code == 410

    # and names a member, who comes in by their own link and may not invite
    invite_member = {"email": "yusuf@example.org", "role": "member", "message": ""}
    lead.post(invite, invite_member)
    path = delivered(to="yusuf@example.org")
    member, room = accept(path, first_name="Yusuf", last_name="Demirkan")
    assert member.get(room).status_code == 200
    assert member.get(invite).status_code == 403
    listed = words_of(lead.get(f"/teams/{team.public_id}/mitglieder/"))
    assert "Maren Tölle Teamleitung" in listed
    assert "Yusuf Demirkan Mitglied" in listed

    outbox.deliver_due(timezone.now())
    # who invited was told, and everything stands in the trail of the round
    told = [mail.subject for mail in mailoutbox if mail.to == [coordinator.email]]
    assert "Maren Tölle hat angenommen: Kreis Lippe" in told
    trail = AuditEntry.objects.filter(scope=round.scope).order_by("pk")
    assert list(trail.values_list("what", flat=True))[:5] == ["round.made"] + ["team.admitted"] * 4
    assert list(trail.values_list("what", flat=True))[5:] == [
        "team.invited",
        "member.added",
        "team.accepted",
        "team.invitation_accepted",
        "team.invited",
        "member.added",
        "team.invitation_accepted",
    ]
