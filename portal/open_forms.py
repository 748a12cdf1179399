"""Forms for people without an account: nothing to solve for readers, some traps for machines."""

import hashlib
import hmac
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from portal.refusals import TooMany

log = logging.getLogger(__name__)

SHORTEST = timedelta(seconds=3)
LONGEST = timedelta(days=1)
_SALT = "portal.open_forms"


def stamp(at: datetime) -> str:
    """Says later when the form was shown; no two are alike."""
    return signing.dumps([at.timestamp(), secrets.token_hex(8)], salt=_SALT)


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

    def __init__(self, data: QueryDict | None = None, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.at = at
        self.initial["opened"] = stamp(at)

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        shown_at = self._shown_at()
        if shown_at is None or self.at - shown_at > LONGEST:
            self.data = {**self.data, "opened": stamp(self.at)}
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
    """Count this request of its address. Raises TooMany beyond `most` in a span of time.

    Two at the very same moment may count as one. While the cache is away nobody is turned away.
    """
    seconds = int(per.total_seconds())
    span, passed = divmod(int(at.timestamp()), seconds)
    key = f"limit:{what}:{span}:{_pseudonym(request)}"
    try:
        count = cache.get(key, 0) + 1
        cache.set(key, count, seconds)
    except RedisError as away:
        log.warning("requests are not counted: %s", type(away).__name__)
        return
    if count > most:
        raise TooMany(
            _("That was too often in a short time. Please try again later."),
            retry_after=seconds - passed,
        )


def _pseudonym(request: HttpRequest) -> str:
    """The address of the request as nobody can read it."""
    address = get_adapter(request).get_client_ip(request)
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]
