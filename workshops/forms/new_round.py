"""A new round: when, and which Kommunen are invited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality, MunicipalityQuerySet
from people.models import User
from portal.text import LineFormField, ProseFormField
from portal.widgets import PeriodField
from workshops.forms.municipality import find
from workshops.models import Round, Workshop
from workshops.models.demand import Demand


class KommunenField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Boxes to tick; each says whether a Rahmenvereinbarung stands today."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Municipality) -> str:
        if vars(obj).get("has_agreement"):
            return obj.known_as
        return str(_("%(name)s (no framework agreement today)")) % {"name": obj.known_as}


class NewRoundForm(forms.Form):
    when = PeriodField(label=_("Beginning"))
    municipalities = KommunenField(
        Municipality.objects.none(), label=_("Invite these Kommunen"), required=False
    )
    more = ProseFormField(
        label=_("Further Kommunen"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One per line, by name or official key (AGS)."),
    )
    capacity = forms.IntegerField(
        label=_("Places for Kommunen"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Leave empty for no limit."),
    )
    reason = LineFormField(
        label=_("Reason for an exception"),
        max_length=300,
        required=False,
        help_text=_("Needed for Kommunen whose framework agreement does not stand at the start."),
    )

    def __init__(self, data: Any = None, *, offered: MunicipalityQuerySet, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["municipalities"].queryset = offered  # type: ignore[attr-defined]
        self.initial.setdefault("municipalities", offered)

    def clean_more(self) -> list[Municipality]:
        """Each line is a Kommune that the register knows."""
        lines = [line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()]
        meant = [find(line) for line in lines]
        found = [one for one in meant if isinstance(one, Municipality)]
        if unknown := [one for one in meant if isinstance(one, str)]:
            said = _("The register does not know: %(names)s")
            raise forms.ValidationError(said, params={"names": ", ".join(unknown)[:200]})
        return found

    def clean(self) -> dict[str, Any] | None:
        """All chosen Kommunen, each once."""
        given = super().clean()
        if "more" in self.cleaned_data and "municipalities" in self.cleaned_data:
            more = self.cleaned_data.pop("more")
            chosen = dict.fromkeys([*self.cleaned_data["municipalities"], *more])
            self.cleaned_data["municipalities"] = list(chosen)
        return given


class RepeatForm(NewRoundForm):
    """After the model of an earlier round; its Kommunen are offered."""

    field_order = ["when", "municipalities", "more", "reason", "capacity"]

    def __init__(self, data: Any = None, *, round: Round, **kwargs: Any) -> None:
        super().__init__(data, initial={"capacity": round.capacity}, **kwargs)


class DemandForm(NewRoundForm):
    """What Kommunen want becomes a round of a Werkstatt, a new one or one that there is."""

    workshop = forms.ModelChoiceField(
        Workshop.objects.none(),
        label=_("Workshop series"),
        empty_label=_("a new one"),
        required=False,
    )
    title = LineFormField(
        label=_("Title of the new workshop series"), max_length=200, required=False
    )
    field_order = ["workshop", "title", "when", "municipalities", "more", "reason", "capacity"]

    def __init__(self, data: Any = None, *, demand: Demand, user: User, **kwargs: Any) -> None:
        super().__init__(data, initial={"title": demand.name, "capacity": 8}, **kwargs)
        mine = Workshop.objects.editable_by(user).in_order()
        self.fields["workshop"].queryset = mine  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if not self.errors and not self.cleaned_data["municipalities"]:
            self.add_error("municipalities", _("Please choose at least one Kommune."))
        if not self.cleaned_data.get("workshop") and not self.cleaned_data.get("title"):
            self.add_error("title", _("A new workshop series needs a title."))
        return given
