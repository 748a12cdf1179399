"""What registrants change by their link."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.open_forms import MailboxField, OpenForm
from registrations.forms import questions, registration, sessions
from registrations.models import Question, Quota, Registration, SupportNeed


class DetailsForm(forms.Form):
    """Names, function, answers and needs; the address stays, for the link came there."""

    first_name = registration.name_field(_("First name"), "given-name")
    last_name = registration.name_field(_("Last name"), "family-name")
    organisation = registration.organisation_field()
    function = registration.function_field()

    def __init__(self, data: QueryDict | None = None, *, of: Registration) -> None:
        details = ("first_name", "last_name", "organisation", "function")
        super().__init__(data, initial={name: getattr(of, name) for name in details})
        self.details = details
        self.asked: list[Question] = list(of.offer.questions.select_related("shown_if"))
        answers = dict(of.answers.values_list("question", "value"))
        questions.add(self, self.asked, answers)
        if of.offer.asks_needs:
            need = SupportNeed.objects.filter(registration=of).first() or SupportNeed()
            registration.add_needs(self, diet=need.diet, access=need.access)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.answers = questions.given(self, self.asked)
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What the action `correct` needs."""
        data = self.cleaned_data
        return {
            "details": {name: data[name] for name in self.details},
            "given": self.answers,
            "diet": data.get("diet", ""),
            "access": data.get("access", ""),
        }

    @property
    def more_fields(self) -> list[BoundField]:
        needs = [self[name] for name in ("diet", "access") if name in self.fields]
        return [*questions.bound(self, self.asked), *needs]


class SessionsForm(forms.Form):
    def __init__(
        self, data: QueryDict | None = None, *, quotas: Sequence[Quota], chosen: set[int]
    ) -> None:
        super().__init__(data)
        self.quotas = quotas
        sessions.add(self, quotas, chosen)

    @property
    def chosen(self) -> tuple[Quota, ...]:
        return sessions.given(self, self.quotas)

    @cached_property
    def slots(self) -> list[sessions.Slot]:
        return sessions.bound(self, self.quotas)


class LinksForm(OpenForm):
    email = MailboxField(help_text=_("The address that you registered with."))
