"""The open form: one person registers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.dates import berlin_day
from portal.open_forms import MailboxField, OpenForm
from portal.text import LineFormField, ProseFormField
from registrations.forms import questions, sessions
from registrations.models import ConsentRequest, Offer, Particulars, Question, Quota, Terms

Asking = Offer.Asking


def name_field(label: Any, part: str) -> LineFormField:
    return LineFormField(label=label, max_length=80, widget=forms.TextInput({"autocomplete": part}))


def organisation_field() -> LineFormField:
    return LineFormField(
        label=_("Office or institution"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )


def function_field() -> LineFormField:
    return LineFormField(
        label=_("Function"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )


def municipality_field(offer: Offer, at: datetime) -> "forms.ModelChoiceField[Municipality]":
    known = Municipality.objects.to_choose(berlin_day(at))
    return forms.ModelChoiceField(
        known,
        label=_("Kommune"),
        to_field_name="slug",
        required=offer.asks_municipality == Asking.REQUIRED,
        empty_label=str(_("Please choose, or leave open")),
        help_text=_("Towns that belong to a Kreis choose their Kreis."),
    )


def add_needs(form: forms.Form, *, diet: str = "", access: str = "") -> None:
    """Diet and access: optional, free text, and said why and for how long."""
    kept = _("Only those who prepare the event read this. Deleted 14 days after it.")
    form.fields["diet"] = LineFormField(
        label=_("What do you eat?"), max_length=500, required=False, help_text=kept
    )
    form.fields["access"] = ProseFormField(
        label=_("What do you need to take part well?"),
        max_length=1000,
        required=False,
        help_text=_("For example sign language, a way without steps, large print."),
        widget=forms.Textarea({"rows": 3}),
    )
    form.initial.update(diet=diet, access=access)


class RegistrationForm(OpenForm):
    first_name = name_field(_("First name"), "given-name")
    last_name = name_field(_("Last name"), "family-name")
    email = MailboxField(help_text=_("There we send the link to confirm your registration."))
    organisation = organisation_field()
    function = function_field()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offer: Offer,
        quotas: Sequence[Quota] = (),
        at: datetime,
    ) -> None:
        super().__init__(data, at=at)
        self.offer, self.quotas = offer, quotas
        self.asked: list[Question] = list(offer.questions.select_related("shown_if"))
        self.requests: list[ConsentRequest] = list(offer.consent_requests.filter(is_asked=True))
        self.terms: list[Terms] = list(offer.terms.current())
        if offer.asks_municipality != Asking.NO:
            self.fields["municipality"] = municipality_field(offer, at)
        sessions.add(self, quotas, chosen=())
        questions.add(self, self.asked, answers={})
        if offer.asks_needs:
            add_needs(self)
        if self.conditions:
            self.fields["agrees"] = forms.BooleanField(
                label=_("I have read the conditions of participation and agree to them.")
            )
        for request in self.requests:
            self.fields[_consent(request)] = forms.BooleanField(label=request.text, required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.answers = questions.given(self, self.asked)
        return cleaned

    @property
    def given(self) -> Particulars:
        """What the action needs; only of a valid form."""
        data = self.cleaned_data
        facts = ("first_name", "last_name", "email", "organisation", "function")
        agreed = [request for request in self.requests if data.get(_consent(request))]
        return Particulars(
            **{name: data[name] for name in facts},
            municipality=data.get("municipality"),
            sessions=sessions.given(self, self.quotas),
            answers=self.answers,
            consents=tuple(agreed),
            diet=data.get("diet", ""),
            access=data.get("access", ""),
        )

    @cached_property
    def slots(self) -> list[sessions.Slot]:
        return sessions.bound(self, self.quotas)

    @property
    def question_fields(self) -> list[BoundField]:
        return questions.bound(self, self.asked)

    @property
    def need_fields(self) -> list[BoundField]:
        return [self["diet"], self["access"]] if self.offer.asks_needs else []

    @property
    def consent_fields(self) -> list[BoundField]:
        return [self[_consent(request)] for request in self.requests]

    @property
    def conditions(self) -> Terms | None:
        return self._of_kind(Terms.Kind.CONDITIONS)

    @property
    def privacy(self) -> Terms | None:
        return self._of_kind(Terms.Kind.PRIVACY)

    def _of_kind(self, kind: Terms.Kind) -> Terms | None:
        return next((terms for terms in self.terms if terms.kind == kind), None)


def _consent(request: ConsentRequest) -> str:
    return f"einwilligung{request.pk}"
