"""Who runs this installation, for every template."""

from typing import TypedDict, cast

from django.conf import settings
from django.http import HttpRequest


class Operator(TypedDict):
    portal_name: str
    claim: str
    name: str
    address: str
    email: str
    phone: str
    responsible: str
    represented_by: str
    register: str
    privacy_officer: str
    funder: str
    logo: str


class Installation(TypedDict):
    operator: Operator
    demo: bool


def context(request: HttpRequest | None = None) -> Installation:
    """`operator` and `demo`; letters and error pages ask without a request."""
    return {"operator": cast(Operator, settings.OPERATOR), "demo": settings.DEMO}
