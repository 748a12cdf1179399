"""How people sign in: allauth, with invited accounts only and its mails through the outbox."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from portal import outbox


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail; what is secret in it is sealed, and the list shows it to nobody."""
        message = self.render_mail(template_prefix, email, context)
        with transaction.atomic():
            outbox.post(
                outbox.Letter(
                    to=email,
                    subject=message.subject,
                    text=message.body,
                    occasion=f"sign-in:{uuid4().hex}",
                    is_sign_in=True,
                )
            )
