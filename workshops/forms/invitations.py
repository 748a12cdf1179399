"""Who is invited to a team, and what somebody says who accepts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.open_forms import MailboxField
from portal.text import LineFormField, ProseFormField
from workshops.models import Member, Team, TeamInvitation


class InviteForm(forms.Form):
    email = MailboxField(
        label=_("E-mail address"),
        help_text=_("Only this address can accept; whoever has no account makes one."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("As what?"),
        choices=Member.Role.choices,
        initial=Member.Role.MEMBER,
        widget=forms.RadioSelect,
    )
    message = ProseFormField(
        label=_("Personal words"),
        max_length=1000,
        required=False,
        help_text=_("They stand in the invitation."),
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, data: Any = None, *, team: Team, email: str = "") -> None:
        is_new = team.state == Team.State.INVITED
        role = Member.Role.LEAD if is_new else Member.Role.MEMBER
        super().__init__(data, initial={"email": email, "role": role})
        if is_new:
            self.fields["role"].choices = [(role.value, role.label)]  # type: ignore[attr-defined]
            self.fields["role"].help_text = _("With its lead the team accepts.")


class AcceptForm(forms.Form):
    """For somebody who has an account."""

    function = LineFormField(
        label=_("Your function in the administration"), max_length=200, required=False
    )


class NewAccountForm(AcceptForm):
    """For somebody who has none: a name, and how they want to sign in."""

    first_name = LineFormField(
        label=_("First name"), max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = LineFormField(
        label=_("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    way = forms.ChoiceField(
        label=_("How do you want to sign in?"),
        choices=[
            ("password", _("with a password")),
            ("code", _("without a password, by a code sent to me each time")),
        ],
        initial="password",
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Your password, if you want one"),
        max_length=200,
        required=False,
        strip=False,
        help_text=_("At least twelve characters. Not needed for signing in by code."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    field_order = ["first_name", "last_name", "function", "way", "password"]

    def __init__(self, data: Any = None, *, invitation: TeamInvitation) -> None:
        super().__init__(data)
        self.email = invitation.invitation.email

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.cleaned_data.get("way") == "code":
            self.cleaned_data["password"] = None
        elif "password" in self.cleaned_data:
            self._check_password(self.cleaned_data["password"])
        return given

    def _check_password(self, password: str) -> None:
        if not password:
            self.add_error("password", _("Please choose a password, or sign in by code."))
            return
        names = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name")}
        try:
            validate_password(password, User(email=self.email, **names))
        except ValidationError as weak:
            self.add_error("password", weak)
