"""What somebody without an account reads who was given a link."""

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal import errors
from portal.open_forms import limit
from workshops.actions import overview_links
from workshops.models import OverviewLink
from workshops.models.one_page import one_page

OPENINGS, PER = 60, timedelta(minutes=10)  # of one network; nobody guesses 192 bits in that
CLOSED = _("This link is not valid any more. Please ask whoever sent it to you for a new one.")


@require_safe
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """The one page of a team, as it stands now. Raises TooMany for whoever tries too often."""
    now = timezone.now()
    limit(request, "overview", most=OPENINGS, per=PER, at=now)
    link = OverviewLink.objects.opened_by(token, now).first()
    if link is None:
        response = errors.page(request, HTTPStatus.NOT_FOUND, reason=CLOSED)
    else:
        overview_links.note_opening(link=link, at=now)
        context = {"link": link, "team": link.team, "page": one_page(link.team, now)}
        response = render(request, "workshops/shared/overview.html", context)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
