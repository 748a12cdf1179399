"""Letters to all: sent once, however often somebody clicks, and sent again where one failed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit, outbox
from portal.refusals import Conflict, Refusal
from workshops.letters import circulars as letters
from workshops.models import Circular, CircularCopy, Meeting, MeetingFile, Round, Team
from workshops.models.board import next_day
from workshops.models.circular import Recipient, audience


@dataclass(frozen=True)
class Draft:
    """A letter to all before it is sent: to whom, about which day, what it says."""

    round: Round
    key: UUID
    subject: str
    text: str
    team: Team | None = None
    meeting: Meeting | None = None
    file: MeetingFile | None = None
    coordinators: bool = False

    def recipients(self) -> list[Recipient]:
        return audience(self.round, self.team, coordinators=self.coordinators)

    def circular(self, by: User, at: datetime) -> Circular:
        """What would be sent, not saved."""
        return Circular(
            key=self.key,
            round=self.round,
            team=self.team,
            meeting=self.meeting,
            file=self.file,
            subject=self.subject,
            text=self.text,
            sent_by=by,
            sent_at=at,
        )


def preview(draft: Draft, *, to: Recipient, by: User, at: datetime) -> outbox.Letter:
    """How this recipient would read it; nothing is sent."""
    return letters.copy(draft.circular(by, at), to=to, day=_day(draft, at))


@transaction.atomic
def send(*, draft: Draft, count: int, by: User, at: datetime) -> Circular:
    """Owe everybody their copy. `count` is how many were announced to whoever sends it.

    Sent again with the same key it is the same letter. Raises Conflict if there are more or
    fewer recipients by now, Refusal if there are none.
    """
    round = Round.objects.locked(draft.round.pk)
    sent = Circular.objects.filter(key=draft.key).first()
    if sent is not None and sent.round_id == round.pk:
        return sent
    if sent is not None:
        raise Refusal(_("This letter was sent already, to another round."))
    recipients = draft.recipients()
    if not recipients:
        raise Refusal(_("Nobody would get this letter: there is no active member."))
    if len(recipients) != count:
        raise Conflict(_("The recipients have changed meanwhile. Please look once more."))
    circular = draft.circular(by, at)
    circular.full_clean()
    circular.save()
    day = _day(draft, at)
    CircularCopy.objects.bulk_create(
        CircularCopy(
            circular=circular,
            user=to.user,
            mail=outbox.post(letters.copy(circular, to=to, day=day), at=at),
        )
        for to in recipients
    )
    audit.record("circular.sent", circular, by=by, at=at, scope=round.scope)
    return circular


def _day(draft: Draft, at: datetime) -> Meeting | None:
    """The day that was chosen, else the next one."""
    return draft.meeting or next_day(Meeting.objects.filter(round=draft.round).in_order(), at)
