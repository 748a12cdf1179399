"""What happened to a registration, in words that the office reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.models import AuditEntry

MOST = 100
WORDS = {
    "registration.made": _("registered"),
    "registration.confirmed": _("address confirmed"),
    "registration.accepted": _("offered place taken"),
    "registration.cancelled": _("cancelled"),
    "registration.corrected": _("particulars changed"),
    "registration.sessions_changed": _("other sessions chosen"),
    "registration.promoted": _("moved up"),
    "registration.moved": _("moved to another offer"),
    "registration.replaced": _("somebody else comes instead"),
    "registration.noted": _("note changed"),
    "registration.links_sent": _("new link sent"),
    "registration.ran_out": _("deadline passed"),
    "registration.erased": _("deleted on request"),
    "registration.forgotten": _("deleted after the retention period"),
    "registration.written": _("letter from the office"),
    "registration.checked_in": _("checked in"),
    "registration.check_in_undone": _("check-in undone"),
    "consent.given": _("consent given"),
    "consent.withdrawn": _("consent withdrawn"),
}


@dataclass(frozen=True)
class Happening:
    entry: AuditEntry

    @property
    def words(self) -> str:
        return str(WORDS.get(self.entry.what, self.entry.what))

    @property
    def who(self) -> str:
        """The account, or the registrant, or the clock."""
        return str(self.entry.by or self.entry.get_actor_display())


def happenings(thing: Model) -> list[Happening]:
    """The newest first."""
    entries = AuditEntry.objects.about(thing).select_related("by").order_by("-at", "-pk")
    return [Happening(entry) for entry in entries[:MOST]]
