"""Milestones and entries of a round as tables: downloaded, sent back, looked at, taken over."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from people.http import SignedInRequest
from portal import spreadsheets
from portal.dates import berlin_day
from portal.text import slug
from workshops import policies
from workshops.actions import milestone_tables
from workshops.formats import entry_table, milestone_table
from workshops.forms.tables import TableForm
from workshops.models import Round, TableImport
from workshops.views.answers import SeeOther
from workshops.views.staff.doors import round_of

TABLES = {"meilensteine": milestone_table, "eintraege": entry_table}
SHOWN = 50  # changes and complaints that stand on the page; the rest is counted


@login_required
@require_http_methods(["GET", "POST"])
def tables(request: SignedInRequest, round_id: int) -> HttpResponse:
    """What can be downloaded, and where a table is sent back."""
    round = round_of(request.user, round_id)
    may_take_over = policies.may_take_over_table(request.user, round)
    if request.method == "POST" and not may_take_over:
        raise PermissionDenied
    sends = request.method == "POST"
    form = TableForm(request.POST if sends else None, request.FILES if sends else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sent = milestone_tables.send(
                round=round,
                content=file.read(),
                name=file.name,
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return SeeOther(reverse("workshops:table", args=[round.pk, sent.public_id]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"round": round, "form": form, "may_take_over": may_take_over}
    return render(request, "workshops/staff/tables.html", context, status=status)


@login_required
@require_GET
def download(request: SignedInRequest, round_id: int, name: str, ending: str) -> HttpResponse:
    """A table as XLSX or CSV."""
    round = round_of(request.user, round_id)
    if name not in TABLES or ending not in {"xlsx", "csv"}:
        raise Http404
    table = TABLES[name]
    rows = table.rows(round)
    if ending == "xlsx":
        content, kind = spreadsheets.workbook(name.title(), table.HEAD, rows), spreadsheets.XLSX
    else:
        content, kind = spreadsheets.table(table.HEAD, rows), spreadsheets.CSV
    day = berlin_day(timezone.now())
    file_name = f"{name}-{slug(str(round))}-{day:%Y-%m-%d}.{ending}"
    disposition = content_disposition_header(True, file_name)
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": disposition or ""}
    )


@login_required
@require_http_methods(["GET", "POST"])
def table(request: SignedInRequest, round_id: int, public_id: UUID) -> HttpResponse:
    """What a table that was sent would change, line by line; and take it over."""
    round = round_of(request.user, round_id)
    sent = _sent(request, round, public_id)
    refused = False
    if request.method == "POST":
        try:
            made = milestone_tables.take_over(table=sent, by=request.user, at=timezone.now())
        except ValidationError:
            refused = True
        else:
            messages.success(request, _taken_over(len(made.changes)))
            return SeeOther(reverse("workshops:cockpit_round", args=[round.pk]))
    plan = milestone_tables.check(table=sent, at=timezone.now())
    context = {
        "round": round,
        "table": sent,
        "plan": plan,
        "changes": plan.changes[:SHOWN],
        "complaints": plan.complaints[:SHOWN],
        "more_changes": max(len(plan.changes) - SHOWN, 0),
        "more_complaints": max(len(plan.complaints) - SHOWN, 0),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "workshops/staff/table.html", context, status=status)


@login_required
@require_http_methods(["POST"])
def discard_table(request: SignedInRequest, round_id: int, public_id: UUID) -> HttpResponse:
    """Do not take it over after all."""
    round = round_of(request.user, round_id)
    milestone_tables.discard(table=_sent(request, round, public_id))
    messages.success(request, _("The table was discarded. Nothing has changed."))
    return SeeOther(reverse("workshops:tables", args=[round.pk]))


def _sent(request: SignedInRequest, round: Round, public_id: UUID) -> TableImport:
    """A table of one's own for this round, as long as one coordinates it."""
    if not policies.may_take_over_table(request.user, round):
        raise PermissionDenied
    mine = TableImport.objects.visible_to(request.user).select_related("round__workshop", "by")
    return get_object_or_404(mine, round=round, public_id=public_id)


def _taken_over(number: int) -> str:
    text = ngettext(
        "One milestone was taken over from the table.",
        "%(number)d milestones were taken over from the table.",
        number,
    )
    return text % {"number": number}
