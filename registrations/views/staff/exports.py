"""The registrations of an offer as files. Who took one is recorded."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.http import SignedInRequest
from portal import audit, spreadsheets
from portal.dates import berlin_day
from registrations.formats import tables
from registrations.forms.desk import RollForm
from registrations.models import Offer
from registrations.views.staff.doors import offer_of
from registrations.views.staff.needs import needs_of


@login_required
@require_safe
def registrations(request: SignedInRequest, slug: str, ending: str) -> HttpResponseBase:
    """Those of the list, as it is narrowed down now; without diet and access."""
    offer = offer_of(request.user, slug)
    form = RollForm(request.GET, offer=offer, quotas=list(offer.quotas.all()))
    form.is_valid()
    table = tables.RegistrationTable(offer, form.wanted, timezone.now())
    _note(request, "registrations.exported", offer, ending)
    return _file(offer, "anmeldungen", ending, table.head, table.rows())


@login_required
@require_safe
def needs(request: SignedInRequest, slug: str, ending: str) -> HttpResponseBase:
    """Diet and access, for the stewards only."""
    offer, found = needs_of(request, slug)
    _note(request, "needs.exported", offer, ending)
    return _file(offer, "bedarfe", ending, tables.needs_head(), tables.needs_rows(found.iterator()))


def _note(request: SignedInRequest, what: str, offer: Offer, ending: str) -> None:
    """Raises Http404 where there is no such file, before anything is on record."""
    if ending not in {"xlsx", "csv"}:
        raise Http404
    with transaction.atomic():
        audit.record(what, offer, by=request.user, scope=offer.scope)


def _file(
    offer: Offer,
    name: str,
    ending: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> HttpResponseBase:
    response: HttpResponseBase
    if ending == "csv":
        pieces = spreadsheets.pieces(head, rows)
        response = StreamingHttpResponse(pieces, content_type=spreadsheets.CSV)
    else:
        content = spreadsheets.workbook(_("Registrations"), head, rows)
        response = HttpResponse(content, content_type=spreadsheets.XLSX)
    file_name = f"{name}-{offer.slug}-{berlin_day(timezone.now()):%Y-%m-%d}.{ending}"
    disposition = content_disposition_header(True, file_name)
    response["Content-Disposition"] = disposition or "attachment"
    return response
