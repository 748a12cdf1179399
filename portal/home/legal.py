"""The pages that the law asks for. Who runs the portal stands in the settings."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

AS_OF = date(2026, 11, 20)  # the day on which these texts were last gone through


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who answers for the portal (§ 5 DDG, § 18 Abs. 2 MStV)."""
    return render(request, "home/imprint.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored of whom, why and for how long (Art. 13 DSGVO, § 25 TDDDG)."""
    periods = {"sign_ins": settings.SIGN_IN_TRAIL_DAYS, "letters": settings.MAIL_TEXT_DAYS}
    return render(request, "home/privacy.html", {"as_of": AS_OF, "periods": periods})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the portal is, and whom to tell about barriers (§ 10 BGG NRW, BITVNRW)."""
    return render(request, "home/accessibility.html", {"as_of": AS_OF})


@require_safe
def plain_language(request: HttpRequest) -> HttpResponse:
    """What the portal is and how to find one's way, in Leichte Sprache."""
    return render(request, "home/plain_language.html")


@require_safe
def sign_language(request: HttpRequest) -> HttpResponse:
    """What there is in Deutsche Gebärdensprache, which is no film yet, and whom to ask."""
    return render(request, "home/sign_language.html")
