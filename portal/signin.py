"""How people sign in: allauth, with invited accounts only and its mails through the outbox.

A second factor joins here: `allauth.mfa` has its adapter beside this one.
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal import errors, outbox

SUBJECTS = {
    "login_code": _("Your code to sign in"),
    "password_reset_key": _("Set a new password"),
    "unknown_account": _("No account with this address"),
    "password_changed": _("Your password was changed"),
    "password_reset": _("Your password was changed"),
    "password_set": _("Your password was changed"),
}
_SECRETS = {"code", "password_reset_url"}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks us. Sign-up is closed: accounts are made by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only into our own house, whatever other hosts we answer to."""
        house = {urlsplit(settings.BASE_URL).netloc}
        return url_has_allowed_host_and_scheme(url, house, require_https=settings.SECURE)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the settings, for a request may name any host."""
        return outbox.absolute(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords: 429, even with the right one."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as locked:
            raise ImmediateHttpResponse(errors.too_many(request)) from locked

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the letter; codes and links are sealed, and no list shows it."""
        name = template_prefix.rpartition("/")[2]
        secrets = {key: str(context[key]) for key in _SECRETS & context.keys()}
        hidden = {key: outbox.hidden(key) for key in secrets}
        text, html = outbox.render(f"account/{name}", {**context, **hidden, "email": email})
        with transaction.atomic():
            outbox.post(
                outbox.Letter(
                    to=email,
                    subject=str(SUBJECTS[name]),
                    text=text,
                    html=html,
                    occasion=f"sign-in:{uuid4().hex}",
                    secrets=secrets,
                    is_sign_in=True,
                )
            )
