"""The one sentence that a team lets be published: proposed, cleared, refused, withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User, UserQuerySet
from portal import audit, outbox
from portal.refusals import Refusal
from workshops.letters import statements as letters
from workshops.models import Member, Milestone, Statement, Team, mail_kinds

State = Statement.State


@transaction.atomic
def propose(
    *,
    team: Team,
    text: str,
    by: User,
    at: datetime,
    milestone: Milestone | None = None,
    names_municipality: bool = False,
) -> Statement:
    """Put a sentence before the team; nobody else sees it until the team clears it.

    A sentence that waits for the team already is not put before it a second time.
    """
    team = Team.objects.with_round().locked(team.pk)
    if team.state != Team.State.ACCEPTED:
        raise Refusal(_("Only a team that takes part can clear a sentence."))
    if milestone is not None and milestone.team_id != team.pk:
        raise Refusal(_("This milestone belongs to another team."))
    statement = Statement(
        team=team,
        milestone=milestone,
        proposed_text=text,
        names_municipality=names_municipality,
        proposed_by=by,
        proposed_at=at,
    )
    statement.full_clean()
    waiting = team.statements.filter(state=State.PROPOSED, milestone=milestone)
    if known := waiting.filter(proposed_text=statement.proposed_text).first():
        return known
    _save(statement, "statement.proposed", by, at)
    for lead in _leads(team):
        outbox.post(letters.statement_proposed(statement, to=lead), at=at)
    return statement


@transaction.atomic
def clear(
    *, statement: Statement, text: str, names_municipality: bool, by: User, at: datetime
) -> Statement:
    """Let this text be published, as it stands here and no other way."""
    statement = _locked(statement)
    _refuse_unless(statement, State.PROPOSED, _("Only a proposed sentence can be cleared."))
    statement.state = State.CLEARED
    statement.text = text
    statement.names_municipality = names_municipality
    statement.cleared_by, statement.cleared_at = by, at
    _save(statement, "statement.cleared", by, at, "state", "text", "names_municipality")
    return _told(statement, by, at)


@transaction.atomic
def refuse(*, statement: Statement, by: User, at: datetime, reason: str = "") -> Statement:
    """The team does not want this sentence published."""
    statement = _locked(statement)
    _refuse_unless(statement, State.PROPOSED, _("Only a proposed sentence can be refused."))
    statement.state = State.REFUSED
    statement.refused_by, statement.refused_at = by, at
    statement.refusal_reason = reason
    _save(statement, "statement.refused", by, at, "state", "refusal_reason")
    return _told(statement, by, at)


@transaction.atomic
def withdraw(*, statement: Statement, by: User, at: datetime) -> Statement:
    """Take a cleared sentence back: it is off the public pages with the next request."""
    statement = _locked(statement)
    _refuse_unless(statement, State.CLEARED, _("Only a cleared sentence can be withdrawn."))
    statement.state = State.WITHDRAWN
    statement.withdrawn_by, statement.withdrawn_at = by, at
    _save(statement, "statement.withdrawn", by, at, "state")
    return _told(statement, by, at)


def _leads(team: Team) -> UserQuerySet:
    """Those who decide, unless they do without this kind of mail."""
    leads = team.members.active().filter(role=Member.Role.LEAD)
    active = User.objects.filter(is_active=True, pk__in=leads.values("user"))
    return active.wanting(mail_kinds.STATEMENT_PROPOSED).in_order()


def _told(statement: Statement, by: User, at: datetime) -> Statement:
    """Owes the coordinators the decision of the team: what is public has changed, or will not."""
    for coordinator in statement.team.round.coordinators.coordinators().exclude(pk=by.pk):
        outbox.post(letters.statement_decided(statement, to=coordinator), at=at)
    return statement


def _locked(statement: Statement) -> Statement:
    return Statement.objects.with_source().select_for_update(of=("self",)).get(pk=statement.pk)


def _refuse_unless(statement: Statement, state: Statement.State, reason: str) -> None:
    if statement.state != state:
        raise Refusal(reason)


def _save(statement: Statement, what: str, by: User, at: datetime, *fields: str) -> Statement:
    statement.full_clean()
    statement.save()
    scope = statement.team.round.scope
    audit.record(what, statement, by=by, at=at, fields=fields, scope=scope)
    return statement
