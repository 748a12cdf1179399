"""What the stewards of an offer choose and write at the desk."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.text import LineFormField, ProseFormField
from registrations.models import Offer, Quota, Registration, Wanted

WRONG = {"invalid_choice": _("Please choose one from the list.")}
MOST_PLACES = 100_000


class RollForm(forms.Form):
    """Narrows the list of an offer down. Its names stand in the address, so they are German."""

    suche = LineFormField(label=_("Name, address or organisation"), required=False, max_length=100)
    stand = forms.ChoiceField(
        label=_("How it stands"),
        required=False,
        choices=[("", _("all")), *Registration.Status.choices],
        error_messages=WRONG,
    )
    kontingent = forms.ChoiceField(label=_("Session"), required=False, error_messages=WRONG)
    kommune = forms.ChoiceField(label=_("Kommune"), required=False, error_messages=WRONG)
    zustimmung = forms.ChoiceField(label=_("Consent"), required=False, error_messages=WRONG)
    da = forms.ChoiceField(
        label=_("At the event"),
        required=False,
        choices=[("", _("all")), ("ja", _("was there")), ("nein", _("was not there"))],
        error_messages=WRONG,
    )

    def __init__(self, data: Any = None, *, offer: Offer, quotas: Sequence[Quota]) -> None:
        super().__init__(data)
        theirs = offer.registrations.order_by().values("municipality")
        self.of = {
            "kontingent": {str(one.pk): one for one in quotas if not one.is_main},
            "kommune": _by_key(Municipality.objects.filter(pk__in=theirs).in_order()),
            "zustimmung": _by_key(offer.consent_requests.all()),
        }
        for name, known in self.of.items():
            choices = [(key, str(thing)) for key, thing in known.items()]
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what makes no sense narrows nothing down."""
        given = getattr(self, "cleaned_data", {})
        things = {name: known.get(given.get(name, "")) for name, known in self.of.items()}
        return Wanted(
            text=given.get("suche", ""),
            status=given.get("stand", ""),
            quota=things["kontingent"],
            municipality=things["kommune"],
            consent=things["zustimmung"],
            came={"ja": True, "nein": False}.get(given.get("da", "")),
        )


class DoorForm(forms.Form):
    """Whom one looks for at the door, and of which part. Nothing chosen: the event itself."""

    suche = LineFormField(
        label=_("Name or code"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
    )
    kontingent = forms.ChoiceField(label=_("Check-in to"), required=False, error_messages=WRONG)

    def __init__(self, data: Any = None, *, quotas: Sequence[Quota]) -> None:
        super().__init__(data)
        self.quotas = {str(quota.pk): quota for quota in quotas}
        self.main = next((quota for quota in quotas if quota.is_main), None)
        self.fields["kontingent"].choices = [  # type: ignore[attr-defined]
            (key, str(_("The event itself") if quota.is_main else quota))
            for key, quota in self.quotas.items()
        ]

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("suche", ""))

    @property
    def quota(self) -> Quota | None:
        """What was chosen, else the event itself; None where it is no part of this offer."""
        if "kontingent" in self.errors:
            return None
        return self.quotas.get(self.cleaned_data.get("kontingent", ""), self.main)


def _by_key(things: Iterable[Any]) -> dict[str, Any]:
    return {str(thing.pk): thing for thing in things}


class ReasonForm(forms.Form):
    """Why the office does something that somebody will ask about."""

    reason = LineFormField(label=_("Reason"), max_length=300)


class PromoteForm(ReasonForm):
    knowingly = forms.BooleanField(
        label=_("Also if all places are taken: then the event is overbooked by one"),
        required=False,
    )


class NoteForm(forms.Form):
    text = ProseFormField(
        label=_("Note of the office"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Whoever downloads their own data reads it, too."),
    )


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        help_text=_("Leave empty for no limit."),
    )
