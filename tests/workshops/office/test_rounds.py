import pytest
from django.urls import reverse

from tests import factories as f
from tests.office import press, sign_in, window
from tests.workshops.office.desk import add, edit
from workshops import policies
from workshops.models import Round, Workshop

pytestmark = pytest.mark.django_db


def test_a_series_gets_its_address_from_the_short_title(client, me):
    add(
        client,
        "workshops.workshop",
        title="Übergänge gestalten",
        short_title="Übergänge",
        summary="Worum es geht.",
    )

    assert Workshop.objects.get().slug == "uebergaenge"


def test_a_word_that_is_an_address_of_the_portal_is_no_series(client, me):
    answer = add(
        client, "workshops.workshop", title="Interesse", short_title="Interesse", summary="x"
    )

    assert (answer.status_code, Workshop.objects.count()) == (200, 0)
    assert "schon eine Adresse des Portals" in answer.content.decode()


def test_whoever_adds_a_round_coordinates_it(client, me):
    series = f.WorkshopFactory()

    add(
        client,
        "workshops.round",
        f"?workshop={series.pk}",
        number="1",
        when="Herbst 2025 – Winter 2026",
    )

    round_ = Round.objects.get()
    assert (round_.workshop, list(round_.coordinators.all())) == (series, [me])
    assert str(round_.when) == "Herbst 2025 – Winter 2026/27"


def test_no_round_is_added_to_a_series_of_others(client, me):
    theirs = f.PublishedRoundFactory().workshop

    answer = add(client, "workshops.round", workshop=theirs.pk, number="9")

    assert (answer.status_code, theirs.rounds.count()) == (200, 1)
    assert policies.may_edit_workshop(me, theirs) is False


def test_series_to_choose_from_are_those_that_one_may_edit(client, mine, me):
    new, theirs = f.WorkshopFactory(), f.PublishedRoundFactory().workshop
    asked = {"app_label": "workshops", "model_name": "round", "field_name": "workshop", "term": ""}
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert {int(row["id"]) for row in found} == {mine.workshop.pk, new.pk}
    assert set(Workshop.objects.editable_by(me)) == {mine.workshop, new}
    assert set(Workshop.objects.editable_by(f.SuperuserFactory())) == {mine.workshop, new, theirs}
    assert not Workshop.objects.editable_by(f.EditorFactory()).exists()


def test_a_member_of_a_team_does_not_coordinate_its_round(client, mine, me):
    torn = f.MemberFactory(team__round=mine, user=f.CoordinatorFactory()).user

    answer = edit(client, "workshops.round", mine, coordinators=[me.pk, torn.pk])

    assert f"{torn} gehört zu einem Team dieses Durchgangs." in answer.content.decode()
    assert list(mine.coordinators.all()) == [me]


def test_who_was_a_member_once_may_coordinate_the_round(client, mine, me):
    gone = f.MemberFactory(
        team__round=mine, user=f.CoordinatorFactory(), until_day="2099-01-01"
    ).user

    edit(client, "workshops.round", mine, coordinators=[me.pk, gone.pk])

    assert set(mine.coordinators.all()) == {me, gone}


def test_a_date_nobody_understands_is_said_in_the_form(client, mine):
    answer = edit(client, "workshops.round", mine, when="irgendwann")

    assert (answer.status_code, "irgendwann" in answer.content.decode()) == (200, True)


def test_somebody_without_the_role_is_not_assigned(client, mine, me):
    stranger = f.UserFactory()

    answer = edit(client, "workshops.round", mine, coordinators=[me.pk, stranger.pk])

    assert "gehört nicht zur Koordination" in answer.content.decode()
    assert list(mine.coordinators.all()) == [me]


def test_phase_publication_and_places_change_by_buttons_only(client, mine):
    edit(
        client, "workshops.round", mine, phase="finished", is_published="", capacity="1", number="9"
    )
    mine.refresh_from_db()
    assert (mine.phase, mine.is_published, mine.capacity, mine.number) == ("running", True, None, 2)

    client.post(press("workshops.round", mine, "capacity"), {"capacity": "6"})
    client.post(press("workshops.round", mine, "unpublish"))
    client.post(press("workshops.round", mine, "finish"))
    mine.refresh_from_db()
    assert (mine.phase, mine.is_published, mine.capacity) == ("finished", False, 6)


def test_an_editor_changes_the_texts_of_a_round_and_nothing_else(client, mine):
    sign_in(client, f.EditorFactory())

    edit(client, "workshops.round", mine, summary="Neuer Text", when="2030", team_max="9")

    changed = Round.objects.get()
    assert (changed.summary, changed.when, changed.team_max) == ("Neuer Text", mine.when, 5)
    assert client.post(press("workshops.round", mine, "unpublish")).status_code == 403


def test_a_coordinator_reads_the_published_round_of_others(client, me):
    other = f.PublishedRoundFactory()

    assert client.get(window("workshops.round", "change", other.pk)).status_code == 200
    assert client.post(window("workshops.round", "change", other.pk), {}).status_code == 403
    assert client.post(press("workshops.round", other, "unpublish")).status_code == 403


def test_admission_without_an_agreement_asks_for_the_reason(client, me):
    round_ = f.RoundFactory()
    round_.coordinators.add(me)
    kommune = f.MunicipalityFactory()
    address = press("workshops.round", round_, "admit")

    refused = client.post(address, {"municipality": kommune.pk, "reason": ""})
    assert (refused.status_code, round_.teams.count()) == (422, 0)
    assert "Bitte geben Sie einen Grund an" in refused.content.decode()

    client.post(address, {"municipality": kommune.pk, "reason": "Beitritt läuft"})
    team = round_.teams.get()
    assert (team.municipality, team.admission_reason) == (kommune, "Beitritt läuft")
