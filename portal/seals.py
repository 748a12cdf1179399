"""What must wait in the database but be readable to nobody: sealed with the secret key."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class Broken(ValueError):
    """The seal does not fit: another secret key, or the text was touched."""


def _box() -> MultiFernet:
    """The key of today first, then those of yesterday."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (
        hashlib.blake2b(force_bytes(key), digest_size=32, person=b"portal.seals") for key in keys
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest.digest())) for digest in digests])


def seal(secrets: dict[str, str]) -> str:
    """The secrets as one unreadable text; nothing stays nothing."""
    return _box().encrypt(json.dumps(secrets).encode()).decode() if secrets else ""


def unseal(sealed: str) -> dict[str, str]:
    """The secrets again. Raises Broken."""
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as wrong:
        raise Broken("The seal does not fit the secret key.") from wrong
    return opened
