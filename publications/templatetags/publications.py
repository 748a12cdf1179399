"""Parts for what is published: pictures in the width that the screen needs."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse

from portal.outbox import absolute
from portal.pictures import WIDTHS
from publications.models import Document, Picture

register = template.Library()


@register.inclusion_tag("publications/_picture.html")
def picture(
    shown: Picture | None, sizes: str = "100vw", first: bool = False, silent: bool = False
) -> dict[str, Any]:
    """{% picture report.picture sizes="(min-width: 62em) 47rem, 100vw" %}: nothing while unshown.

    `sizes` says how wide it stands on the page; `first` loads at once what is seen at once;
    `silent` leaves the words out, where the picture only repeats the link beside it.
    """
    if shown is None or not shown.is_shown:
        return {"picture": None}
    widths = _widths(shown)
    sources = [(_address(shown, width), width) for width in widths]
    alt = "" if silent else shown.alt_text
    return {"picture": shown, "sources": sources, "sizes": sizes, "first": first, "alt": alt}


@register.simple_tag
def picture_address(shown: Picture | None) -> str:
    """The absolute address of a shown picture in its largest width, for other sites; or nothing."""
    if shown is None or not shown.is_shown:
        return ""
    return absolute(_address(shown, _widths(shown)[-1]))


def _widths(shown: Picture) -> tuple[int, ...]:
    """The widths to offer: none larger than needed to show every pixel there is."""
    smaller = [width for width in WIDTHS if width < shown.width]
    return WIDTHS[: len(smaller) + 1]


def _address(shown: Picture, width: int) -> str:
    return reverse("publications:picture", args=[shown.public_id, width])


@register.filter
def file_count(documents: Iterable[Document]) -> int:
    """{% if documents|file_count > 1 %}: how many of these are files of ours, not links."""
    return sum(1 for document in documents if document.file)
