"""The one sentence that a team lets be published: proposed, cleared, changed, refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import LineFormField, ProseFormField
from workshops.models import Milestone, Statement, Team

LONGEST = 300


def _sentence(**more: Any) -> ProseFormField:
    return ProseFormField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Sentence"),
        error_messages={"required": _("Please write the sentence.")},
        **more,
    )


class ProposalForm(forms.Form):
    """What a coordinator would like to publish about a team."""

    text = _sentence(help_text=_("The team reads it, may change it, and clears or refuses it."))
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(),
        required=False,
        label=_("About the milestone"),
        empty_label=_("none in particular"),
    )
    names_municipality = forms.BooleanField(required=False, label=_("Names the Kommune"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        milestones = team.milestones.in_order()
        self.fields["milestone"].queryset = milestones  # type: ignore[attr-defined]


class ClearForm(forms.Form):
    """The sentence as the lead lets it be published; it begins as it was proposed."""

    text = _sentence(help_text=_("Published is what stands here, and nothing else."))
    names_municipality = forms.BooleanField(required=False, label=_("Name our Kommune beside it"))

    def __init__(self, data: Any = None, *, statement: Statement) -> None:
        super().__init__(
            data,
            initial={
                "text": statement.proposed_text,
                "names_municipality": statement.names_municipality,
            },
        )
        if not statement.team.is_named_in_public:
            self.fields["names_municipality"].disabled = True
            self.initial["names_municipality"] = False


class RefusalForm(forms.Form):
    """Why not; nobody has to say."""

    reason = LineFormField(
        required=False,
        max_length=300,
        label=_("Reason"),
        help_text=_("Read by your team and its coordinators."),
    )
