"""A letter to all, as each recipient reads it."""

from django.utils.translation import gettext as _

from portal import outbox
from portal.models import subject_of
from workshops.models import Circular, Meeting
from workshops.models.circular import Recipient, filled


def copy(circular: Circular, *, to: Recipient, day: Meeting | None) -> outbox.Letter:
    """The copy of one recipient; `day` is what stands in the place of {Termin}."""
    values = {
        "Name": to.user.get_full_name() or to.user.email,
        "Kommune": str(to.team) if to.team else _("all teams"),
        "Termin": _day(day),
    }
    subject = filled(circular.subject, values)
    context = {
        "circular": circular,
        "subject": subject,
        "words": filled(circular.text, values),
        "link": outbox.absolute(circular.file.get_absolute_url()) if circular.file else "",
    }
    text, html = outbox.render("workshops/circular", context)
    return outbox.Letter(
        to=to.user.email,
        subject=subject,
        text=text,
        html=html,
        occasion=f"circular:{circular.key}:{to.user.pk}",
        about=subject_of(circular),
        scope=circular.round.scope,
    )


def _day(day: Meeting | None) -> str:
    if day is None:
        return _("the next day, whose date is still open")
    when = day.when or _("date still open")
    return f"{day.title} ({when})"
