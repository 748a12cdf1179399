from datetime import UTC, date, datetime

import pytest

from portal.models import AuditEntry
from portal.refusals import Refusal
from tests import factories as f
from workshops.actions import interests, questions, rounds, workshops
from workshops.models import Interest, Question, Round, Workshop

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Phase = Round.Phase


@pytest.fixture
def by():
    return f.CoordinatorFactory()


def traces(thing):
    return [(e.what, e.by, e.scope) for e in AuditEntry.objects.about(thing)]


def test_a_series_is_published_and_hidden(by):
    series = f.WorkshopFactory()

    workshops.publish(workshop=series, by=by, at=AT)
    assert list(Workshop.objects.published()) == [series]
    with pytest.raises(Refusal):
        workshops.publish(workshop=series, by=by, at=AT)

    workshops.unpublish(workshop=series, by=by, at=AT)
    assert list(Workshop.objects.published()) == []
    with pytest.raises(Refusal):
        workshops.unpublish(workshop=series, by=by, at=AT)
    assert traces(series) == [("workshop.unpublished", by, ""), ("workshop.published", by, "")]


def test_a_round_is_published_and_hidden(by):
    round_ = f.RoundFactory(workshop__is_published=True)

    rounds.publish(round=round_, by=by, at=AT)
    assert list(Round.objects.published()) == [round_]
    with pytest.raises(Refusal):
        rounds.publish(round=round_, by=by, at=AT)

    rounds.unpublish(round=round_, by=by, at=AT)
    assert list(Round.objects.published()) == []
    with pytest.raises(Refusal):
        rounds.unpublish(round=round_, by=by, at=AT)
    scope = f"round:{round_.pk}"
    assert traces(round_) == [("round.unpublished", by, scope), ("round.published", by, scope)]


def test_a_round_without_a_date_is_not_published(by):
    with pytest.raises(Refusal):
        rounds.publish(round=f.RoundFactory(first_day=None, last_day=None), by=by, at=AT)


def test_a_round_starts_with_a_team_that_takes_part(by):
    round_ = f.RoundFactory()
    f.TeamFactory(round=round_, state="invited")
    with pytest.raises(Refusal):
        rounds.start(round=round_, by=by, at=AT)

    f.TeamFactory(round=round_)
    assert rounds.start(round=round_, by=by, at=AT).phase == Phase.RUNNING
    with pytest.raises(Refusal):
        rounds.start(round=round_, by=by, at=AT)


def test_a_round_finishes_after_its_last_day(by):
    round_ = f.PublishedRoundFactory()
    ahead = f.MeetingFactory(round=round_, first_day=date(2026, 4, 1), last_day=date(2026, 4, 1))
    with pytest.raises(Refusal):
        rounds.finish(round=round_, by=by, at=AT)

    ahead.status, ahead.status_reason = "cancelled", "zu wenige"
    ahead.save()
    assert rounds.finish(round=round_, by=by, at=AT).phase == Phase.FINISHED
    with pytest.raises(Refusal):
        rounds.finish(round=round_, by=by, at=AT)


def test_a_finished_round_can_be_reopened(by):
    round_ = f.PublishedRoundFactory(phase=Phase.FINISHED)

    assert rounds.reopen(round=round_, by=by, at=AT).phase == Phase.RUNNING
    with pytest.raises(Refusal):
        rounds.reopen(round=round_, by=by, at=AT)


def test_capacity_never_falls_below_the_teams_that_are_there(by):
    round_ = f.PublishedRoundFactory()
    f.TeamFactory.create_batch(2, round=round_)
    f.TeamFactory(round=round_, state="left", left_reason="kein Personal")

    with pytest.raises(Refusal):
        rounds.set_capacity(round=round_, capacity=1, by=by, at=AT)
    assert rounds.set_capacity(round=round_, capacity=2, by=by, at=AT).capacity == 2
    assert rounds.set_capacity(round=round_, capacity=None, by=by, at=AT).capacity is None
    assert traces(round_) == [("round.capacity_changed", by, round_.scope)] * 2


def test_a_question_is_released_and_hidden(by):
    question = f.QuestionFactory()

    questions.release(question=question, by=by, at=AT)
    assert list(Question.objects.public()) == [question]
    with pytest.raises(Refusal):
        questions.release(question=question, by=by, at=AT)

    questions.hide(question=question, by=by, at=AT)
    assert list(Question.objects.public()) == []
    with pytest.raises(Refusal):
        questions.hide(question=question, by=by, at=AT)
    scope = question.round.scope
    assert traces(question) == [("question.hidden", by, scope), ("question.released", by, scope)]


def test_an_interest_is_answered_and_becomes_a_round(by):
    interest = f.InterestFactory()

    assert interests.answer(interest=interest, by=by, at=AT).state == Interest.State.ANSWERED
    with pytest.raises(Refusal):
        interests.answer(interest=interest, by=by, at=AT)

    round_ = f.RoundFactory()
    used = interests.use(interest=interest, round=round_, by=by, at=AT)
    assert (used.state, used.round) == (Interest.State.USED, round_)
    with pytest.raises(Refusal):
        interests.use(interest=interest, round=round_, by=by, at=AT)
    assert traces(interest) == [("interest.used", by, ""), ("interest.answered", by, "")]
