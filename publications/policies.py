"""Who may do what with topics, reports, pictures and documents."""

from people.models import User
from publications.models import Document, Picture, Report, ReportPreview, Topic


def may_edit_topic(user: User, topic: Topic | None = None) -> bool:
    return user.is_superuser or user.is_coordinator or user.is_editor


def may_edit_report(user: User, report: Report | None = None) -> bool:
    """Editors always; coordinators a draft that they look after. Without a report: may add one."""
    if report is None or may_publish(user):
        return may_publish(user) or user.is_coordinator
    return report.state == Report.State.DRAFT and _looks_after(user, report)


def may_edit_document(user: User, document: Document | None = None) -> bool:
    """Editors always; coordinators what they look after, until it is published."""
    if document is None or may_publish(user):
        return may_publish(user) or user.is_coordinator
    return document.published_at is None and _looks_after(user, document)


def may_edit_picture(user: User, picture: Picture | None = None) -> bool:
    """Editors always; coordinators what they look after."""
    if picture is None or may_publish(user):
        return may_publish(user) or user.is_coordinator
    return _looks_after(user, picture)


def may_publish(user: User, thing: Report | Document | None = None) -> bool:
    """Publish, correct and withdraw."""
    return user.is_superuser or user.is_editor


def may_preview_report(user: User, report: Report) -> bool:
    """Show it to somebody outside: editors, and coordinators who look after it."""
    return may_publish(user) or _looks_after(user, report)


def may_revoke_preview(user: User, preview: ReportPreview) -> bool:
    """Editors always; others those links that they made."""
    return may_publish(user) or (user.is_coordinator and preview.made_by_id == user.pk)


def may_withdraw_consent(user: User, picture: Picture | None = None) -> bool:
    """Whoever of the office hears of it acts at once."""
    return user.is_superuser or user.is_editor or user.is_coordinator


def _looks_after(user: User, thing: Report | Document | Picture) -> bool:
    return user.is_coordinator and thing.stewards.contains(user)
