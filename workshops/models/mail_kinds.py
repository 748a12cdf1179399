"""What teams and coordinators are told by mail, and may do without."""

from django.utils.translation import gettext_lazy as _

from people.models import mail_kind

MILESTONE_DUE = mail_kind.register(
    "milestone_due",
    _("Deadlines"),
    _("14 and 3 days before a milestone is due that you answer for."),
)
SILENCE = mail_kind.register(
    "silence",
    _("A long silence"),
    _("When your team has entered nothing for weeks, to its leads."),
)
DIGEST = mail_kind.register(
    "digest",
    _("After a workshop day"),
    _("What was agreed, what is due until the next day, which questions are open."),
)
STATEMENT_PROPOSED = mail_kind.register(
    "statement_proposed",
    _("Sentences to clear"),
    _("When a sentence for the public waits for your decision."),
)
COMMENTS = mail_kind.register(
    "comments",
    _("Comments"),
    _("When another team of the round comments on one of your milestones, at most once a day."),
)
