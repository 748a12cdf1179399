"""What people say about their account."""

from typing import Any

from django import forms

from people.models import MailChoice, User, mail_kind


class MailChoiceForm(forms.Form):
    """A tick for each kind of mail; what everybody gets is not asked."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refused = MailChoice.objects.refused_by(user)
        for kind in mail_kind.known():
            self.fields[kind.name] = forms.BooleanField(
                label=str(kind.title),
                help_text=str(kind.hint),
                required=False,
                initial=kind.name not in refused,
            )

    @property
    def wanted(self) -> set[str]:
        """The names of the kinds that are ticked; expects a valid form."""
        return {name for name, is_wanted in self.cleaned_data.items() if is_wanted}
