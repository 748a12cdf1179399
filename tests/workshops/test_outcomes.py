"""What came of a day: who writes it, who reads it, and that no word is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry
from portal.refusals import Conflict
from tests.factories import EditorFactory, MemberFactory, QuestionFactory, TeamFactory
from tests.workshops.days import day_of, item_of, url
from tests.workshops.rooms import shown
from workshops.actions import agenda as actions
from workshops.models import AgendaItem, Question
from workshops.models.agenda import Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(team):
    return day_of(team.round)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def doing(coordinator):
    return {"by": coordinator, "at": timezone.now()}


def outcome(item, text, version=None):
    return {f"outcome-{item.pk}": text, f"version-{item.pk}": version or item.version}


def test_an_outcome_stands_in_the_history_of_the_milestone_for_its_own_team(
    client, signed_in, team, meeting, member, milestone
):
    item = item_of(meeting, milestone=milestone)
    milestone.visibility = "round"
    milestone.save()
    signed_in.post(url(meeting, "agenda_outcomes"), outcome(item, "Lippe fragt die Kämmerei."))
    neighbour = TeamFactory(round=team.round)
    readers = {"own": member, "neighbour": MemberFactory(team=neighbour).user}
    seen = {}
    for name, reader in readers.items():
        client.force_login(reader)
        seen[name] = "Lippe fragt die Kämmerei." in shown(client.get(milestone.get_absolute_url()))

    assert seen == {"own": True, "neighbour": False}


def test_the_outcome_of_a_question_is_its_answer(signed_in, team, meeting):
    question = QuestionFactory(round=team.round)
    item = item_of(meeting, question=question)

    signed_in.post(url(meeting, "agenda_outcomes"), outcome(item, "Das Land."))

    assert Question.objects.get().answer == "Das Land."
    assert AgendaItem.objects.get().outcome == ""
    assert AuditEntry.objects.filter(what="question.answered").count() == 1


def test_an_outcome_written_meanwhile_is_shown_and_nothing_is_saved(
    signed_in, meeting, coordinator
):
    one, two = (item_of(meeting, title=title) for title in ("eins", "zwei"))
    said = [Told(one.pk, 1, "Ihr Ergebnis")]
    actions.tell(meeting=meeting, outcomes=said, **doing(coordinator))

    answer = signed_in.post(
        url(meeting, "agenda_outcomes"),
        outcome(one, "Mein Ergebnis", 1) | outcome(two, "Auch meins", 1),
    )

    assert answer.status_code == 409
    words = shown(answer)
    assert [text in words for text in ("Ihr Ergebnis", "Mein Ergebnis", "Auch meins")] == [True] * 3
    assert list(meeting.agenda.order_by("pk").values_list("outcome", flat=True)) == [
        "Ihr Ergebnis",
        "",
    ]
    form = answer.context["form"]
    signed_in.post(url(meeting, "agenda_outcomes"), {n: form[n].value() for n in form.fields})
    assert {item.outcome for item in meeting.agenda.all()} == {"Mein Ergebnis", "Auch meins"}


def test_words_for_an_item_that_is_gone_are_given_back(signed_in, meeting):
    stays, gone = item_of(meeting), item_of(meeting)
    typed = outcome(stays, "Bleibt") | outcome(gone, "Nicht verlieren")
    gone.delete()

    answer = signed_in.post(url(meeting, "agenda_outcomes"), typed)

    assert (answer.status_code, "Nicht verlieren" in shown(answer)) == (422, True)


def test_an_item_that_came_meanwhile_keeps_its_outcome(signed_in, meeting):
    seen = item_of(meeting)
    item_of(meeting, title="Neu", outcome="Schon da")

    signed_in.post(url(meeting, "agenda_outcomes"), outcome(seen, "Ja"))

    assert meeting.agenda.get(title="Neu").outcome == "Schon da"


@pytest.mark.parametrize("wild", ["x" * 10_000, "\x00"])
def test_a_wild_outcome_never_breaks_the_page(signed_in, meeting, wild):
    item = item_of(meeting)

    assert signed_in.post(url(meeting, "agenda_outcomes"), outcome(item, wild)).status_code in {
        303,
        422,
    }


def test_a_stale_version_is_a_conflict_for_the_action_too(meeting, coordinator):
    item = item_of(meeting)
    AgendaItem.objects.update(version=2)

    with pytest.raises(Conflict):
        actions.tell(meeting=meeting, outcomes=[Told(item.pk, 1, "x")], **doing(coordinator))


def test_editors_do_not_read_in_the_office_what_is_for_a_team(
    client, signed_in, meeting, milestone, coordinator
):
    linked = item_of(meeting, milestone=milestone, outcome="Nur fürs Team")
    free = item_of(meeting, outcome="Für alle")
    pages = [
        reverse("admin:workshops_agendaitem_change", args=[linked.pk]),
        reverse("admin:workshops_agendaitem_change", args=[free.pk]),
        reverse("admin:workshops_meeting_change", args=[meeting.pk]),
    ]
    seen = {}
    for reader in (coordinator, EditorFactory()):
        client.force_login(reader)
        html = [client.get(page).content.decode() for page in pages]
        seen[reader.office_role] = ["Nur fürs Team" in html[0], "Für alle" in html[1]]
        seen[reader.office_role].append("Nur fürs Team" in html[2])

    assert seen == {"coordinator": [True, True, True], "editor": [False, True, False]}
