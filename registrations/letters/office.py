"""What the office writes to many who registered, and reminds them of."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from portal import outbox
from registrations.letters import compose, entry_of, filled, paragraphs
from registrations.models import OfferLetter, OfferText, Registration


def copy(
    letter: OfferLetter, registration: Registration, *, token: str, at: datetime
) -> outbox.Letter:
    """The letter as one of its recipients reads it."""
    return compose(
        registration,
        token,
        occasion=f"{letter.occasion}{registration.pk}",
        subject=filled(letter.subject, registration, at=at),
        lines=paragraphs(filled(letter.text, registration, at=at)),
        at=at,
    )


def to_look_at(letter: outbox.Letter) -> outbox.Letter:
    """The same with words in the place of the link, which only its reader gets."""
    text = letter.text.replace(outbox.hidden("link"), _("(here stands the personal link)"))
    return replace(letter, text=text)


def worded(text: OfferText, registration: Registration, *, at: datetime) -> outbox.Letter:
    """One of the offer's own texts, as this person would read it; for looking at only."""
    letter = compose(
        registration,
        "",
        occasion="preview",
        subject=filled(text.subject, registration, at=at) or text.get_kind_display(),
        lines=paragraphs(filled(text.body, registration, at=at)),
        at=at,
    )
    return to_look_at(letter)


def reminder_occasion(registration: Registration) -> str:
    """Once per announced day: an event that was moved is reminded of anew."""
    return f"registration-reminder:{registration.pk}:{registration.offer.first_day}"


def reminder(registration: Registration, *, token: str, at: datetime) -> outbox.Letter:
    """Some days before, to whoever has a place."""
    return compose(
        registration,
        token,
        occasion=reminder_occasion(registration),
        subject=_("See you soon"),
        lines=[
            _("it is only a few days until the event. This is how your registration stands; the "
              "calendar entry is attached once more."),
            _("If you cannot come, please cancel: somebody else may be waiting."),
        ],
        kind=OfferText.Kind.REMINDER,
        at=at,
        attachments=entry_of(registration, at),
    )  # fmt: skip
