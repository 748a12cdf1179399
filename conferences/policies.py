"""Who may do what with conferences, their programmes and their market places."""

from conferences.models import Conference, Session, Stand
from people.models import User


def may_edit_conference(user: User, conference: Conference | None = None) -> bool:
    """Whoever coordinates it.

    Here and below: without the record, whether somebody of this role may add one or edit any.
    """
    if conference is None:
        return user.is_superuser or user.is_coordinator
    return user.is_superuser or coordinates(user, conference)


def may_edit_conference_texts(user: User, conference: Conference | None = None) -> bool:
    """Titles, summaries, descriptions and what is attached, not dates, people or states."""
    return user.is_editor or may_edit_conference(user, conference)


def may_edit_session(user: User, session: Session | None = None) -> bool:
    return may_edit_conference(user, session.conference if session else None)


def may_edit_session_texts(user: User, session: Session | None = None) -> bool:
    return user.is_editor or may_edit_session(user, session)


def may_delete_session(user: User, session: Session | None = None) -> bool:
    """What visitors have in their calendars is cancelled, not deleted; superusers may."""
    is_public = session is not None and session.conference.is_published
    return user.is_superuser if is_public else may_edit_session(user, session)


def may_edit_stand(user: User, stand: Stand | None = None) -> bool:
    return may_edit_conference(user, stand.conference if stand else None)


def may_edit_stand_texts(user: User, stand: Stand | None = None) -> bool:
    return user.is_editor or may_edit_stand(user, stand)


def coordinates(user: User, conference: Conference) -> bool:
    return user.is_coordinator and conference.coordinators.contains(user)
