"""What readers may narrow the list of Kommunen down to."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from conferences.models import SessionContribution
from municipalities.models import Kind, MunicipalityQuerySet
from municipalities.models.municipality import REGIERUNGSBEZIRKE
from portal.text import LineFormField
from workshops.models import Team

ADDRESS_WORDS = {"name": "name", "kind": "art", "bezirk": "bezirk", "state": "stand"}
UNKNOWN = _("This choice does not exist. You see the list without it.")


class State(TextChoices):
    AGREEMENT = "vereinbarung", _("with a framework agreement")
    RUNNING = "durchgang", _("in a running round")
    TOOK_PART = "teilgenommen", _("took part at least once")


class MunicipalityFilter(forms.Form):
    """All choices are optional; what does not exist is said, and then not filtered by."""

    name = LineFormField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    bezirk = forms.ChoiceField(
        label=_("Regierungsbezirk"),
        required=False,
        choices=[("", _("All")), *((name, name) for name in sorted(REGIERUNGSBEZIRKE.values()))],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *State.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = UNKNOWN

    def add_prefix(self, field_name: str) -> str:
        """The names in the address are words of the page: `?art=city&stand=durchgang`."""
        return ADDRESS_WORDS.get(field_name, field_name)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())

    def narrow(self, municipalities: MunicipalityQuerySet, at: date) -> MunicipalityQuerySet:
        """The chosen ones, as things stand on that day."""
        self.full_clean()
        chosen = self.cleaned_data
        if name := chosen.get("name"):
            municipalities = municipalities.named_like(name)
        if kind := chosen.get("kind"):
            municipalities = municipalities.filter(kind=kind)
        if bezirk := chosen.get("bezirk"):
            municipalities = municipalities.in_regierungsbezirk(bezirk)
        if chosen.get("state") == State.AGREEMENT:
            municipalities = municipalities.agreed(at)
        if chosen.get("state") == State.RUNNING:
            municipalities = municipalities.filter(
                pk__in=Team.objects.at_work().values("municipality")
            )
        if chosen.get("state") == State.TOOK_PART:
            municipalities = municipalities.filter(_took_part())
        return municipalities


def _took_part() -> Q:
    """In a published round under its name, or named word for word in a published programme."""
    teams = Team.objects.named_in_public().in_published_rounds()
    places = SessionContribution.objects.in_public().exclude(affiliation="")
    return Q(pk__in=teams.values("municipality")) | Q(name__in=places.values("affiliation"))
