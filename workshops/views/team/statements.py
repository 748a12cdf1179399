"""Sentences for the public: what waits, what was decided, with the proof; proposed and decided."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.http import SignedInRequest
from people.models import User
from portal.refusals import Refusal
from workshops import policies
from workshops.actions import statements as actions
from workshops.forms.statements import ClearForm, ProposalForm, RefusalForm
from workshops.models import Meeting, Milestone, Statement, Team
from workshops.views.answers import SeeOther
from workshops.views.team.doors import team_of

ABOUT = "meilenstein"  # names a milestone in the address of the form for a proposal
PREVIEW = "vorschau"  # the button that shows the sentence as typed, without clearing it


@login_required
@require_GET
def statements(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Every sentence of the team; those that wait for a decision first."""
    team = team_of(request.user, team_id)
    every = list(Statement.objects.filter(team=team).with_proof().newest_proposal_first())
    state = Statement.State
    page = {
        "team": team,
        "waiting": [one for one in every if one.state == state.PROPOSED],
        "cleared": [one for one in every if one.state == state.CLEARED],
        "ended": [one for one in every if one.state in (state.REFUSED, state.WITHDRAWN)],
        "may_decide": policies.leads(request.user, team),
        "may_propose": policies.may_propose_statement(request.user, team),
    }
    return render(request, "workshops/team/statements.html", page)


@login_required
@require_GET
def statement(request: SignedInRequest, team_id: UUID, statement_id: int) -> HttpResponse:
    """One sentence with its proof, how and where it is shown; for the lead the decision."""
    return _page(request, _statement(request.user, team_id, statement_id))


@login_required
@require_http_methods(["GET", "POST"])
def propose_statement(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Put a sentence before the team."""
    team = team_of(request.user, team_id)
    if not policies.may_propose_statement(request.user, team):
        raise PermissionDenied
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        team=team,
        initial={"milestone": _milestone_asked_for(request, team)},
    )
    if form.is_valid():
        try:
            proposed = actions.propose(
                team=team, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The sentence lies before the team."))
            return SeeOther(proposed.get_absolute_url())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = {"team": team, "form": form}
    return render(request, "workshops/team/statement_propose.html", page, status=status)


@login_required
@require_POST
def clear_statement(request: SignedInRequest, team_id: UUID, statement_id: int) -> HttpResponse:
    """Let it be published as typed; or only show how that would look."""
    found = _statement_to_decide(request.user, team_id, statement_id)
    form = ClearForm(request.POST, statement=found)
    if PREVIEW in request.POST and form.is_valid():
        return _page(request, found, form=form)
    said = _("The sentence is public from now on. You can take it back at any time.")
    return _decide(request, found, form, actions.clear, said)


@login_required
@require_POST
def refuse_statement(request: SignedInRequest, team_id: UUID, statement_id: int) -> HttpResponse:
    found = _statement_to_decide(request.user, team_id, statement_id)
    form = RefusalForm(request.POST)
    said = _("The sentence stays unpublished. Your coordinators are told.")
    return _decide(request, found, form, actions.refuse, said)


@login_required
@require_POST
def withdraw_statement(request: SignedInRequest, team_id: UUID, statement_id: int) -> HttpResponse:
    found = _statement(request.user, team_id, statement_id)
    if not policies.may_withdraw_statement(request.user, found):
        raise PermissionDenied
    try:
        actions.withdraw(statement=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _page(request, found, refusal=refusal.messages[0])
    messages.success(request, _("The sentence is no longer on any page. Your coordinators know."))
    return SeeOther(found.get_absolute_url())


def _decide(
    request: SignedInRequest,
    found: Statement,
    form: ClearForm | RefusalForm,
    action: Callable[..., Statement],
    said: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            action(statement=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            return _page(request, found, refusal=refusal.messages[0])
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, said)
            return SeeOther(found.get_absolute_url())
    return _page(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(
    request: SignedInRequest,
    found: Statement,
    *,
    form: ClearForm | RefusalForm | None = None,
    refusal: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """How it stands now; somebody may have decided meanwhile, then `refusal` says so."""
    if refusal:
        found.refresh_from_db()
        status = HTTPStatus.CONFLICT
    may_decide = policies.may_decide_statement(request.user, found)
    is_waiting = found.state == Statement.State.PROPOSED
    is_cleared = found.state == Statement.State.CLEARED
    clear_form = form if isinstance(form, ClearForm) else ClearForm(statement=found)
    days = Meeting.objects.filter(round=found.team.round)
    page = {
        "team": found.team,
        "statement": found,
        "may_withdraw": is_cleared and policies.may_withdraw_statement(request.user, found),
        "clear_form": clear_form if may_decide and is_waiting else None,
        "refusal_form": form if isinstance(form, RefusalForm) else RefusalForm(),
        "form": form,
        "refusal": refusal,
        "preview": _preview(found, clear_form),
        "reports": days.reports(timezone.now()).newest_first(),
        "may_propose": policies.may_propose_statement(request.user, found.team),
    }
    return render(request, "workshops/team/statement.html", page, status=status)


def _preview(found: Statement, form: ClearForm) -> dict[str, Any]:
    """The sentence as readers see it: as it was decided, or as it stands in the form."""
    if found.state != Statement.State.PROPOSED:
        return {"text": str(found), "said_by": found.said_by}
    text, named = form["text"].value() or found.proposed_text, form["names_municipality"].value()
    is_named = bool(named) and found.team.is_named_in_public
    return {"text": text, "said_by": found.team.municipality if is_named else None}


def _milestone_asked_for(request: SignedInRequest, team: Team) -> Milestone | None:
    """The one that `?meilenstein=…` names, if it is one of the team's."""
    try:
        public_id = UUID(request.GET.get(ABOUT, ""))
    except ValueError:
        return None
    return team.milestones.filter(public_id=public_id).first()


def _statement(user: User, team_id: UUID, statement_id: int) -> Statement:
    """A sentence of a team whose room this user may enter."""
    team = team_of(user, team_id)
    found = Statement.objects.filter(team=team).with_proof().filter(pk=statement_id).first()
    if found is None:
        raise Http404
    return found


def _statement_to_decide(user: User, team_id: UUID, statement_id: int) -> Statement:
    found = _statement(user, team_id, statement_id)
    if not policies.may_decide_statement(user, found):
        raise PermissionDenied
    return found
