import re
from html import unescape

import pytest

from portal import audit
from tests import factories as f
from tests.office import sign_in, window

pytestmark = pytest.mark.django_db

ROLES = {
    "coordinator": f.CoordinatorFactory,
    "editor": f.EditorFactory,
    "superuser": f.SuperuserFactory,
}
INSIDE = ("Vorgeschlagen war mehr.", "Kreis Geheim", "Nadja Vorschlag", "Runder Tisch")


@pytest.fixture
def cleared():
    """A sentence that does not name its Kommune."""
    team = f.TeamFactory(municipality__short_name="Kreis Geheim", is_named_in_public=False)
    statement = f.ClearedStatementFactory(
        team=team,
        milestone=f.MilestoneFactory(team=team, title="Runder Tisch"),
        text="Freigegeben ist dies.",
        proposed_text="Vorgeschlagen war mehr.",
        proposed_by=f.CoordinatorFactory(first_name="Nadja", last_name="Vorschlag"),
    )
    audit.record("statement.proposed", statement, by=statement.proposed_by)
    return statement


def words_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return unescape(re.sub(r"<[^>]+>", " ", page.text))


def listed(client, query=""):
    return client.get(window("workshops.statement", "changelist") + query)


@pytest.mark.parametrize(
    ("role", "inside"), [("coordinator", False), ("editor", False), ("superuser", True)]
)
def test_outside_of_the_team_only_the_cleared_sentence_is_seen(client, cleared, role, inside):
    sign_in(client, ROLES[role]())
    record = words_of(client, window("workshops.statement", "change", cleared.pk))
    rows = words_of(client, window("workshops.statement", "changelist"))

    assert "Freigegeben ist dies." in record
    assert "Freigegeben ist dies." in rows
    assert [word in record for word in INSIDE] == [inside] * 4
    assert ("Kreis Geheim" in rows, "Vorgeschlagen war mehr." in rows) == (inside, False)


def test_whoever_coordinates_the_round_sees_the_proof(client, cleared):
    cleared.team.round.coordinators.add(sign_in(client, f.CoordinatorFactory()))
    record = words_of(client, window("workshops.statement", "change", cleared.pk))

    assert [word in record for word in INSIDE] == [True] * 4
    assert "Kreis Geheim" in words_of(client, window("workshops.statement", "changelist"))


def test_a_sentence_that_names_its_kommune_does_so_to_everybody_in_the_office(client):
    team = f.TeamFactory(municipality__short_name="Kreis Lippe", is_named_in_public=True)
    statement = f.ClearedStatementFactory(team=team, names_municipality=True)
    sign_in(client, f.EditorFactory())

    assert "Kreis Lippe" in words_of(client, window("workshops.statement", "change", statement.pk))
    assert "Kreis Lippe" in words_of(client, window("workshops.statement", "changelist"))


@pytest.mark.parametrize(("role", "hits"), [("coordinator", 0), ("editor", 0), ("superuser", 1)])
@pytest.mark.parametrize("word", ["Vorgeschlagen", "Geheim"])
def test_searching_tells_nothing_of_what_is_inside(client, cleared, role, hits, word):
    sign_in(client, ROLES[role]())

    assert listed(client, f"?q={word}").context["cl"].result_count == hits
    assert listed(client, "?q=Freigegeben").context["cl"].result_count == 1


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 400), ("editor", 400), ("superuser", 200)]
)
def test_the_list_of_one_team_is_for_those_who_see_the_team(client, cleared, role, status):
    sign_in(client, ROLES[role]())

    assert listed(client, f"?team__id__exact={cleared.team_id}").status_code == status


@pytest.mark.parametrize("number", ["x", "", "%00", "99999999999999999999999"])
def test_a_team_that_is_none_filters_nothing(client, cleared, number):
    sign_in(client, f.CoordinatorFactory())

    assert listed(client, f"?team__id__exact={number}").status_code == 400


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 403), ("editor", 403), ("superuser", 200)]
)
def test_the_history_names_people_and_stays_in_the_room(client, cleared, role, status):
    sign_in(client, ROLES[role]())

    answer = client.get(window("workshops.statement", "history", cleared.pk))

    assert (answer.status_code, "Vorschlag" in answer.text) == (status, status == 200)
