"""Open questions of a round, and whether the public may read them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from workshops.actions.progress import TWICE
from workshops.models import Question, Round


@transaction.atomic
def ask(*, round: Round, text: str, by: User, at: datetime) -> Question:
    """Put a question to the round; its coordinators answer, and may release it to the public.

    The same words a second time within ten minutes give the first question.
    """
    round = Round.objects.locked(round.pk)
    last = round.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question(round=round, text=text, asked_by=by, asked_at=at, position=last + 1)
    question.full_clean()
    lately = round.questions.filter(asked_by=by, asked_at__gt=at - TWICE)
    if asked := lately.filter(text=question.text).first():
        return asked
    question.save()
    audit.record("question.asked", question, by=by, at=at, scope=round.scope)
    return question


@transaction.atomic
def release(*, question: Question, by: User, at: datetime) -> Question:
    """Show the question, and its answer, on the page of the round."""
    question = _locked(question)
    if question.is_public:
        raise Refusal(_("This question is already released."))
    return _set(question, True, "question.released", by, at)


@transaction.atomic
def hide(*, question: Question, by: User, at: datetime) -> Question:
    """Keep the question within the round again."""
    question = _locked(question)
    if not question.is_public:
        raise Refusal(_("This question is not released."))
    return _set(question, False, "question.hidden", by, at)


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).get(pk=question.pk)


def _set(question: Question, public: bool, what: str, by: User, at: datetime) -> Question:
    question.is_public = public
    question.save(update_fields=["is_public"])
    scope = question.round.scope
    audit.record(what, question, by=by, at=at, fields=["is_public"], scope=scope)
    return question
