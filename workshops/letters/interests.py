"""Letters about Kommunen that would like a Werkstatt."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import outbox
from portal.models import subject_of
from workshops.models import Interest


def interest_received(interest: Interest) -> outbox.Letter:
    """To whoever wrote: that it arrived. It repeats nothing of what they wrote."""
    text, html = outbox.render("workshops/interest_received", {})
    return outbox.Letter(
        to=interest.contact_email,
        subject=_("We have received your interest"),
        text=text,
        html=html,
        occasion=f"interest-received:{interest.pk}",
        about=subject_of(interest),
    )


def interest_came(interest: Interest, *, to: str) -> outbox.Letter:
    """To the office: who would like a Werkstatt on what."""
    path = reverse("admin:workshops_interest_change", args=[interest.pk])
    context = {"interest": interest, "link": outbox.absolute(path)}
    text, html = outbox.render("workshops/interest_came", context)
    return outbox.Letter(
        to=to,
        subject=_("Interest in a Werkstatt: %(interest)s") % {"interest": interest},
        text=text,
        html=html,
        occasion=f"interest-came:{interest.pk}:{to.lower()}"[:200],
        about=subject_of(interest),
    )
