"""Who may do what with accounts, persons and organisations."""

from people.models import Organisation, Person, User


def may_open_office(user: User) -> bool:
    return user.is_active and user.is_staff


def may_manage_accounts(user: User, account: User | None = None) -> bool:
    """See, create, change and deactivate accounts, and give or take office roles."""
    return user.is_superuser


def may_edit_person(user: User, person: Person | None = None) -> bool:
    """Without a person: may add one."""
    return user.is_superuser or user.is_coordinator or user.is_editor


def may_edit_organisation(user: User, organisation: Organisation | None = None) -> bool:
    return user.is_superuser or user.is_coordinator
