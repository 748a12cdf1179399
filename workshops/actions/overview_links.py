"""Links under which somebody without an account reads the one page of a team."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.outbox import absolute
from portal.refusals import Refusal
from workshops.models import OverviewLink, Team
from workshops.models.overview_link import DAYS, digest_of

TOKEN_BYTES = 24  # 192 bits
MOST = 20


class Made(NamedTuple):
    """The record, and the address that is said once and stored nowhere."""

    link: OverviewLink
    address: str


@transaction.atomic
def make(*, team: Team, reader: str, days: int, by: User, at: datetime) -> Made:
    """Make a link for this reader. Raises Refusal for another span, or beyond twenty open ones."""
    team = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if days not in DAYS:
        raise Refusal(_("A link is valid for 7, 30 or 90 days."))
    if team.overview_links.open(at).count() >= MOST:
        raise Refusal(_("There are twenty open links. Please withdraw one first."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = OverviewLink(
        team=team,
        token_hash=digest_of(token),
        reader=reader,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    link.full_clean()
    link.save()
    audit.record("overview_link.made", link, by=by, at=at, scope=team.round.scope)
    return Made(link, absolute(reverse("workshops:shared_overview", args=[token])))


@transaction.atomic
def withdraw(*, link: OverviewLink, by: User, at: datetime) -> OverviewLink:
    """Close the link at once; a second click does nothing."""
    link = OverviewLink.objects.locked(link.pk)
    if link.withdrawn_at is None:
        link.withdrawn_at = at
        link.save(update_fields=["withdrawn_at"])
        scope = link.team.round.scope
        audit.record("overview_link.withdrawn", link, by=by, at=at, scope=scope)
    return link


def note_opening(*, link: OverviewLink, at: datetime) -> None:
    """So that the team sees whether it was read; nothing about who."""
    OverviewLink.objects.filter(pk=link.pk).update(last_opened_at=at)
