from decimal import Decimal

import pytest
from django.urls import reverse

from portal.dates import Period
from tests.factories import LeadFactory, MilestoneFactory, RoundMilestoneFactory, TopicFactory
from tests.workshops.rooms import shown
from workshops.models import Milestone

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(team):
    return LeadFactory(team=team).user


def to(name, milestone):
    return reverse(
        f"workshops:milestone_{name}", args=[milestone.team.public_id, milestone.public_id]
    )


def new(team):
    return reverse("workshops:milestone_new", args=[team.public_id])


# --- agree ---------------------------------------------------------------------------------------
def test_a_member_agrees_a_milestone_with_figures_in_german(client, team, member):
    client.force_login(member)
    words = {
        "title": "Fahrplan für 31 Schulen",
        "responsible": team.members.get().pk,
        "when": "Herbst 2046",
        "core_theme": TopicFactory(kind="core_theme").pk,
        "indicator": "Schulen mit Fahrplan",
        "unit": "Schulen",
        "baseline": "1.234,5",
        "target": "31",
    }

    answer = client.post(new(team), words)
    made = Milestone.objects.get(title=words["title"])

    assert (answer.status_code, answer["Location"]) == (303, made.get_absolute_url())
    assert (made.baseline, made.target, str(made.when)) == (Decimal("1234.5"), 31, "Herbst 2046")
    assert "Der Meilenstein ist angelegt." in shown(client.get(made.get_absolute_url()))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "Dieses Feld ist zwingend erforderlich."),
        ({"title": "x" * 10_000}, "höchstens 200"),
        ({"title": "A", "when": "bald"}, "Frist"),
        ({"title": "A", "baseline": "viel", "indicator": "B"}, "zum Beispiel „1.234,5“"),
        ({"title": "A", "target": "1e99", "indicator": "B"}, "Zielwert"),
        ({"title": "A", "target": "NaN", "indicator": "B"}, "zum Beispiel „1.234,5“"),
        ({"title": "A", "target": "5"}, "wofür die Zahlen stehen"),
        ({"title": "A", "responsible": "99999999"}, "Verantwortlich"),
        ({"title": "A", "responsible": "x\x00"}, "Verantwortlich"),
        ({"title": "A", "common": "9" * 40}, "gemeinsamen"),
        ({"title": "Arbeitsgemeinschaft einrichten"}, "schon einen Meilenstein mit diesem Titel"),
    ],
)
def test_what_cannot_be_agreed_is_explained_and_kept(client, team, member, words, said):
    client.force_login(member)
    answer = client.post(new(team), words)
    assert (answer.status_code, said in shown(answer)) == (422, True), shown(answer)
    assert Milestone.objects.count() == 1


def test_a_common_milestone_is_taken_over_with_one_click(client, team, member):
    common = RoundMilestoneFactory(round=team.round, title="Wissen, was fehlt")
    client.force_login(member)
    assert "Übernehmen : Wissen, was fehlt" in shown(client.get(team.get_absolute_url()))

    address = reverse("workshops:milestone_adopt", args=[team.public_id, common.pk])
    answers = [client.post(address) for _click in range(2)]

    made = Milestone.objects.get(common=common)
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == made.get_absolute_url()
    assert "Wissen, was fehlt : Übernehmen" not in shown(client.get(team.get_absolute_url()))


def test_a_common_milestone_of_another_round_is_not_found(client, team, member):
    client.force_login(member)
    strange = RoundMilestoneFactory()
    address = reverse("workshops:milestone_adopt", args=[team.public_id, strange.pk])
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("which", "title"), [("own", "Wissen, was fehlt"), ("²", None), ("7", None)]
)
def test_a_common_milestone_can_be_adapted_first(client, team, member, which, title):
    common = RoundMilestoneFactory(round=team.round, title="Wissen, was fehlt")
    client.force_login(member)
    number = common.pk if which == "own" else which
    form = client.get(f"{new(team)}?gemeinsam={number}").context["form"]
    assert form["title"].value() == title


# --- edit ----------------------------------------------------------------------------------------
def test_who_is_second_sees_both_versions_and_may_save_theirs(client, team, milestone, member):
    client.force_login(member)
    first = {"version": "1", "title": "Runder Tisch", "when": "2046", "difference": "Alle da."}
    second = {"version": "1", "title": "Großer Tisch", "difference": "Alle da."}
    assert client.post(to("edit", milestone), first).status_code == 303

    conflict = client.post(to("edit", milestone), second)
    form = conflict.context["form"]
    kept = {name: form[name].value() or "" for name in (*second, "when")}

    assert conflict.status_code == 409
    assert [tuple(map(str, row)) for row in conflict.context["differences"]] == [
        ("Was wollen Sie erreicht haben?", "Runder Tisch", "Großer Tisch"),
        ("Frist", "2046", ""),
    ]
    assert kept == {**second, "version": "2", "when": ""}
    assert client.post(to("edit", milestone), kept).status_code == 303
    milestone.refresh_from_db()
    assert (milestone.title, milestone.when, milestone.version) == ("Großer Tisch", None, 3)


def test_the_form_shows_what_stands_there(client, milestone, member):
    Milestone.objects.update(indicator="Schulen", target=Decimal("1234.500"), unit="Schulen")
    Milestone.objects.update(first_day="2046-01-01", last_day="2046-12-31", precision="year")
    client.force_login(member)
    page = client.get(to("edit", milestone)).content.decode()
    for value in ('value="1234,5"', 'value="2046"', 'value="Schulen"'):
        assert value in page


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_without_its_version_is_no_way_round(client, milestone, member, version):
    client.force_login(member)
    answer = client.post(to("edit", milestone), {"version": version, "title": "Neu"})
    assert answer.status_code in {409, 422}
    milestone.refresh_from_db()
    assert milestone.title == "Arbeitsgemeinschaft einrichten"


# --- what the lead does --------------------------------------------------------------------------
def test_the_focus_stays_on_the_button_that_was_pressed(client, team, milestone, lead):
    other = MilestoneFactory(team=team)
    third = MilestoneFactory(team=team)
    client.force_login(lead)

    answer = client.post(to("move", third), {"richtung": "hoch"}, follow=True)

    assert answer.context["milestones"] == [milestone, third, other]
    words, page = shown(answer), answer.content.decode()
    assert f"„{third}“ steht jetzt an Stelle 2 von 3." in words
    assert page.count(" autofocus") == 1
    assert 'value="hoch" autofocus' in page


@pytest.mark.parametrize("moved", ["", "x", "0"])
def test_a_strange_word_about_what_was_moved_says_nothing(client, team, milestone, lead, moved):
    client.force_login(lead)
    address = reverse("workshops:milestones", args=[team.public_id])
    answer = client.get(f"{address}?bewegt={moved}")
    assert (answer.status_code, "steht jetzt" in shown(answer)) == (200, False)


def test_sharing_can_be_taken_back(client, milestone, lead):
    client.force_login(lead)
    for wide, said in (("runde", "Nicht mehr teilen"), ("team", "Mit dem Durchgang teilen")):
        answer = client.post(to("share", milestone), {"mit": wide}, follow=True)
        assert said in shown(answer)
    milestone.refresh_from_db()
    assert not milestone.is_shared


def test_dropping_needs_a_reason_and_can_be_undone(client, milestone, lead):
    client.force_login(lead)
    assert client.post(to("drop", milestone), {"reason": " "}).status_code == 422

    dropped = client.post(to("drop", milestone), {"reason": "Zu teuer."}, follow=True)
    assert "geplant → verworfen Zu teuer." in shown(dropped)
    assert client.post(to("drop", milestone), {"reason": "Noch einmal."}).status_code == 422
    again = client.post(to("resume", milestone), follow=True)
    assert "verworfen → geplant Wieder aufgenommen." in shown(again)
    assert "nicht verworfen" in shown(client.post(to("resume", milestone), follow=True))


def test_a_milestone_is_split_and_both_sides_link_to_each_other(client, milestone, lead):
    client.force_login(lead)
    words = {"title_1": "A", "when_1": "2046", "title_2": "B", "give_up": "yes"}
    assert client.post(to("split", milestone), {"title_1": "A"}).status_code == 422

    page = client.post(to("split", milestone), words, follow=True)
    part = Milestone.objects.get(title="A")

    assert part.when == Period.year(2046)
    assert "Aufgeteilt in A B" in shown(page)
    assert "Hervorgegangen aus Arbeitsgemeinschaft einrichten" in shown(
        client.get(part.get_absolute_url())
    )
    assert client.post(to("split", milestone), words).status_code == 422


def test_only_the_lead_is_offered_to_drop(client, milestone, member, lead):
    log = reverse("workshops:log", args=[milestone.team.public_id, milestone.public_id])
    words = {"status": "dropped", "status_seen": "planned", "note": "Zu teuer."}
    for who, choices, answer in ((member, 5, 422), (lead, 6, 303)):
        client.force_login(who)
        assert len(client.get(log).context["form"].fields["status"].choices) == choices
        assert client.post(log, words).status_code == answer


@pytest.mark.parametrize("count", [1, 5])
def test_the_own_order_takes_the_same_number_of_queries(
    client, team, milestone, member, count, django_assert_num_queries
):
    for _number in range(count):
        MilestoneFactory(team=team, responsible=team.members.get())
    client.force_login(member)
    with django_assert_num_queries(5):
        client.get(reverse("workshops:milestones", args=[team.public_id]))


@pytest.mark.parametrize("count", [10, 100])
def test_a_room_full_of_milestones_asks_no_more(
    client, team, member, count, django_assert_num_queries
):
    responsible = team.members.get()
    facts = {"team": team, "responsible": responsible, "unit": "Schulen", "indicator": "Schulen"}
    Milestone.objects.bulk_create(
        Milestone(title=f"Meilenstein {number}", **facts) for number in range(count)
    )
    client.force_login(member)
    with django_assert_num_queries(12):
        page = client.get(team.get_absolute_url())
    assert page.content.count(b'name="status_seen"') == count + 1


def test_each_form_of_the_room_begins_with_the_status_of_its_milestone(client, team, member):
    one = MilestoneFactory(team=team, status="risk")
    client.force_login(member)
    page = client.get(team.get_absolute_url()).content.decode()
    form = page.partition(f'id="m-{one.public_id}"')[2].partition("</form>")[0]
    assert 'name="status_seen" value="risk"' in form
    assert 'name="status" value="risk" checked' in form
    assert form.count(" checked") == 1
