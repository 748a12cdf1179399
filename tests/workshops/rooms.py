"""How the tests speak to a team's room."""

import re
from html import unescape

from django.urls import reverse

from tests.factories import MemberFactory


def of_the_round(team, **facts):
    """Somebody of another team of the same round."""
    return MemberFactory(team__round=team.round, **facts).user


def log_url(milestone):
    return reverse("workshops:log", args=[milestone.team.public_id, milestone.public_id])


def typed(milestone, **words):
    return {"status": milestone.status, "status_seen": milestone.status, **words}


def shown(response):
    """What a reader sees: words without markup."""
    without_tags = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(without_tags).split())
