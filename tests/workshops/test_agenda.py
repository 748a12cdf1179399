"""The agenda of a day: what might be talked about, what is on it, and who may read what."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.refusals import Refusal
from tests.factories import (
    AgendaContributionFactory,
    AgendaItemFactory,
    CoordinatorFactory,
    MeetingFactory,
    MilestoneFactory,
    QuestionFactory,
    StatementFactory,
    TeamFactory,
)
from tests.workshops.days import HURDLE, day_of, item_of, url, with_hurdle
from tests.workshops.rooms import shown
from workshops.actions import agenda as actions
from workshops.formats.agenda import rows
from workshops.models import AgendaItem, Milestone
from workshops.models.candidates import candidates
from workshops.models.plan import plan

pytestmark = pytest.mark.django_db

Status = Milestone.Status


@pytest.fixture
def meeting(team):
    return day_of(team.round)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def titles(meeting):
    return list(meeting.agenda.order_by("position", "pk").values_list("title", flat=True))


def doing(coordinator):
    return {"by": coordinator, "at": timezone.now()}


# --- what might be talked about ---------------------------------------------------------------
def test_questions_hurdles_trouble_and_sentences_are_candidates_until_they_are_taken_up(
    team, meeting, coordinator
):
    hurdle = with_hurdle(team)
    risk = MilestoneFactory(team=team, status=Status.RISK)
    yesterday = timezone.localdate() - timedelta(days=1)
    late = MilestoneFactory(team=team, first_day=yesterday, last_day=yesterday)
    question, sentence = QuestionFactory(round=team.round), StatementFactory(team=team)
    MilestoneFactory(team=team)
    with_hurdle(TeamFactory())

    found = candidates(meeting, timezone.now())
    for thing in (hurdle, risk, late, question, sentence):
        actions.take_up(meeting=meeting, thing=thing, **doing(coordinator))

    assert [line.milestone for line in found.hurdles] == [hurdle]
    assert {line.milestone for line in found.in_trouble} == {risk, late}
    assert (found.questions, found.statements) == ([question], [sentence])
    assert candidates(meeting, timezone.now()).is_empty


def test_one_click_takes_a_candidate_up_and_a_second_one_changes_nothing(signed_in, team, meeting):
    milestone = with_hurdle(team)
    asked = {"what": "milestone", "number": milestone.pk}

    answers = [signed_in.post(url(meeting, "agenda_take_up"), asked) for _ in range(2)]

    [item] = meeting.agenda.all()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (item.milestone, item.title, item.kind) == (milestone, "Kollegiale Beratung", "peer")


@pytest.mark.parametrize("what", ["milestone", "question", "statement"])
def test_what_belongs_to_another_round_is_not_found(signed_in, meeting, what):
    make = {
        "milestone": MilestoneFactory,
        "question": QuestionFactory,
        "statement": StatementFactory,
    }
    asked = {"what": what, "number": make[what]().pk}

    assert signed_in.post(url(meeting, "agenda_take_up"), asked).status_code == 404
    assert titles(meeting) == []


@pytest.mark.parametrize(
    "asked", [{}, {"what": "user", "number": "1"}, {"what": "question", "number": "9" * 40}]
)
def test_a_wild_candidate_is_refused(signed_in, meeting, asked):
    assert signed_in.post(url(meeting, "agenda_take_up"), asked).status_code == 422


# --- the public page --------------------------------------------------------------------------
def test_the_public_page_says_only_what_was_typed_for_it(client, signed_in, team, meeting):
    milestone = with_hurdle(team, status=Status.RISK)
    question = QuestionFactory(round=team.round, text="Wer zahlt das?")
    sentence = StatementFactory(team=team, proposed_text="Wir haben es geschafft.")
    for thing in (("milestone", milestone), ("question", question), ("statement", sentence)):
        asked = dict(zip(("what", "number"), (thing[0], thing[1].pk), strict=True))
        signed_in.post(url(meeting, "agenda_take_up"), asked)
    AgendaItem.objects.update(outcome="Das bleibt unter uns")
    client.logout()

    words = shown(client.get(meeting.get_absolute_url()))

    assert "Kollegiale Beratung" in words
    secrets = [HURDLE, milestone.title, question.text, sentence.proposed_text, "unter uns"]
    assert [secret for secret in secrets if secret in words] == []


def test_the_sheet_for_all_says_no_more_and_that_for_the_moderation_does(team, meeting):
    milestone = with_hurdle(team)
    AgendaItemFactory(meeting=meeting, milestone=milestone, title="Beratung")
    public, inside = (
        json.dumps(rows(plan(meeting, timezone.now()), inside=inside), ensure_ascii=False)
        for inside in (False, True)
    )

    assert [HURDLE in public, milestone.title in public] == [False, False]
    assert [HURDLE in inside, milestone.title in inside] == [True, True]


@pytest.mark.parametrize("query", ["", "?fuer=moderation", "?fuer=alle"])
def test_the_agenda_is_a_tagged_pdf(signed_in, team, meeting, query):
    AgendaItemFactory(meeting=meeting, milestone=with_hurdle(team), description="*x* #y\n<z>")
    item_of(meeting, minutes=300)

    answer = signed_in.get(url(meeting, "agenda_pdf") + query)

    assert answer["Content-Type"] == "application/pdf"
    assert b"/Lang(de-DE)" in answer.content


# --- minutes and the clock --------------------------------------------------------------------
def test_each_item_begins_when_those_before_it_end(meeting):
    for position, minutes in enumerate((30, 45, 15)):
        item_of(meeting, minutes=minutes, position=position)

    built = plan(meeting, timezone.now())

    assert [f"{place.starts:%H:%M}" for place in built.places] == ["09:00", "09:30", "10:15"]
    assert (f"{built.ends:%H:%M}", built.spare, built.overrun) == ("10:30", 30, 0)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (121, "endet eine Minute nach dem Ende des Tages um 11:00 Uhr"),
        (150, "endet 30 Minuten nach dem Ende des Tages um 11:00 Uhr"),
        (120, "füllt den Tag genau"),
        (90, "bleiben 30 Minuten"),
    ],
)
def test_the_page_says_whether_the_day_is_long_enough(signed_in, meeting, minutes, words):
    item_of(meeting, minutes=minutes)

    assert words in shown(signed_in.get(url(meeting)))


def test_a_day_without_times_knows_its_minutes_only(signed_in, team):
    day = MeetingFactory(round=team.round)
    item_of(day, minutes=40)

    assert "40 Minuten insgesamt" in shown(signed_in.get(url(day)))


# --- building ---------------------------------------------------------------------------------
FREE = {"title": "Mittag", "minutes": "45", "kind": "break", "description": ""}


def test_a_free_item_comes_last_and_a_double_click_adds_it_once(signed_in, meeting):
    item_of(meeting, title="Vorher", position=7)

    answers = [signed_in.post(url(meeting), FREE).status_code for _ in range(2)]

    assert (answers, titles(meeting)) == ([303, 303], ["Vorher", "Mittag"])


@pytest.mark.parametrize(
    "wild",
    [
        {"title": ""},
        {"title": "x" * 10_000},
        {"minutes": "0"},
        {"minutes": "721"},
        {"minutes": "viel"},
        {"kind": "party"},
        {"description": "y" * 10_000},
        {"title": "\x00"},
    ],
)
def test_a_wild_item_is_refused_and_what_was_typed_is_kept(signed_in, meeting, wild):
    answer = signed_in.post(url(meeting), {**FREE, **wild})

    assert (answer.status_code, titles(meeting)) == (422, [])
    assert "Bitte prüfen Sie" in shown(answer)


def test_items_move_by_one_place_and_stop_at_the_ends(signed_in, meeting):
    one, two = (item_of(meeting, title=title, position=3) for title in ("eins", "zwei"))

    def move(item, way):
        signed_in.post(url(meeting, "agenda_move", item.pk), {"richtung": way})
        return titles(meeting)

    assert move(two, "auf") == ["zwei", "eins"]
    assert move(two, "auf") == ["zwei", "eins"]
    assert move(two, "ab") == ["eins", "zwei"]
    assert move(two, "ab") == ["eins", "zwei"]
    assert [item.position for item in meeting.agenda.order_by("pk")] == [1, 2]
    assert one.position == 3


def test_what_was_removed_comes_back_with_its_people_and_its_place(signed_in, meeting):
    _first, gone, _last = (item_of(meeting, title=t, position=n) for n, t in enumerate("abc"))
    person = AgendaContributionFactory(item=gone).person

    signed_in.post(url(meeting, "agenda_remove", gone.pk))
    between = titles(meeting)
    page = signed_in.get(url(meeting))
    for _ in range(2):
        signed_in.post(url(meeting, "agenda_restore"))

    assert "„b“ steht nicht mehr auf der Tagesordnung" in shown(page)
    assert (between, titles(meeting)) == (["a", "c"], ["a", "b", "c"])
    assert [row.person for row in meeting.agenda.get(title="b").contributions.all()] == [person]


def test_a_person_deleted_meanwhile_keeps_an_item_from_coming_back_and_breaks_nothing(
    signed_in, meeting
):
    gone = item_of(meeting, title="b")
    person = AgendaContributionFactory(item=gone).person
    signed_in.post(url(meeting, "agenda_remove", gone.pk))
    person.delete()

    answer = signed_in.post(url(meeting, "agenda_restore"), follow=True)

    assert (answer.status_code, meeting.agenda.count()) == (200, 0)


def test_an_item_taken_up_again_meanwhile_does_not_come_back_twice(signed_in, team, meeting):
    milestone = with_hurdle(team)
    old = item_of(meeting, milestone=milestone)
    signed_in.post(url(meeting, "agenda_remove", old.pk))
    signed_in.post(url(meeting, "agenda_take_up"), {"what": "milestone", "number": milestone.pk})

    answer = signed_in.post(url(meeting, "agenda_restore"), follow=True)

    assert "Das steht schon auf der Tagesordnung" in shown(answer)
    assert meeting.agenda.count() == 1


def test_what_was_removed_from_one_day_is_not_put_into_another(meeting, coordinator):
    other = MeetingFactory(round=meeting.round)
    removed = actions.remove(item=item_of(meeting), **doing(coordinator))

    with pytest.raises(Refusal, match="anderen Tag"):
        actions.restore(meeting=other, removed=removed, **doing(coordinator))


def test_an_empty_agenda_begins_with_that_of_another_own_day(signed_in, team, meeting):
    earlier = MeetingFactory(round=team.round, title="Auftakt")
    linked = with_hurdle(team)
    item_of(earlier, title="Ankommen", outcome="Alle da", milestone=linked, position=1)
    item_of(earlier, title="Ende", position=2)

    signed_in.post(url(meeting, "agenda_copy"), {"earlier": earlier.pk})
    again = signed_in.post(url(meeting, "agenda_copy"), {"earlier": earlier.pk})

    assert titles(meeting) == ["Ankommen", "Ende"]
    assert [(i.outcome, i.milestone) for i in meeting.agenda.all()] == [("", None)] * 2
    assert again.status_code == 422


def test_the_agenda_of_a_strange_round_cannot_be_copied(signed_in, meeting):
    strange = item_of(MeetingFactory()).meeting

    answer = signed_in.post(url(meeting, "agenda_copy"), {"earlier": strange.pk})

    assert (answer.status_code, titles(meeting)) == (422, [])


# --- two at once ------------------------------------------------------------------------------
def test_a_change_says_its_version_and_overwrites_nothing_of_others(signed_in, meeting):
    item = item_of(meeting, title="Alt")
    theirs = {**FREE, "title": "Ihres", "version": 1}
    mine = {**FREE, "title": "Meines", "version": 1}

    first = signed_in.post(url(meeting, "agenda_item", item.pk), theirs)
    second = signed_in.post(url(meeting, "agenda_item", item.pk), mine)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Ihres" in shown(second)
    assert 'value="Meines"' in second.content.decode()
    assert titles(meeting) == ["Ihres"]
    form = second.context["form"]
    signed_in.post(url(meeting, "agenda_item", item.pk), {n: form[n].value() for n in form.fields})
    assert titles(meeting) == ["Meines"]


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999999"])
def test_a_change_without_a_sound_version_is_refused(signed_in, meeting, version):
    item = item_of(meeting, title="Alt")

    answer = signed_in.post(url(meeting, "agenda_item", item.pk), {**FREE, "version": version})

    assert (answer.status_code, titles(meeting)) == (422, ["Alt"])


def test_an_item_of_another_day_is_not_found(signed_in, meeting):
    strange = item_of(MeetingFactory(round=meeting.round))

    for name in ("agenda_item", "agenda_move", "agenda_remove"):
        assert signed_in.post(url(meeting, name, strange.pk)).status_code == 404


# --- queries ----------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 5])
def test_the_builder_takes_the_same_queries_at_any_size(
    signed_in, team, meeting, count, django_assert_num_queries
):
    for number in range(count):
        other = TeamFactory(round=team.round)
        item_of(meeting, milestone=with_hurdle(other), position=number)
        item_of(meeting, question=QuestionFactory(round=team.round), position=number)
        item_of(meeting, statement=StatementFactory(team=other), position=number)
        with_hurdle(other)
        QuestionFactory(round=team.round)
        StatementFactory(team=other)
        MilestoneFactory(team=other, status=Status.RISK)

    with django_assert_num_queries(10):
        signed_in.get(url(meeting))


def test_another_coordinator_finds_no_such_day(client, meeting):
    client.force_login(CoordinatorFactory())

    assert client.get(url(meeting)).status_code == 404
