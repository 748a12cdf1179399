"""The pages on which coordinators let rounds begin."""

import re

import pytest

from tests import factories as f
from tests.workshops.rooms import shown
from workshops.models import Interest, Round

pytestmark = pytest.mark.django_db
WANTED = "/cockpit/interessen/"


@pytest.fixture
def coordinator(client):
    user = f.CoordinatorFactory()
    client.force_login(user)
    return user


@pytest.fixture
def wishes():
    topic = f.TopicFactory(name="Ganztag", slug="ganztag")
    return [
        f.InterestFactory(
            municipality=f.AgreementFactory().municipality,
            municipality_text="",
            topic=topic,
            topic_text="",
        )
        for _ in range(4)
    ]


def chosen(wishes, **changes):
    return {
        "workshop": "",
        "title": "Ganztag",
        "when": "4. Februar 2027",
        "municipalities": [wish.municipality_id for wish in wishes],
        "more": "",
        "capacity": "8",
        "reason": "",
        **changes,
    }


def test_topics_stand_with_their_kommunen_and_whether_they_are_enough(client, coordinator, wishes):
    f.InterestFactory(topic_text="Bildung im Alter")

    words = shown(client.get(WANTED))

    assert re.search(r"Ganztag 4 .* genug", words)
    assert "Bildung im Alter 1 Kreis Musterland sammelt sich" in words
    assert "1 Thema mit genug Kommunen" in shown(client.get("/cockpit/"))


def test_one_form_makes_the_round_and_leads_to_it(client, coordinator, wishes):
    page = client.get(f"{WANTED}ganztag/")
    assert page.context["form"]["title"].value() == "Ganztag"

    answer = client.post(f"{WANTED}ganztag/", chosen(wishes))

    made = Round.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/cockpit/{made.pk}/")
    assert made.teams.count() == 4
    assert Interest.objects.filter(state="used", round=made).count() == 4
    assert client.get(f"{WANTED}ganztag/").status_code == 404
    assert "Nichts wartet" in shown(client.get(WANTED))


def test_further_kommunen_are_named_line_by_line(client, coordinator, wishes):
    more = f.AgreementFactory(
        municipality__name="Kreis Olpe", municipality__short_name="Olpe", municipality__ags="05966"
    ).municipality

    client.post(f"{WANTED}ganztag/", chosen(wishes[:1], more="Kreis Olpe\n\n05966\n"))

    assert set(Round.objects.get().teams.values_list("municipality", flat=True)) == {
        more.pk,
        wishes[0].municipality_id,
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"when": ""}, "zwingend erforderlich"),
        ({"when": "irgendwann"}, "Beginn"),
        ({"municipalities": []}, "Bitte wählen Sie mindestens eine Kommune"),
        ({"municipalities": ["999999"]}, "Beginn"),
        ({"title": ""}, "Eine neue Werkstatt braucht einen Titel"),
        ({"workshop": "999999"}, "gültige Auswahl"),
        ({"more": "Atlantis"}, "Das Verzeichnis kennt nicht: Atlantis"),
        ({"capacity": "0"}, "größer oder gleich"),
        ({"capacity": "2"}, "Alle Plätze"),
        ({"reason": "x" * 10_000}, "höchstens 300"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(client, coordinator, wishes, wrong, said):
    answer = client.post(f"{WANTED}ganztag/", chosen(wishes, **wrong))

    assert answer.status_code == 422
    assert said in shown(answer)
    assert Round.objects.count() == 0


def test_only_a_series_of_ones_own_can_be_chosen(client, coordinator, wishes):
    foreign = f.PublishedRoundFactory().workshop
    own = f.WorkshopFactory()

    refused = client.post(f"{WANTED}ganztag/", chosen(wishes, workshop=foreign.pk))
    taken = client.post(f"{WANTED}ganztag/", chosen(wishes, workshop=own.pk))

    assert (refused.status_code, taken.status_code) == (422, 303)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(
    client, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        f.InterestFactory(municipality=f.MunicipalityFactory(), topic_text=f"Thema {number}")

    with django_assert_num_queries(3):
        client.get(WANTED)


# --- the next round ------------------------------------------------------------------------------
def test_the_next_round_offers_the_kommunen_of_this_one(client, coordinator):
    round = f.PublishedRoundFactory(number=1, capacity=7)
    round.coordinators.add(coordinator)
    team = f.TeamFactory(round=round, municipality__short_name="Kreis Lippe")
    f.TeamFactory(round=round, state="left", left_reason="kein Personal")

    page = client.get(f"/cockpit/{round.pk}/neuer-durchgang/")
    assert list(page.context["form"].fields["municipalities"].queryset) == [team.municipality]
    assert "Kreis Lippe (heute keine Rahmenvereinbarung)" in shown(page)

    posted = {"when": "Frühjahr 2027", "municipalities": [team.municipality_id], "capacity": "7"}
    refused = client.post(f"/cockpit/{round.pk}/neuer-durchgang/", posted)
    assert refused.status_code == 422
    assert "Kreis Lippe: " in shown(refused)
    posted["reason"] = "wird erneuert"
    client.post(f"/cockpit/{round.pk}/neuer-durchgang/", posted)

    made = Round.objects.get(number=2)
    assert made.teams.get().admission_reason == "wird erneuert"
    assert str(made.when) == "2027–2028"


def test_the_round_of_others_is_not_there(client, coordinator):
    round = f.PublishedRoundFactory()

    assert client.get(f"/cockpit/{round.pk}/neuer-durchgang/").status_code == 404
    assert client.post(f"/cockpit/{round.pk}/neuer-durchgang/", {}).status_code == 404
