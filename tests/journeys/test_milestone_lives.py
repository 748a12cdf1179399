"""A milestone is agreed, logged, reminded of, reached, and one sentence about it becomes public."""

import re
from datetime import datetime, time, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.dates import BERLIN
from portal.models import AuditEntry
from tests.factories import (
    CoordinatorFactory,
    LeadFactory,
    MemberFactory,
    PublishedRoundFactory,
    RoundMilestoneFactory,
    TeamFactory,
)
from tests.factories.people import PASSWORD
from workshops.actions import statements
from workshops.models import Milestone, Statement
from workshops.models.board import lines
from workshops.periodic import remind_of_deadlines

SENTENCE = "Schulaufsicht und Agentur für Arbeit sitzen an einem Tisch."


@pytest.fixture
def team(db):
    round = PublishedRoundFactory(number=2)
    round.coordinators.add(CoordinatorFactory())
    return TeamFactory(round=round, municipality__short_name="Kreis Lippe")


@pytest.fixture
def lead(team):
    return LeadFactory(team=team).user


@pytest.fixture
def member(team):
    return MemberFactory(team=team, user__email="team.lippe@example.org")


@pytest.fixture
def common(team):
    return RoundMilestoneFactory(round=team.round, title="Partner an einen Tisch")


def words_of(client, path):
    page = client.get(path)
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_a_milestone_lives_from_the_first_entry_to_the_published_sentence(
    client, team, lead, member, common, mailoutbox, django_capture_on_commit_callbacks
):
    # agreed at the kick-off: what the round has in common becomes the team's own
    client.force_login(member.user)
    taken = client.post(reverse("workshops:milestone_adopt", args=[team.public_id, common.pk]))[
        "Location"
    ]
    due = timezone.localdate() + timedelta(days=5)
    client.post(
        f"{taken}bearbeiten/",
        {
            "version": "1",
            "title": "Runder Tisch",
            "common": common.pk,
            "responsible": member.pk,
            "when": due.isoformat(),
            "indicator": "Treffen mit Verabredungen",
            "unit": "Treffen",
            "baseline": "0",
            "target": "2",
        },
    )
    milestone = Milestone.objects.get()
    assert (milestone.title, milestone.last_day, milestone.target) == ("Runder Tisch", due, 2)
    client.logout()

    morning = datetime.combine(timezone.localdate(), time(7, 30), BERLIN)
    with django_capture_on_commit_callbacks(execute=True):
        remind_of_deadlines(morning)
    reminder = next(mail for mail in mailoutbox if mail.to == ["team.lippe@example.org"])
    path = re.search(r"http://127\.0\.0\.1:8000(/teams/\S+)", reminder.body)[1]

    # the link leads through sign-in to the form
    to_sign_in = client.get(path)["Location"]
    signed_in = client.post(to_sign_in, {"login": member.user.email, "password": PASSWORD})
    assert signed_in["Location"] == path
    form = client.get(path).context["form"]
    client.post(
        path,
        {
            "status": Milestone.Status.RISK,
            "status_seen": form["status_seen"].value(),
            "note": "Zwei Treffen waren, die Kammer fehlt noch.",
            "hurdle": "Die Kammer zögert",
            "next_step": "Die Leitung ruft an",
            "value": "1",
        },
    )
    room = words_of(client, team.get_absolute_url())
    assert "Runder Tisch gefährdet" in room
    assert "Hürde: Die Kammer zögert" in room

    today = date_format(timezone.localdate())
    assert f"{today} 1 – Berichtigen" in words_of(client, taken)

    # the lead shares it: the other teams read it, its hurdle excepted
    neighbour = MemberFactory(team__round=team.round).user
    client.force_login(neighbour)
    assert client.get(taken).status_code == 404
    client.force_login(lead)
    client.post(f"{taken}teilen/", {"mit": "runde"})
    client.force_login(neighbour)
    read = words_of(client, taken)
    assert ("Zwei Treffen waren" in read, "Die Kammer zögert" in read) == (True, False)

    # what coordinators see at a glance, now and much later
    coordinator = team.round.coordinators.get()
    client.force_login(coordinator)
    assert "1 gefährdet" in words_of(client, "/teams/")
    [much_later] = lines(Milestone.objects.all(), timezone.now() + timedelta(weeks=8))
    assert (much_later.is_silent, much_later.days_overdue) == (True, 51)

    # the public sees nothing of it
    client.logout()
    public = team.round.get_absolute_url()
    for private in ("Runder Tisch", "Die Kammer zögert", "Zwei Treffen", SENTENCE):
        assert private not in words_of(client, public)

    # reached, and one sentence is proposed and cleared
    client.force_login(member.user)
    client.post(path, {"status": "reached", "status_seen": "risk", "note": "Vereinbart."})
    milestone.refresh_from_db()
    assert (milestone.status, milestone.reached_on) == ("reached", timezone.localdate())
    now = timezone.now()
    statement = statements.propose(
        team=team, milestone=milestone, text=SENTENCE, by=coordinator, at=now
    )
    client.logout()
    assert SENTENCE not in words_of(client, public)

    statements.clear(statement=statement, text=SENTENCE, names_municipality=False, by=lead, at=now)
    shown = words_of(client, public)
    assert SENTENCE in shown
    assert "Vereinbart." not in shown

    # and taken back
    statements.withdraw(statement=Statement.objects.get(), by=lead, at=now)
    assert SENTENCE not in words_of(client, public)

    told = AuditEntry.objects.filter(scope=team.round.scope).order_by("pk")
    assert list(told.values_list("what", flat=True)) == [
        "milestone.created",
        "milestone.edited",
        "milestone.logged",
        "measurement.recorded",
        "milestone.shared",
        "milestone.logged",
        "statement.proposed",
        "statement.cleared",
        "statement.withdrawn",
    ]
