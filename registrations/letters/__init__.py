"""What registrants are told by e-mail.

All letters share one template: some paragraphs, the event with its places, and one link. An offer
may say some of them in its own words (`OfferText`); they hold placeholders like `{vorname}`.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import outbox
from portal.models import subject_of
from registrations.formats import calendar, ticket
from registrations.models import Offer, OfferText, Place, Registration, Standing, standings

Kind = OfferText.Kind

PLACEHOLDERS = {
    "vorname": gettext_lazy("first name"),
    "nachname": gettext_lazy("last name"),
    "veranstaltung": gettext_lazy("title of the event"),
    "wann": gettext_lazy("date and time"),
    "wo": gettext_lazy("where it takes place"),
    "plaetze": gettext_lazy("how it stands, session by session"),
    "grund": gettext_lazy("reason of a cancellation or a change"),
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and means nothing."""
    return sorted(set(_PLACEHOLDER.findall(text)) - set(PLACEHOLDERS))


def filled(text: str, registration: Registration, *, at: datetime) -> str:
    """The text of an offer with everything put in; what means nothing stays as it is."""
    offer = registration.offer
    values = {
        "vorname": registration.first_name,
        "nachname": registration.last_name,
        "veranstaltung": offer.title,
        "wann": when_of(offer),
        "wo": offer.place,
        "plaetze": "\n".join(_lines(registration, at)),
        "grund": registration.ending_reason or offer.announced_reason,
    }
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def when_of(offer: Offer) -> str:
    """ "6. Februar 2025, 9:30–16:00 Uhr" """
    if offer.when is None:
        return ""
    times = [formats.time_format(time, "G:i") for time in (offer.starts_at, offer.ends_at) if time]
    if not times:
        return str(offer.when)
    return _("%(day)s, %(time)s") % {"day": offer.when, "time": "–".join(times)}


def confirm(registration: Registration, *, token: str, occasion: str) -> outbox.Letter:
    """The first letter of all. It repeats nothing that was typed: anybody may have typed it."""
    deadline = _moment(registration.held_until) if registration.held_until else ""
    return compose(
        registration,
        token,
        occasion=f"registration-confirm:{registration.pk}:{occasion}",
        subject=_("Please confirm your registration"),
        lines=[
            _("somebody entered this address to register for the event below. Was it you?"),
            _("Then please open this link and press the button. Until %(deadline)s we keep your "
              "place.") % {"deadline": deadline},
            _("If it was not you, do nothing: without confirmation we delete everything."),
        ],
        action=_("Look at the registration and confirm it"),
        by_name=False,
    )  # fmt: skip


def again_occasion(registration: Registration, key: str) -> str:
    return f"registration-again:{registration.pk}:{key}"


def already(registration: Registration, *, token: str, key: str) -> outbox.Letter:
    """Somebody sent the form for an address that is registered."""
    if registration.is_unconfirmed:
        letter = confirm(registration, token=token, occasion=key)
        return _with_occasion(letter, again_occasion(registration, key))
    return compose(
        registration,
        token,
        occasion=again_occasion(registration, key),
        subject=_("You are registered already"),
        lines=[
            _("somebody entered this address to register for the event below. You are registered "
              "already, so nothing has changed."),
            _("Here you see how it stands, and can change or cancel it:"),
        ],
        action=_("My registration"),
        by_name=False,
    )  # fmt: skip


def _with_occasion(letter: outbox.Letter, occasion: str) -> outbox.Letter:
    return outbox.Letter(**{**letter.__dict__, "occasion": occasion})


def standing(registration: Registration, *, token: str, at: datetime) -> outbox.Letter:
    """Confirmed, with the calendar entry; or on the waiting list, with rank and reason."""
    is_in = registration.status == Registration.Status.CONFIRMED
    subject = _("Your place is confirmed") if is_in else _("You are on the waiting list")
    lines = (
        [
            _("you take part. The calendar entry is attached."),
            _("At the entrance please show the code that is attached, or say your name: %(code)s.")
            % {"code": registration.code},
        ]
        if is_in
        else [
            _("thank you for your registration. At the moment all places are taken."),
            _("As soon as it is your turn, you get a letter. You need not do anything until then."),
        ]
    )
    return compose(
        registration,
        token,
        occasion=f"registration-standing:{registration.pk}:{at.isoformat()}",
        subject=subject,
        lines=lines,
        kind=Kind.CONFIRMED if is_in else Kind.WAITING,
        at=at,
        attachments=(*entry_of(registration, at), _ticket(registration)) if is_in else (),
    )


def promoted(
    registration: Registration, places: Sequence[Place], *, token: str, at: datetime
) -> outbox.Letter:
    """From the waiting list to a place."""
    return compose(
        registration,
        token,
        occasion=f"registration-promoted:{registration.pk}:{at.isoformat()}",
        subject=_("You have moved up"),
        lines=[
            _("a place became free, and it is yours: %(names)s.") % {"names": _names(places)},
            _("If you cannot come any more, please cancel: somebody else is waiting."),
        ],
        kind=Kind.PROMOTED,
        at=at,
        attachments=(*entry_of(registration, at), _ticket(registration)),
    )


def offered(
    registration: Registration, places: Sequence[Place], *, token: str, at: datetime
) -> outbox.Letter:
    """A place is kept for them for some hours."""
    until = places[0].until
    return compose(
        registration,
        token,
        occasion=f"registration-offered:{registration.pk}:{at.isoformat()}",
        subject=_("A place is free for you"),
        lines=[
            _("a place became free: %(names)s.") % {"names": _names(places)},
            _("We keep it for you until %(until)s. Please say by then whether you take it; after "
              "that it goes to the next person.") % {"until": _moment(until) if until else ""},
        ],
        action=_("Take the place"),
        kind=Kind.OFFERED,
        at=at,
    )  # fmt: skip


def changed(registration: Registration, *, token: str, at: datetime) -> outbox.Letter:
    """What they have now, after they or the office changed it."""
    is_in = registration.status == Registration.Status.CONFIRMED
    return compose(
        registration,
        token,
        occasion=f"registration-changed:{registration.pk}:{at.isoformat()}",
        subject=_("Your registration was changed"),
        lines=[_("your registration was changed. This is how it stands now:")],
        kind=Kind.CHANGED,
        at=at,
        attachments=entry_of(registration, at) if is_in else (),
    )


def cancelled(registration: Registration, *, token: str, at: datetime) -> outbox.Letter:
    """They come no more; the calendar entry goes."""
    said = {
        Registration.Ending.PERSON: _("your registration is cancelled. Thank you for telling us."),
        Registration.Ending.OFFICE: _("we have cancelled your registration."),
        Registration.Ending.NOT_ACCEPTED: _(
            "the place that we offered you was not accepted in time; the next person has it now."
        ),
        Registration.Ending.REPLACED: _("somebody else comes in your place now."),
    }
    lines = [said.get(Registration.Ending(registration.ending), _("your registration is over."))]
    if registration.ending_reason:
        lines.append(_("The reason: %(reason)s") % {"reason": registration.ending_reason})
    return compose(
        registration,
        token,
        occasion=f"registration-cancelled:{registration.pk}:{at.isoformat()}",
        subject=_("Your registration is cancelled"),
        lines=lines,
        kind=Kind.CANCELLED,
        at=at,
        attachments=_withdrawal(registration, at),
    )


def event_changed(registration: Registration, *, token: str, at: datetime) -> outbox.Letter:
    """The event has another date, time or place; the calendar entry follows."""
    return compose(
        registration,
        token,
        occasion=f"event-changed:{registration.pk}:{registration.offer.calendar_sequence}",
        subject=_("Changed: please look at date and place"),
        lines=[
            _("something changed about the event that you are registered for. It stands now as "
              "below; the calendar entry attached replaces the earlier one."),
            *_reason(registration.offer),
            _("Your registration stays as it is. If you cannot come now, please cancel."),
        ],
        kind=Kind.EVENT_CHANGED,
        at=at,
        attachments=entry_of(registration, at),
    )  # fmt: skip


def event_cancelled(registration: Registration, *, token: str, at: datetime) -> outbox.Letter:
    """The event does not take place; the calendar entry goes."""
    return compose(
        registration,
        token,
        occasion=f"event-cancelled:{registration.pk}:{registration.offer.calendar_sequence}",
        subject=_("Cancelled: the event does not take place"),
        lines=[
            _("we are sorry: the event that you are registered for does not take place."),
            *_reason(registration.offer),
            _("The file attached takes the entry out of your calendar."),
        ],
        kind=Kind.EVENT_CANCELLED,
        at=at,
        attachments=_withdrawal(registration, at),
    )


def links_occasion(registration: Registration, ticket: str) -> str:
    return f"registration-links:{registration.pk}:{ticket}"


def links_again(links: Sequence[tuple[Registration, str]], *, ticket: str) -> outbox.Letter:
    """New links to everything that an address is registered for."""
    secrets = {f"link{number}": _address(token) for number, (_who, token) in enumerate(links)}
    rows = [
        {"title": registration.offer.title, "when": when_of(registration.offer), "link": link}
        for (registration, _token), link in zip(links, map(outbox.hidden, secrets), strict=True)
    ]
    text, html = outbox.render("registrations/links_again", {"rows": rows})
    return outbox.Letter(
        to=links[0][0].email,
        subject=_("Your links"),
        text=text,
        html=html,
        occasion=links_occasion(links[0][0], ticket),
        about=subject_of(links[0][0]),
        scope=links[0][0].scope,
        secrets=secrets,
    )


def compose(
    registration: Registration,
    token: str,
    *,
    occasion: str,
    subject: str,
    lines: Sequence[str],
    action: str = "",
    by_name: bool = True,
    kind: Kind | None = None,
    at: datetime | None = None,
    attachments: tuple[outbox.Attachment, ...] = (),
) -> outbox.Letter:
    """What all of them have in common; the offer's own words for this kind, if it has some."""
    offer = registration.offer
    if kind and at and (own := offer.texts.filter(kind=kind).first()):
        subject = filled(own.subject, registration, at=at) or subject
        lines = paragraphs(filled(own.body, registration, at=at)) or lines
    context = {
        "name": registration.get_full_name() if by_name else "",
        "lines": lines,
        "offer": offer,
        "when": when_of(offer),
        "places": _lines(registration, at) if at else [],
        "link": outbox.hidden("link"),
        "action": action or _("My registration"),
    }
    text, html = outbox.render("registrations/letter", context)
    return outbox.Letter(
        to=registration.email,
        subject=f"{subject}: {offer.title}",
        text=text,
        html=html,
        occasion=occasion,
        about=subject_of(registration),
        scope=registration.scope,
        secrets={"link": _address(token)} if token else {},
        attachments=attachments,
    )


def _address(token: str) -> str:
    return outbox.absolute(reverse("registrations:enter", args=[token]))


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _lines(registration: Registration, at: datetime) -> list[str]:
    return [_line(one) for one in standings(registration, at)]


def _line(one: Standing) -> str:
    return f"{one.name}: {one.words}"


def _names(places: Sequence[Place]) -> str:
    return ", ".join(Standing(place).name for place in places)


def _reason(offer: Offer) -> list[str]:
    if not offer.announced_reason:
        return []
    return [_("The reason: %(reason)s") % {"reason": offer.announced_reason}]


def _moment(at: datetime) -> str:
    local = localtime(at)
    day, time = formats.date_format(local, "j. F Y"), formats.time_format(local, "G:i")
    return _("%(day)s, %(time)s") % {"day": day, "time": time}


def entry_of(registration: Registration, at: datetime) -> tuple[outbox.Attachment, ...]:
    return _file(calendar.entry(registration, at=at)) if registration.offer.when else ()


def _ticket(registration: Registration) -> outbox.Attachment:
    """The code for the check-in as a picture."""
    return outbox.Attachment(ticket.FILE_NAME, ticket.png(registration), ticket.MEDIA_TYPE)


def _withdrawal(registration: Registration, at: datetime) -> tuple[outbox.Attachment, ...]:
    return _file(calendar.withdrawal(registration, at=at)) if registration.offer.when else ()


def _file(content: bytes) -> tuple[outbox.Attachment, ...]:
    return (outbox.Attachment(calendar.FILE_NAME, content, calendar.MEDIA_TYPE),)
