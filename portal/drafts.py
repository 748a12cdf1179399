"""What somebody typed while their session ran out: kept for them alone until they are back.

A form that is worth it carries a ticket in a hidden field. When such a form is posted after the
session has ended, the words wait in the new session; after sign-in the form is filled again.
"""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest

FIELD = "draft"
MAX_CHARACTERS = 20_000
_SALT = "portal.drafts"
_KEY = "draft"
_VALID = timedelta(days=7)
_NOT_WORDS = {FIELD, "csrfmiddlewaretoken"}


def ticket(user: AbstractBaseUser) -> str:
    """Shows later, without a session, who was writing."""
    return signing.dumps(user.pk, salt=_SALT)


def keep(request: HttpRequest) -> None:
    """Take what an anonymous request posts into the session, if page and ticket are ours."""
    if request.method != "POST" or not _is_from_here(request) or FIELD not in request.POST:
        return
    try:
        writer = signing.loads(request.POST[FIELD], salt=_SALT, max_age=_VALID)
    except signing.BadSignature:
        return
    words = {name: text for name, text in request.POST.items() if name not in _NOT_WORDS}
    if sum(map(len, words.values())) <= MAX_CHARACTERS:
        address = request.get_full_path()
        request.session[_KEY] = {"writer": writer, "address": address, "words": words}


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent it: another one must give nobody a session and its words."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == here


def kept(request: HttpRequest) -> dict[str, str]:
    """What waits for this account at this address; nobody else's."""
    draft = request.session.get(_KEY)
    here = (request.user.pk, request.get_full_path())
    if not draft or (draft["writer"], draft["address"]) != here:
        return {}
    words: dict[str, str] = draft["words"]
    return words


def drop(request: HttpRequest) -> None:
    """The words are where they belong."""
    request.session.pop(_KEY, None)
