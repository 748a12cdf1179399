"""A Kommune says, without an account, that it would like a Werkstatt."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.models import Municipality
from portal.dates import berlin_day
from portal.open_forms import limit
from portal.refusals import TooMany
from workshops.actions import interests
from workshops.forms.interest import InterestForm
from workshops.views.answers import SeeOther

SENT_PER_HOUR = 10  # from one network


@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """Who would like a Werkstatt on what; what was typed stays where something is missing."""
    now = timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = InterestForm(posted, at=now, initial=_known(request, now))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted is not None else HTTPStatus.OK
    if form.is_valid():
        try:
            _send(request, form, now)
            return SeeOther(reverse("workshops:interest_sent"))
        except TooMany as often:
            form.add_error(None, often.messages)
            status = often.status
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    page = {"form": form, "places": Municipality.objects.to_choose(berlin_day(now))}
    response = render(request, "workshops/public/interest.html", page, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def interest_sent(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens next."""
    return render(request, "workshops/public/interest_sent.html")


def _send(request: HttpRequest, form: InterestForm, at: datetime) -> None:
    """Machines are thanked like everybody else, and heard by nobody."""
    if not form.is_from_machine:
        limit(request, "interest", most=SENT_PER_HOUR, per=timedelta(hours=1), at=at)
        interests.send(**form.facts(), at=at)


def _known(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What the page that led here knew: `?kommune=lippe&thema=ganztag`."""
    slug = request.GET.get("kommune", "")
    today = Municipality.objects.current(berlin_day(at))
    kommune = today.filter(slug=slug).first() if slug else None
    return {
        "municipality": kommune.known_as if kommune else "",
        "topic": request.GET.get("thema", ""),
    }
