"""Whether a reader already has the programme as it is."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from conferences.models.stamp import stamp


def etag(request: HttpRequest, slug: str) -> str | None:
    """The tag of the public page; None for those signed in, whose pages are their own."""
    if request.user.is_authenticated:
        return None
    state = stamp(slug)
    return quote_etag(f"{state}-{_build()}") if state else None


def unchanged(request: HttpRequest, tag: str | None) -> HttpResponse | None:
    """The answer 304, if the reader's copy is still the page."""
    response = get_conditional_response(request, etag=tag) if tag else None
    return marked(response, tag) if response else None


def marked(response: HttpResponse, tag: str | None) -> HttpResponse:
    """With its tag; kept by the reader, but never shown without asking."""
    if tag:
        response["ETag"] = tag
        patch_cache_control(response, no_cache=True)
    return response


@cache
def _build() -> str:
    """What a page is made of besides its records: templates, texts, style sheet, operator."""
    parts = [str(settings.OPERATOR), str(settings.DEMO), static("portal.css"), *_files()]
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _files() -> Iterator[str]:
    folders = [settings.BASE_DIR / "templates", *map(Path, settings.LOCALE_PATHS)]
    for folder in folders:
        for path in sorted(folder.rglob("*.*")):
            if path.suffix in {".html", ".mo"}:
                yield f"{path.name} {blake2b(path.read_bytes(), digest_size=8).hexdigest()}"
