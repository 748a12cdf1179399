"""What somebody says to the round: about a milestone, or as a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import ProseFormField


class CommentForm(forms.Form):
    text = ProseFormField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Your comment"),
        error_messages={"required": _("Please write your comment.")},
    )


class QuestionForm(forms.Form):
    text = ProseFormField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Your question to the round"),
        help_text=_("All teams of the round read it; your coordinators answer."),
        error_messages={"required": _("Please write the question.")},
    )
