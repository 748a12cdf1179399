"""Letters that remind teams: of deadlines, of silence, of what a day brought."""

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from portal import outbox
from portal.models import subject_of
from workshops.models import Milestone


def milestone_due(milestone: Milestone, *, to: User) -> outbox.Letter:
    """The deadline comes near. Once per milestone, deadline and reader."""
    path = reverse("workshops:log", args=[milestone.team.public_id, milestone.public_id])
    text, html = outbox.render(
        "workshops/milestone_due",
        {"milestone": milestone, "reader": to, "link": outbox.absolute(path)},
    )
    return outbox.Letter(
        to=to.email,
        subject=_("Due soon: %(title)s") % {"title": milestone.title},
        text=text,
        html=html,
        occasion=f"milestone-due:{milestone.pk}:{milestone.last_day}:{to.pk}",
        about=subject_of(milestone),
        scope=milestone.team.round.scope,
    )
