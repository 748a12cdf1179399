"""Letters about who belongs to a team."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from portal import outbox
from portal.models import subject_of
from workshops.models import Member, Team, TeamInvitation


def team_invitation(invitation: TeamInvitation, *, token: str) -> outbox.Letter:
    """To whoever is invited; the link is sealed until it is sent. Once per token."""
    ticket = invitation.invitation
    address = outbox.absolute(reverse("workshops:invitation", args=[token]))
    context = {"invitation": invitation, "link": outbox.hidden("link")}
    return _letter(
        "team_invitation",
        context,
        to=ticket.email,
        subject=_("Invitation to the team %(team)s") % {"team": invitation.team},
        occasion=f"team-invitation:{invitation.pk}:{ticket.token_hash[:16]}",
        about=subject_of(invitation),
        scope=invitation.team.round.scope,
        secrets={"link": address},
    )


def invitation_accepted(invitation: TeamInvitation, member: Member) -> outbox.Letter:
    """To whoever invited: that somebody has come in."""
    reader = invitation.invitation.invited_by
    path = reverse("workshops:members", args=[member.team.public_id])
    context = {"member": member, "reader": reader, "link": outbox.absolute(path)}
    return _letter(
        "invitation_accepted",
        context,
        to=reader.email,
        subject=_("%(name)s has accepted: %(team)s") % {"name": member, "team": member.team},
        occasion=f"invitation-accepted:{invitation.pk}",
        about=subject_of(member),
        scope=member.team.round.scope,
    )


def membership_ended(member: Member) -> outbox.Letter:
    """To somebody who is in the team no longer."""
    return _letter(
        "membership_ended",
        {"member": member, "reader": member.user},
        to=member.user.email,
        subject=_("Your membership has ended: %(team)s") % {"team": member.team},
        occasion=f"membership-ended:{member.pk}",
        about=subject_of(member),
        scope=member.team.round.scope,
    )


def team_left(team: Team, *, to: User, number: int) -> outbox.Letter:
    """To the coordinators: a Kommune has left the round, and why; `number` counts its leaves."""
    path = reverse("workshops:team", args=[team.public_id])
    context = {"team": team, "reader": to, "link": outbox.absolute(path)}
    return _letter(
        "team_left",
        context,
        to=to.email,
        subject=_("%(team)s has left the round") % {"team": team},
        occasion=f"team-left:{team.pk}:{number}:{to.pk}",
        about=subject_of(team),
        scope=team.round.scope,
    )


def _letter(name: str, context: dict[str, Any], **facts: Any) -> outbox.Letter:
    text, html = outbox.render(f"workshops/{name}", context)
    return outbox.Letter(text=text, html=html, **facts)
