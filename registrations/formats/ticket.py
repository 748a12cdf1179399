"""The code that opens the check-in: for the eyes of the stewards, and worth nothing to others."""

from io import BytesIO

import segno
from django.urls import reverse
from django.utils.http import urlencode

from portal import outbox
from registrations.models import Registration

FILE_NAME = "einlass.png"
MEDIA_TYPE = "image/png"


def address(registration: Registration) -> str:
    """Where the code leads: the check-in page, which only those who look after the offer see."""
    door = reverse("registrations:desk_door", args=[registration.offer.slug])
    return outbox.absolute(f"{door}?{urlencode({'suche': registration.code})}")


def svg(registration: Registration) -> str:
    """Drawn into a page; black on white in any mode, for cameras."""
    code = segno.make(address(registration), error="m", micro=False)
    return code.svg_inline(
        scale=4, border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )


def png(registration: Registration) -> bytes:
    file = BytesIO()
    code = segno.make(address(registration), error="m", micro=False)
    code.save(file, kind="png", scale=6, border=4)
    return file.getvalue()
