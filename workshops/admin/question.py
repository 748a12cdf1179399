from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.office import Button, OfficeAdmin, Rights, office
from workshops import policies
from workshops.actions import questions
from workshops.admin.base import WORKSHOPS, RoundFilter, assigned
from workshops.models import Meeting, Question


class QuestionForm(forms.ModelForm[Question]):
    class Meta:
        model = Question
        fields = "__all__"  # noqa: DJ007 - the admin narrows them down

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        meeting = self.cleaned_data.get("meeting")
        round_id = getattr(self.cleaned_data.get("round"), "pk", self.instance.round_id)
        if meeting and meeting.round_id != round_id:
            self.add_error("meeting", _("This day belongs to another round."))
        return given


@admin.register(Question)
class QuestionAdmin(OfficeAdmin[Question]):
    group = WORKSHOPS
    position = 5
    rights = Rights(
        view=office,
        add=policies.may_edit_question,
        change=policies.may_edit_question,
        delete=policies.may_edit_question,
    )
    form = QuestionForm
    list_display = ["short_text", "round", "meeting", "is_answered", "is_public"]
    list_filter = [
        RoundFilter,
        "is_public",
        ("answer", admin.EmptyFieldListFilter),
        "topic",
    ]
    list_select_related = ["round__workshop", "meeting"]
    search_fields = ["text", "answer"]
    ordering = ["-round__first_day", "position", "pk"]
    autocomplete_fields = ["round", "meeting", "topic"]
    fieldsets = [
        (None, {"fields": ["round", "meeting", "topic", "text", "answer"]}),
        (_("On the page of the round"), {"fields": ["is_public", "position"]}),
    ]
    buttons = [
        Button(
            "release",
            _("Release to the public"),
            questions.release,
            allowed=policies.may_edit_question,
            shown=lambda question: not question.is_public,
            done=_("The question stands on the page of the round."),
        ),
        Button(
            "hide",
            _("Hide from the public"),
            questions.hide,
            allowed=policies.may_edit_question,
            shown=lambda question: question.is_public,
            done=_("The question stays within the round."),
            risky=True,
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        obj.note_answer(timezone.now())
        super().save_model(request, obj, form, change)

    def scope_of(self, thing: Question) -> str:
        return thing.round.scope

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        return ["is_public", "round"] if obj else ["is_public"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        mine = assigned(request.user)  # type: ignore[arg-type]
        if db_field.name == "round":
            kwargs["queryset"] = mine.select_related("workshop")
        elif db_field.name == "meeting":
            kwargs["queryset"] = Meeting.objects.filter(round__in=mine.values("pk"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("question"), ordering="text")
    def short_text(self, question: Question) -> str:
        return truncatechars(question.text, 80)

    @admin.display(description=_("answered"), boolean=True)
    def is_answered(self, question: Question) -> bool:
        return bool(question.answer)
