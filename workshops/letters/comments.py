"""Letters about what others say."""

from django.utils.translation import gettext as _

from people.models import User, mail_stop
from portal import outbox
from portal.dates import berlin_day
from portal.models import subject_of
from workshops.models import Comment, mail_kinds


def commented(comment: Comment, *, to: User) -> outbox.Letter:
    """Somebody commented on a milestone of the team. Once per milestone, day and reader."""
    milestone = comment.milestone
    text, html = outbox.render(
        "workshops/commented",
        {
            "comment": comment,
            "milestone": milestone,
            "reader": to,
            "link": outbox.absolute(f"{milestone.get_absolute_url()}#kommentare"),
            "stop_link": mail_stop.link(to, mail_kinds.COMMENTS),
        },
    )
    return outbox.Letter(
        to=to.email,
        subject=_("A comment on “%(title)s”") % {"title": milestone.title},
        text=text,
        html=html,
        occasion=f"commented:{milestone.pk}:{berlin_day(comment.at)}:{to.pk}",
        about=subject_of(milestone),
        scope=milestone.team.round.scope,
    )
