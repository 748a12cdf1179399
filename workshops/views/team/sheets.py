"""The working sheets of a team: which there are, and each with its rows."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.http import SignedInRequest
from portal import drafts, spreadsheets, typesetting
from portal.text import slug
from workshops import policies
from workshops.actions import sheet_rows
from workshops.actions import sheets as acts
from workshops.formats import dot_plot
from workshops.formats import sheets as formats
from workshops.forms.sheets import NewSheetForm, RowForm, SheetForm
from workshops.models import Sheet, SheetRow, Team
from workshops.models.consultation import MINUTES, stages
from workshops.models.sheet import METHODS
from workshops.views.answers import attachment
from workshops.views.team.doors import own_team_of, team_of
from workshops.views.team.saving import Page, done, save, typed

SHEET = "workshops/team/sheet.html"
FORM = "workshops/team/sheet_form.html"
PLOT = "workshops/team/_dot_plot.html"


@login_required
@require_GET
def sheets(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """What each method is good for, how to begin, and what the team has filled in."""
    team = team_of(request.user, team_id)
    known = list(team.sheets.standing().with_size().newest_first())
    may_edit = policies.may_edit_sheets(request.user, team)
    context = {
        "team": team,
        "actors": team.actors.standing().count(),
        "methods": [
            (kind, method, [sheet for sheet in known if sheet.kind == kind])
            for kind, method in METHODS.items()
        ],
        "may_edit": may_edit,
        "removed": team.sheets.removed() if may_edit else [],
    }
    return render(request, "workshops/team/sheets.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_sheet(request: SignedInRequest, team_id: UUID, kind: str) -> HttpResponse:
    team = own_team_of(request.user, team_id)
    if kind not in Sheet.Kind.values:
        raise Http404
    method = METHODS[Sheet.Kind(kind)]
    form = NewSheetForm(typed(request), method=method, typed=drafts.kept(request))
    page = Page(FORM, "", _("The sheet is begun."), {"team": team, "method": method})
    return save(request, form, partial(acts.begin, team=team, kind=kind), page)


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: SignedInRequest, team_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The sheet; whoever belongs to the team adds a row at once."""
    if request.method == "POST":
        own_team_of(request.user, team_id)
    sheet = sheet_of(team_of(request.user, team_id), sheet_id)
    context = _context(request, sheet)
    if not context["may_edit"]:
        return render(request, SHEET, context)
    form = RowForm(typed(request), sheet=sheet, typed=drafts.kept(request))
    page = Page(SHEET, f"{sheet.get_absolute_url()}?neu=1#neu", _("The row is added."), context)
    return save(request, form, partial(sheet_rows.add, sheet=sheet), page)


@login_required
@require_http_methods(["GET", "POST"])
def sheet_facts(request: SignedInRequest, team_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Title and what it is about."""
    team = own_team_of(request.user, team_id)
    sheet = sheet_of(team, sheet_id)
    form = SheetForm(typed(request), thing=sheet, typed=drafts.kept(request))
    context = {"team": team, "sheet": sheet, "method": sheet.method}
    page = Page(FORM, sheet.get_absolute_url(), _("The sheet is saved."), context)
    return save(request, form, partial(acts.change, sheet=sheet), page, thing=sheet)


@login_required
@require_POST
def remove_sheet(request: SignedInRequest, team_id: UUID, sheet_id: UUID) -> HttpResponse:
    team = own_team_of(request.user, team_id)
    sheet = sheet_of(team, sheet_id)
    said = _("“%(name)s” is removed. Below you can bring it back.") % {"name": sheet}
    return done(request, partial(acts.remove, sheet=sheet), said, f"{_list(team)}#entfernt")


@login_required
@require_POST
def bring_sheet_back(request: SignedInRequest, team_id: UUID, sheet_id: UUID) -> HttpResponse:
    team = own_team_of(request.user, team_id)
    sheet = sheet_of(team, sheet_id)
    said = _("“%(name)s” is back.") % {"name": sheet}
    return done(request, partial(acts.bring_back, sheet=sheet), said, _list(team))


@login_required
@require_GET
def sheet_table(request: SignedInRequest, team_id: UUID, sheet_id: UUID) -> HttpResponse:
    sheet = sheet_of(team_of(request.user, team_id), sheet_id)
    made = formats.table(sheet, rows_of(sheet))
    return attachment(made, spreadsheets.CSV, f"{_file_name(sheet)}.csv")


@login_required
@require_GET
def sheet_pdf(request: SignedInRequest, team_id: UUID, sheet_id: UUID) -> HttpResponse:
    sheet = sheet_of(team_of(request.user, team_id), sheet_id)
    rows = rows_of(sheet)
    drawn = _plot(sheet, rows)
    svg = render_to_string(PLOT, drawn) if drawn["plot"] else ""
    made = formats.paper(sheet, rows, drawing=svg, label=drawn["label"], at=timezone.now())
    return attachment(made, typesetting.MEDIA_TYPE, f"{_file_name(sheet)}.pdf")


def sheet_of(team: Team, public_id: UUID) -> Sheet:
    """A sheet of this team, also one that was removed: forms that were open keep their words."""
    found = get_object_or_404(
        team.sheets.select_related("consultation__milestone"), public_id=public_id
    )
    found.team = team
    return found


def rows_of(sheet: Sheet) -> list[SheetRow]:
    """What stands on it, in order."""
    rows = list(sheet.rows.standing().in_order())
    for row in rows:
        row.sheet = sheet
    return rows


def _context(request: SignedInRequest, sheet: Sheet) -> dict[str, Any]:
    rows = rows_of(sheet)
    is_open = sheet.removed_at is None or request.method == "POST"  # refused with the words
    may_edit = is_open and policies.may_edit_sheets(request.user, sheet.team)
    removed = list(sheet.rows.removed()) if may_edit else []
    for row in removed:
        row.sheet = sheet
    return {
        "team": sheet.team,
        "sheet": sheet,
        "method": sheet.method,
        "rows": rows,
        **_plot(sheet, rows),
        "may_edit": may_edit,
        "removed": removed,
        "adds": "neu" in request.GET or request.method == "POST" or not rows,
        "stages": stages(sheet.consultation, rows) if sheet.is_consultation else [],
        "minutes": MINUTES,
    }


def _plot(sheet: Sheet, rows: list[SheetRow]) -> dict[str, Any]:
    plot = dot_plot.plot(rows) if sheet.method.is_rated else None
    label = _("Self-assessment from 1 to 5 in %(number)d rows. The table says the same.") % {
        "number": len(plot.lines) if plot else 0
    }
    return {"plot": plot, "label": label}


def _list(team: Team) -> str:
    return reverse("workshops:sheets", args=[team.public_id])


def _file_name(sheet: Sheet) -> str:
    return slug(f"{sheet.kind} {sheet.title}") or sheet.kind
