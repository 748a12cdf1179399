"""Who signs in, and who stands in a programme: two different things."""

from people.models.contribution import Contribution
from people.models.invitation import Invitation, InvitationQuerySet, digest_of
from people.models.mail_choice import MailChoice
from people.models.mail_kind import MailKind
from people.models.organisation import Organisation, OrganisationQuerySet
from people.models.person import Person, PersonQuerySet, Portrait
from people.models.user import OfficeRole, User, UserManager, UserQuerySet

__all__ = [
    "Contribution",
    "Invitation",
    "InvitationQuerySet",
    "MailChoice",
    "MailKind",
    "OfficeRole",
    "Organisation",
    "OrganisationQuerySet",
    "Person",
    "PersonQuerySet",
    "Portrait",
    "User",
    "UserManager",
    "UserQuerySet",
    "digest_of",
]
