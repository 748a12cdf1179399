from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import LineFormField, ProseFormField
from workshops.forms.versioned import VersionedForm
from workshops.models import Actor

ONE_TO_FIVE = [(str(number), str(number)) for number in range(1, 6)]


class ScaleField(forms.TypedChoiceField):
    """A figure from one to five, as a row of buttons."""

    def __init__(self, *, required: bool = True, **kwargs: object) -> None:
        choices = ONE_TO_FIVE if required else [("", _("not yet")), *ONE_TO_FIVE]
        super().__init__(
            coerce=int,
            empty_value=None,
            choices=choices,
            required=required,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Please choose a figure from 1 to 5."),
                "invalid_choice": _("Please choose a figure from 1 to 5."),
            },
            **kwargs,  # type: ignore[arg-type]
        )


class ActorForm(VersionedForm):
    """Somebody who matters for the subject."""

    name = LineFormField(
        max_length=160,
        label=_("Who"),
        help_text=_(
            "An office, an organisation, a person. Only your team and its coordinators read it."
        ),
        error_messages={"required": _("Please say who it is.")},
    )
    kind = forms.ChoiceField(choices=Actor.Kind.choices, label=_("Where from"))
    relation = forms.ChoiceField(choices=Actor.Relation.choices, label=_("How we stand"))
    interest = ScaleField(
        label=_("Interest in the subject"), help_text=_("1: hardly any. 5: very much.")
    )
    influence = ScaleField(
        label=_("Influence on the subject"), help_text=_("1: hardly any. 5: nothing goes without.")
    )
    note = ProseFormField(
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Note"),
        help_text=_("What would win them? Whom do we know there?"),
    )
