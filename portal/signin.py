"""How people sign in: allauth, with invited accounts only and its mails through the outbox.

A second factor joins here: `allauth.mfa` has its adapter beside this one.
"""

from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal import errors, outbox

_SUBJECTS = {
    "login_code": _("Your sign-in code"),
    "password_reset_key": _("Choose a new password"),
    "email_confirmation": _("Confirm your e-mail address"),
}
_NOTICES = {
    "password_changed": _("The password of your account has been changed."),
    "password_reset": _("The password of your account has been chosen anew."),
    "password_set": _("A password has been set for your account."),
    "email_changed": _("The e-mail address of your account has been changed."),
    "email_deleted": _("An e-mail address has been taken from your account."),
}
_STRANGER = "unknown_account"
_SECRETS = ("code", "password_reset_url")
_SPOKEN = {  # all others repeat what the page shows, or reach nobody who is signed in
    "account/messages/password_changed.txt",
    "account/messages/password_set.txt",
    "account/messages/email_confirmed.txt",
    "account/messages/primary_email_set.txt",
}


def let_in(request: HttpRequest, account: AbstractBaseUser) -> None:
    """Sign in somebody who has just shown that the address is theirs."""
    perform_login(request, account)


def send_code(request: HttpRequest, account: AbstractBaseUser, *, lead_on_to: str) -> str:
    """Post a sign-in code; the address of the page that asks for it, and then leads on."""
    email = getattr(account, account.get_email_field_name())
    LoginCodeVerificationProcess.initiate(request=request, user=account, email=email)
    return f"{reverse('account_confirm_login_code')}?{urlencode({'next': lead_on_to})}"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by invitation."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only into our own house, whatever other hosts we answer to."""
        house = {urlsplit(settings.BASE_URL).netloc}
        return url_has_allowed_host_and_scheme(url, house, require_https=settings.SECURE)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords: 429, even with the right one."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as locked:
            raise ImmediateHttpResponse(errors.too_many(request)) from locked

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The office starts in the office, all others with what the settings name."""
        if getattr(request.user, "is_staff", False):
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page, which says that one is out: a visitor's page carries no message."""
        return f"{reverse('account_login')}?abgemeldet=1"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """With the base URL of the settings: a letter never repeats a Host header."""
        return outbox.absolute(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if message_template in _SPOKEN:
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail; what is secret in it is sealed, and the list shows it to nobody.

        Who asks for an address that has no account waits as long as for one that has: everything
        is done but keeping the letter.
        """
        name = template_prefix.rpartition("/")[2].removesuffix("_signup")
        is_stranger = name == _STRANGER
        if is_stranger:
            name, context = "login_code", {**context, "code": self.generate_login_code()}
        secrets = {key: str(context[key]) for key in _SECRETS if context.get(key)}
        places = {key: outbox.hidden(key) for key in secrets}
        notice = _NOTICES.get(name)
        subject = notice or _SUBJECTS[name]
        template = "sign_in/notice" if notice else f"sign_in/{name}"
        text, html = outbox.render(template, {**context, **places, "heading": subject})
        letter = outbox.Letter(
            to=email,
            subject=str(subject).rstrip("."),
            text=text,
            html=html,
            occasion=f"sign-in:{uuid4().hex}",
            secrets=secrets,
            is_sign_in=True,
        )
        with transaction.atomic():
            if is_stranger:
                outbox.pretend(letter)
            else:
                outbox.post(letter)
