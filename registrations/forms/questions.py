"""The questions of an offer as fields of a form, and their answers as the records keep them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from portal.text import LineFormField, ProseFormField
from portal.widgets import DateInput
from registrations.models import Question

Kind = Question.Kind
MOST = 1_000_000
YES, NO = "ja", "nein"


def name_of(question: Question) -> str:
    return f"frage{question.pk}"


def add(form: forms.Form, questions: Iterable[Question], answers: dict[int, Any]) -> None:
    """Ask these, filled with what was answered before."""
    for question in questions:
        field = _field(question)
        field.label = question.text
        field.required = question.is_required and question.shown_if_id is None
        field.help_text = " ".join(filter(None, [question.hint, _condition(question)]))
        form.fields[name_of(question)] = field
        if question.pk in answers:
            form.initial[name_of(question)] = _shown(answers[question.pk])


def _condition(question: Question) -> str:
    if question.shown_if is None:
        return ""
    return _("Only if you answered “%(answer)s” to “%(question)s”.") % {
        "answer": question.shown_if_answer,
        "question": question.shown_if.text,
    }


def _field(question: Question) -> forms.Field:
    choices = [(choice, choice) for choice in question.choice_list]
    if question.kind == Kind.LONG_TEXT:
        return ProseFormField(max_length=2000, widget=forms.Textarea({"rows": 4}))
    if question.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
    if question.kind == Kind.SEVERAL:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)
    if question.kind == Kind.YES_NO:
        yes_no = [(YES, _("yes")), (NO, _("no"))]
        return forms.ChoiceField(choices=yes_no, widget=forms.RadioSelect)
    if question.kind == Kind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=MOST)
    if question.kind == Kind.DATE:
        return forms.DateField(widget=DateInput)
    return LineFormField(max_length=200)


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return YES if value else NO
    return value


def given(form: forms.Form, questions: Iterable[Question]) -> dict[int, Any]:
    """The answers by the id of their question. What was not asked for is left out; what is
    required in this case and missing becomes an error of its field.
    """
    answers: dict[int, Any] = {}
    for question in questions:
        name = name_of(question)
        if name not in form.cleaned_data or not question.is_asked(answers):
            continue
        value = form.cleaned_data[name]
        if value in (None, "", []):
            if question.is_required:
                form.add_error(name, forms.Field.default_error_messages["required"])
            continue
        answers[question.pk] = _kept(question, value)
    return answers


def _kept(question: Question, value: Any) -> Any:
    if question.kind == Kind.YES_NO:
        return value == YES
    return value.isoformat() if isinstance(value, date) else value


def bound(form: forms.Form, questions: Iterable[Question]) -> list[BoundField]:
    return [form[name_of(question)] for question in questions]
