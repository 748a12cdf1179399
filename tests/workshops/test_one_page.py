"""One page for the boss: what it tells and what it never does, and who opens its link."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import Period
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests.factories import (
    ClearedStatementFactory,
    MeetingFactory,
    MilestoneFactory,
    OverviewLinkFactory,
    ProgressEntryFactory,
    StatementFactory,
)
from tests.workshops.rooms import shown
from workshops.actions import overview_links
from workshops.models import Milestone, OverviewLink, Team
from workshops.models.one_page import one_page
from workshops.models.overview_link import digest_of
from workshops.views import shared

pytestmark = pytest.mark.django_db

NOW = timezone.now()
NEVER = ("Die Kämmerei bremst", "Interna im Vermerk", "Dienstag anrufen", "Emre Beispiel")


def address(name, team, *more):
    return reverse(f"workshops:{name}", args=[team.public_id, *more])


@pytest.fixture
def full(milestone, team, member):
    """A team with everything, secrets included."""
    Milestone.objects.filter(pk=milestone.pk).update(
        status="progress",
        first_day=date(2020, 5, 4),
        last_day=date(2020, 5, 4),
        responsible=team.members.get(user=member),
    )
    said = dict(zip(("hurdle", "note", "next_step"), NEVER[:3], strict=True))
    ProgressEntryFactory(milestone=milestone, author=member, **said)
    MilestoneFactory(
        team=team, title="Runder Tisch", status="reached", reached_on=date(2025, 6, 24)
    )
    MeetingFactory(
        round=team.round,
        title="Werkstatttag 2",
        when=Period.day(timezone.localdate() + timedelta(30)),
    )
    ClearedStatementFactory(team=team, text="Der Runde Tisch trifft sich.")
    StatementFactory(team=team, proposed_text="Noch nicht freigegeben.")
    return team


@pytest.fixture
def link(full, member):
    return overview_links.make(team=full, reader="Amtsleitung", days=7, by=member, at=NOW)


def path(link):
    return re.sub(r"^https?://[^/]+", "", link.address)


# --- what it tells -------------------------------------------------------------------------------
def test_it_tells_status_due_movement_day_reached_and_cleared(client, full, member):
    client.force_login(member)

    text = shown(client.get(address("overview", full)))

    for words in (
        "1 in Arbeit 1 erreicht",
        "Werkstatttag 2 :",
        "Arbeitsgemeinschaft einrichten in Arbeit 4. Mai 2020 überfällig",
        "Runder Tisch 24. Juni 2025",
        "Der Runde Tisch trifft sich.",
    ):
        assert words in text
    assert "Noch nicht freigegeben." not in text


def test_no_page_of_it_tells_a_hurdle_a_note_or_a_member(client, full, member, coordinator, link):
    client.force_login(coordinator)
    inside = client.get(address("overview", full)).content.decode()
    client.logout()
    outside = client.get(path(link)).content.decode()

    assert [secret for secret in NEVER if secret in inside + outside] == []
    words = repr(one_page(full, NOW).rows)
    assert [secret for secret in NEVER if secret in words] == []


@pytest.mark.parametrize("name", ["overview", "overview_pdf"])
def test_an_empty_team_has_its_page_too(client, team, member, name):
    Milestone.objects.all().delete()
    client.force_login(member)

    assert client.get(address(name, team)).status_code == 200


def test_when_all_is_reached_it_says_so(client, team, member):
    Milestone.objects.update(status="reached", reached_on=date(2025, 6, 24))
    client.force_login(member)

    text = shown(client.get(address("overview", team)))

    assert "Alles, was vereinbart war, ist erreicht." in text


def test_the_pdf_is_one_accessible_page_of_paper(client, full, member):
    for n, status in enumerate(["planned", "risk", "postponed", "dropped"] * 3):
        MilestoneFactory(team=full, title=f'#panic("{n}") *x*', status=status)
    client.force_login(member)

    response = client.get(address("overview_pdf", full))

    assert b"pdfuaid" in response.content
    assert re.findall(rb"/Type/Pages/Count (\d+)", response.content) == [b"1"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("number", [1, 15])
def test_it_asks_the_same_of_the_database_at_every_size(
    client, team, member, number, django_assert_num_queries
):
    for milestone in MilestoneFactory.create_batch(number, team=team):
        ProgressEntryFactory(milestone=milestone)
    ClearedStatementFactory.create_batch(number, team=team)
    MeetingFactory.create_batch(number, round=team.round)
    client.force_login(member)

    with django_assert_num_queries(8):
        client.get(address("overview", team))


# --- links ---------------------------------------------------------------------------------------
def test_a_link_is_shown_once_and_stored_only_as_its_hash(client, team, member):
    client.force_login(member)

    response = client.post(address("overview_links", team), {"reader": "Amt", "days": "30"})

    token = re.search(r"/ueberblick/([\w-]+)/", response.content.decode())[1]
    made = OverviewLink.objects.get()
    assert response.status_code == 200
    assert len(token) == 32
    assert made.token_hash == digest_of(token)
    assert made.expires_at - made.made_at == timedelta(days=30)
    assert token not in client.get(address("overview_links", team)).content.decode()
    audit = AuditEntry.objects.get(what="overview_link.made")
    assert (audit.by, audit.scope) == (member, team.round.scope)


@pytest.mark.parametrize("days", ["", "8", "0", "-7", "9999999999", "x"])
def test_another_span_is_refused(client, team, member, days):
    client.force_login(member)

    response = client.post(address("overview_links", team), {"reader": "Amt", "days": days})

    assert response.status_code == 422
    assert OverviewLink.objects.count() == 0
    with pytest.raises(Refusal, match="7, 30 oder 90"):
        overview_links.make(team=team, reader="Amt", days=8, by=member, at=NOW)


@pytest.mark.parametrize("wild", ["\x00", "x" * 10_000, "", "\u202e", "a\r\nBcc: b@example.org"])
def test_a_wild_reader_is_cleaned_or_refused(client, team, member, wild):
    client.force_login(member)

    response = client.post(address("overview_links", team), {"reader": wild, "days": "7"})

    assert response.status_code == (200 if wild.startswith("a") else 422)
    assert [link.reader for link in OverviewLink.objects.all() if "\n" in link.reader] == []


def test_there_is_room_for_twenty_open_links(team, member):
    OverviewLinkFactory.create_batch(overview_links.MOST, team=team)
    OverviewLinkFactory(withdrawn_at=NOW)

    with pytest.raises(Refusal, match="zwanzig"):
        overview_links.make(team=team, reader="Amt", days=7, by=member, at=NOW)


def test_who_has_the_link_reads_the_page_and_leaves_no_trace_elsewhere(client, full, link):
    response = client.get(path(link))

    assert response.status_code == 200
    assert "Der Runde Tisch trifft sich." in shown(response)
    assert {
        name: response[name] for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")
    } == {
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "private, no-store",
    }
    assert response.cookies == {}


def test_the_list_says_when_it_was_opened_last(client, full, member, link):
    client.force_login(member)
    before = shown(client.get(address("overview_links", full)))
    client.get(path(link))
    after = shown(client.get(address("overview_links", full)))

    assert "noch nicht" in before
    assert "noch nicht" not in after
    assert "Emre Beispiel" in after


@pytest.mark.parametrize("end", ["expired", "withdrawn", "the team left", "another token"])
def test_a_link_that_ended_says_whom_to_ask(client, full, member, link, end):
    address_of_it = path(link)
    if end == "expired":
        OverviewLink.objects.update(made_at=NOW - timedelta(8), expires_at=NOW - timedelta(1))
    elif end == "withdrawn":
        client.force_login(member)
        gone = client.post(address("withdraw_link", full, link.link.pk))
        assert gone.status_code == 303
    elif end == "the team left":
        Team.objects.update(state=Team.State.LEFT, left_reason="Personal fehlt")
    else:
        address_of_it = "/ueberblick/" + "A" * 32 + "/"
    client.logout()

    response = client.get(address_of_it)

    assert response.status_code == 404
    assert "Dieser Link gilt nicht mehr." in shown(response)
    assert "Kreis Musterland" not in shown(response)
    assert response["Referrer-Policy"] == "no-referrer"


def test_withdrawing_twice_is_noted_once(full, member, link):
    for _again in range(2):
        overview_links.withdraw(link=link.link, by=member, at=NOW)

    assert AuditEntry.objects.filter(what="overview_link.withdrawn").count() == 1


def test_a_link_of_another_team_is_not_found(client, team, member):
    foreign = OverviewLinkFactory()
    client.force_login(member)

    for number in (foreign.pk, 10**30):
        assert client.post(address("withdraw_link", team, number)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.withdrawn_at is None


def test_who_guesses_is_stopped(client, monkeypatch):
    monkeypatch.setattr(shared, "OPENINGS", 3)
    codes = [client.get(f"/ueberblick/rate{n}/").status_code for n in range(5)]

    assert codes == [404, 404, 404, 429, 429]


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_the_same_of_the_database_at_every_size(
    client, team, member, number, django_assert_num_queries
):
    OverviewLinkFactory.create_batch(number, team=team)
    client.force_login(member)

    with django_assert_num_queries(5):
        client.get(address("overview_links", team))
