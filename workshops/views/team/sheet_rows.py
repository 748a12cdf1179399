"""One row of a working sheet, and the steps of a kollegiale Beratung."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.http import SignedInRequest
from portal import drafts
from workshops.actions import sheet_rows as acts
from workshops.actions import sheets as sheet_acts
from workshops.forms.sheets import RowForm, StepForm
from workshops.models import SheetRow
from workshops.models.consultation import BY_NAME, IDEAS, after
from workshops.views.team.doors import own_team_of
from workshops.views.team.saving import Page, done, save, typed
from workshops.views.team.sheets import sheet_of


@login_required
@require_http_methods(["GET", "POST"])
def row(request: SignedInRequest, team_id: UUID, sheet_id: UUID, row_id: int) -> HttpResponse:
    """One row, to be changed."""
    row = _own_row(request, team_id, sheet_id, row_id)
    sheet = row.sheet
    form = RowForm(typed(request), sheet=sheet, thing=row, typed=drafts.kept(request))
    context = {"team": sheet.team, "sheet": sheet, "row": row}
    back = sheet.get_absolute_url()
    page = Page("workshops/team/sheet_row.html", back, _("The row is saved."), context)
    return save(request, form, partial(acts.change, row=row), page, thing=row)


@login_required
@require_POST
def move_row(request: SignedInRequest, team_id: UUID, sheet_id: UUID, row_id: int) -> HttpResponse:
    row = _own_row(request, team_id, sheet_id, row_id)
    act = partial(acts.move, row=row, direction=request.POST.get("direction", ""))
    said = _("“%(name)s” is moved.") % {"name": row}
    return done(request, act, said, f"{row.sheet.get_absolute_url()}#zeilen")


@login_required
@require_POST
def remove_row(
    request: SignedInRequest, team_id: UUID, sheet_id: UUID, row_id: int
) -> HttpResponse:
    row = _own_row(request, team_id, sheet_id, row_id)
    said = _("“%(name)s” is removed. Below the table you can bring it back.") % {"name": row}
    back = f"{row.sheet.get_absolute_url()}#entfernt"
    return done(request, partial(acts.remove, row=row), said, back)


@login_required
@require_POST
def bring_row_back(
    request: SignedInRequest, team_id: UUID, sheet_id: UUID, row_id: int
) -> HttpResponse:
    row = _own_row(request, team_id, sheet_id, row_id)
    said = _("“%(name)s” is back.") % {"name": row}
    return done(request, partial(acts.bring_back, row=row), said, row.sheet.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, team_id: UUID, sheet_id: UUID, name: str) -> HttpResponse:
    """One step of a kollegiale Beratung; saving leads on to the next."""
    team = own_team_of(request.user, team_id)
    sheet = sheet_of(team, sheet_id)
    step = BY_NAME.get(name)
    if step is None or step.name == IDEAS or not sheet.is_consultation:
        raise Http404
    form = StepForm(typed(request), step=step, team=team, thing=sheet, typed=drafts.kept(request))
    following = after(step)
    onward = f"{sheet.get_absolute_url()}#{following.name if following else step.name}"
    if following and following.name != IDEAS and "weiter" in request.POST:
        onward = reverse(
            "workshops:sheet_step", args=[team.public_id, sheet.public_id, following.name]
        )
    context = {"team": team, "sheet": sheet, "step": step, "following": following}
    page = Page("workshops/team/sheet_step.html", onward, _("The step is saved."), context)
    return save(request, form, partial(sheet_acts.hold, sheet=sheet), page, thing=sheet)


def _own_row(request: SignedInRequest, team_id: UUID, sheet_id: UUID, row_id: int) -> SheetRow:
    sheet = sheet_of(own_team_of(request.user, team_id), sheet_id)
    row = get_object_or_404(sheet.rows, pk=row_id)
    row.sheet = sheet
    return row
