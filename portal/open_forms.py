"""Forms for people without an account: nothing to solve for readers, some traps for machines."""

import hashlib
import hmac
import logging
import re
import secrets
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from portal.refusals import TooMany
from portal.text import clean_line

log = logging.getLogger(__name__)

SHORTEST = timedelta(seconds=3)
LONGEST = timedelta(days=1)
_SALT = "portal.open_forms"
_PLAIN_ADDRESS = re.compile(r"[^\s\"',;:<>()\\]+@[^\s\"',;:<>()\\]+")


def stamp(at: datetime) -> str:
    """Says later when the form was shown; no two are alike."""
    return signing.dumps([at.timestamp(), secrets.token_hex(8)], salt=_SALT)


class MailboxField(forms.EmailField):
    """An address as people have it; quoted ones, which the standard allows, mean no good."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput({"autocomplete": "email"})
        label = _("Your e-mail address")
        super().__init__(**{"label": label, "max_length": 200, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        email = clean_line(super().clean(value))
        if email and not _PLAIN_ADDRESS.fullmatch(email):
            raise ValidationError(EmailValidator.message, code="invalid")
        return email


class OpenForm(forms.Form):
    """Knows when it was shown, and has a field that only machines fill in.

    What a machine sent is valid all the same, so that it learns nothing: ask `is_from_machine`
    before doing anything. The template hides `website` with the attribute `hidden`.
    """

    website = forms.CharField(
        label=_("Please leave this empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    data: QueryDict

    def __init__(self, data: QueryDict | None = None, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.at = at
        self.initial["opened"] = stamp(at)

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        shown_at = self._shown_at()
        if shown_at is None or self.at - shown_at > LONGEST:
            typed = self.data.copy()
            typed["opened"] = stamp(self.at)
            self.data = typed
            raise ValidationError(_("The form was open for too long. Please send it once more."))
        if self.at - shown_at < SHORTEST:
            raise ValidationError(_("That was very quick. Please send the form once more."))
        return given

    def _shown_at(self) -> datetime | None:
        try:
            seconds, _nonce = signing.loads(self.cleaned_data.get("opened", ""), salt=_SALT)
        except signing.BadSignature:
            return None
        return datetime.fromtimestamp(seconds, self.at.tzinfo)

    @property
    def is_from_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))


def limit(request: HttpRequest, what: str, *, most: int, per: timedelta, at: datetime) -> None:
    """Count this request of its address. Raises TooMany beyond `most` in a span of time."""
    if counted(what, _network(request), per=per, at=at) > most:
        raise TooMany(
            _("That was too often in a short time. Please try again later."),
            retry_after=int((per - _span(per, at)[1]).total_seconds()),
        )


def counted(what: str, whose: str, *, per: timedelta, at: datetime) -> int:
    """How often this happened in the running span of time, with this time; stores no address.

    Two at the very same moment may count as one. While the cache is away it is 0: nobody is
    turned away.
    """
    key = f"limit:{what}:{_span(per, at)[0]}:{_pseudonym(whose)}"
    try:
        count: int = cache.get(key, 0) + 1
        cache.set(key, count, int(per.total_seconds()))
    except RedisError as away:
        log.warning("requests are not counted: %s", type(away).__name__)
        return 0
    return count


def mailbox(email: str) -> str:
    """Whose address it is: the same for Lea@… and lea+tag@…"""
    name, _at, domain = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def _span(per: timedelta, at: datetime) -> tuple[int, timedelta]:
    """The number of the running span, and how much of it has passed."""
    span, passed = divmod(int(at.timestamp()), int(per.total_seconds()))
    return span, timedelta(seconds=passed)


def _network(request: HttpRequest) -> str:
    """Where the request comes from; of IPv6 the /64, for that is what one household has."""
    given: str = get_adapter(request).get_client_ip(request)
    try:
        address = ip_address(given)
    except ValueError:
        return given
    if isinstance(address, IPv4Address):
        return given
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False))


def _pseudonym(text: str) -> str:
    """The text as nobody can read it."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
