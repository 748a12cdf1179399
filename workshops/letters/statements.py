"""Letters about the one sentence that a team lets be published."""

from django.utils.translation import gettext as _

from people.models import User, mail_stop
from portal import outbox
from portal.models import subject_of
from workshops.models import Statement, mail_kinds

State = Statement.State


def statement_proposed(statement: Statement, *, to: User) -> outbox.Letter:
    """To a lead: a sentence waits for a decision. Once per sentence and reader."""
    text, html = outbox.render(
        "workshops/statement_proposed",
        {
            "statement": statement,
            "reader": to,
            "link": outbox.absolute(statement.get_absolute_url()),
            "stop_link": mail_stop.link(to, mail_kinds.STATEMENT_PROPOSED),
        },
    )
    return outbox.Letter(
        to=to.email,
        subject=_("A sentence waits for your decision"),
        text=text,
        html=html,
        occasion=f"statement-proposed:{statement.pk}:{to.pk}",
        about=subject_of(statement),
        scope=statement.team.round.scope,
    )


def statement_decided(statement: Statement, *, to: User) -> outbox.Letter:
    """To a coordinator: what the team decided. Once per sentence, decision and reader."""
    text, html = outbox.render(
        "workshops/statement_decided",
        {
            "statement": statement,
            "is_edited": statement.text not in ("", statement.proposed_text),
            "reader": to,
            "link": outbox.absolute(statement.get_absolute_url()),
        },
    )
    return outbox.Letter(
        to=to.email,
        subject=_subject(statement),
        text=text,
        html=html,
        occasion=f"statement-{statement.state}:{statement.pk}:{to.pk}",
        about=subject_of(statement),
        scope=statement.team.round.scope,
    )


def _subject(statement: Statement) -> str:
    words = {
        State.CLEARED: _("%(team)s has cleared a sentence"),
        State.REFUSED: _("%(team)s has refused a sentence"),
        State.WITHDRAWN: _("%(team)s has withdrawn a sentence"),
    }
    return words[State(statement.state)] % {"team": statement.team}
