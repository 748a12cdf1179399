from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from municipalities.models import Municipality
from registrations.models.consent import ConsentRequest
from registrations.models.quota import Quota


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What somebody says when registering."""

    first_name: str
    last_name: str
    email: str
    organisation: str = ""
    function: str = ""
    municipality: Municipality | None = None
    sessions: tuple[Quota, ...] = ()
    answers: Mapping[int, Any] = field(default_factory=dict)  # by the id of the question
    consents: tuple[ConsentRequest, ...] = ()
    diet: str = ""
    access: str = ""
