"""The milestones of a team room as rows: how each stands, and the short form for it."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.http import SignedInRequest
from portal import drafts
from portal.templatetags import ui
from workshops.forms.log import LogForm
from workshops.models import Milestone, Team
from workshops.models.board import Line
from workshops.views.cells import ago_words, silent_words

_STAND_IN = UUID(int=0)
_NO_STATUS = "-"  # of the stand-in, until a milestone takes its place
_CHOICE = 'name="status" value="{}"'


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
        self._made: dict[tuple[str, bool], str] = {}

    def form_for(self, milestone: Milestone) -> SafeString:
        kind = (milestone.visibility, milestone.is_measured)
        if kind not in self._made:
            self._made[kind] = self._make(*kind)
        status = milestone.status
        html = self._made[kind].replace(str(_STAND_IN), str(milestone.public_id))
        html = html.replace(_prefix(_STAND_IN), _prefix(milestone.public_id))
        html = html.replace(f'value="{_NO_STATUS}"', f'value="{status}"')
        html = html.replace(_CHOICE.format(status), f"{_CHOICE.format(status)} checked")
        return mark_safe(html)  # noqa: S308 - a rendered template, a UUID and a word of ours

    def _make(self, visibility: str, is_measured: bool) -> str:
        unit = "1" if is_measured else ""
        stand_in = Milestone(
            public_id=_STAND_IN, status=_NO_STATUS, visibility=visibility, unit=unit
        )
        form = LogForm(milestone=stand_in, may_drop=self._may_drop)
        context = {**self._context, "milestone": stand_in, "form": form}
        return render_to_string("workshops/team/_log_form.html", context, self._request)


class Addresses:
    """Where the milestones of a team are, resolved once."""

    def __init__(self, team: Team) -> None:
        self._stand_in = reverse("workshops:milestone", args=[team.public_id, _STAND_IN])

    def of(self, milestone: Milestone) -> str:
        return self._stand_in.replace(str(_STAND_IN), str(milestone.public_id))


def row(line: Line, addresses: Addresses, forms: BlankForms | None) -> dict[str, Any]:
    """A line of the room; `forms` for whoever may fill them in. What is done needs none."""
    needs_form = forms is not None and not line.milestone.is_done
    status = Milestone.Status(line.milestone.status)
    return {
        "line": line,
        "url": addresses.of(line.milestone),
        "mark": ui.mark(status, str(status.label), pill=True),
        "facts": _facts(line),
        "blank": forms.form_for(line.milestone) if forms and needs_form else "",
        "may_log": forms is not None,
    }


def _facts(line: Line) -> SafeString:
    """Who, until when, how long ago, and what is amiss."""
    milestone, overdue = line.milestone, line.days_overdue
    facts = [str(milestone.responsible)] if milestone.responsible else []
    facts += [due_words(milestone), ago_words(line.days_ago if line.last else None)]
    parts = [format_html("<span>{}</span>", fact) for fact in facts]
    if overdue:
        words = ngettext("%(days)s day overdue", "%(days)s days overdue", overdue)
        parts.append(_flag("overdue", "", words % {"days": overdue}))
    if line.is_silent:
        parts.append(_flag("silent", " flag--silent", silent_words(line.weeks_ago)))
    if line.hurdle:
        words = _("Hurdle: %(hurdle)s") % {"hurdle": line.hurdle}
        parts.append(_flag("hurdle", " flag--hurdle", format_html("<span>{}</span>", words)))
    return SafeString("".join(parts))


def _flag(icon: str, kind: str, words: str) -> SafeString:
    return format_html('<span class="flag{}">{}{}</span>', kind, ui.icon(icon), words)


def due_words(milestone: Milestone) -> str:
    if milestone.reached_on:
        return _("reached on %(day)s") % {"day": date_format(milestone.reached_on)}
    if milestone.when is None:
        return _("without a deadline")
    return _("Due: %(due)s") % {"due": milestone.when}


def _prefix(public_id: UUID) -> str:
    return f"{LogForm.prefix_of(public_id)}-"
