from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.text import LineFormField
from workshops.models.overview_link import DAYS


class OverviewLinkForm(forms.Form):
    """Who is to read the page, and for how long."""

    reader = LineFormField(
        max_length=160,
        label=_("For whom"),
        help_text=_("So that you know later whose link it is: “head of department”."),
        error_messages={"required": _("Please say for whom the link is.")},
    )
    days = forms.TypedChoiceField(
        coerce=int,
        label=_("Valid for"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how long the link is valid.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"days": DAYS[0]})
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days})
            for days in DAYS
        ]
