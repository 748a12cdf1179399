"""Who leads a team, who leaves it, and whether it goes on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import LineFormField
from workshops.models import Member


class HandOverForm(forms.Form):
    successor = forms.ModelChoiceField(
        Member.objects.none(), label=_("New lead"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, data: Any = None, *, member: Member) -> None:
        super().__init__(data)
        others = Member.objects.filter(team=member.team_id).active().exclude(pk=member.pk)
        offered = others.in_order().select_related("user")
        self.fields["successor"].queryset = offered  # type: ignore[attr-defined]


class EndForm(HandOverForm):
    """A lead may name a successor; the last one must, which the action says."""

    successor = forms.ModelChoiceField(
        Member.objects.none(),
        label=_("New lead"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Needed when the last lead goes."),
    )

    def __init__(self, data: Any = None, *, member: Member) -> None:
        super().__init__(data, member=member)
        if member.role != Member.Role.LEAD:
            del self.fields["successor"]


class LeaveForm(forms.Form):
    reason = LineFormField(
        label=_("Reason"),
        max_length=300,
        help_text=_("One sentence; the coordinators read it."),
    )
