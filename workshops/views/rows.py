"""The milestones of a team room as rows: how each stands, and the short form for it."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from people.http import SignedInRequest
from portal import drafts
from workshops.forms.log import LogForm
from workshops.models import Milestone, Team
from workshops.models.board import Line

_STAND_IN = UUID(int=0)


class BlankForms:
    """The empty forms of a room. There may be a hundred, alike but for status and address:
    each kind is made once, for a stand-in, and then given the address of its milestone.
    """

    def __init__(self, request: SignedInRequest, team: Team, *, may_drop: bool) -> None:
        self._request = request
        self._may_drop = may_drop
        self._context = {
            "team": team,
            "ticket": drafts.ticket(request.user),
            "in_place": True,
        }
        self._made: dict[tuple[str, str, bool], str] = {}

    def form_for(self, milestone: Milestone) -> SafeString:
        kind = (milestone.status, milestone.visibility, milestone.is_measured)
        if kind not in self._made:
            self._made[kind] = self._make(*kind)
        stand_in, own = _prefix(_STAND_IN), _prefix(milestone.public_id)
        html = self._made[kind].replace(str(_STAND_IN), str(milestone.public_id))
        return mark_safe(html.replace(stand_in, own))  # noqa: S308 - a rendered template and a UUID

    def _make(self, status: str, visibility: str, is_measured: bool) -> str:
        unit = "1" if is_measured else ""
        stand_in = Milestone(public_id=_STAND_IN, status=status, visibility=visibility, unit=unit)
        form = LogForm(milestone=stand_in, may_drop=self._may_drop)
        context = {**self._context, "milestone": stand_in, "form": form}
        return render_to_string("workshops/team/_log_form.html", context, self._request)


def row(line: Line, forms: BlankForms | None) -> dict[str, Any]:
    """A line of the room; `forms` for whoever may fill them in. What is done needs none."""
    needs_form = forms is not None and not line.milestone.is_done
    return {
        "line": line,
        "blank": forms.form_for(line.milestone) if forms and needs_form else "",
        "may_log": forms is not None,
    }


def _prefix(public_id: UUID) -> str:
    return f"{LogForm.prefix_of(public_id)}-"
